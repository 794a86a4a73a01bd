/** Writes expressions as the nested lists of a proof. */
import type { Expression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import type { Encoded } from './replay/proof.js';
import { isUniversal, numberOf } from './replay/universal.js';

export function encode(e: Expression): Encoded {
  switch (e.kind) {
    case 'number':
      return ['number', Q.toText(e.value)];
    case 'constant':
      return [e.name];
    case 'size':
      return ['size', e.size];
    case 'symbol':
      return isUniversal(e) ? ['vector', e.shape.rows, numberOf(e)] : ['symbol', e.name];
    case 'identity':
      return ['identity', e.shape.rows];
    case 'ones':
      return ['ones', e.shape.rows, e.shape.columns];
    case 'sum':
      return ['sum', ...e.terms.map(encode)];
    case 'product':
      return ['product', ...e.factors.map(encode)];
    case 'transpose':
      return ['transpose', encode(e.argument)];
    case 'hadamard':
      return ['entrywise', ...e.factors.map(encode)];
    case 'power':
      return ['power', encode(e.base), encode(e.exponent)];
    case 'map':
      return ['map', e.function, encode(e.argument)];
    case 'step':
      return ['step', encode(e.argument), ...(e.direction === undefined ? [] : [encode(e.direction)])];
    case 'diag':
    case 'diagonal':
      return [e.kind, encode(e.argument)];
    case 'lagrangian':
      return ['lagrangian', e.lagrangian.name, e.order, encode(e.argument), ...e.directions.map(encode)];
    case 'function':
      return ['function', e.name, encode(e.argument)];
    case 'block':
      return ['block', ...e.blocks.map((row) => row.map(encode))];
  }
}
