import { describe, expect, test } from 'vitest';
import { catalogueDefinition } from '../../src/lagrangians/registry.js';
import { randomFrom } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import { sameExpression } from '../../src/symbolic/identity.js';
import { print } from '../../src/symbolic/print-text.js';
import {
  children,
  forEachNode,
  mentions,
  rebuild,
  replaceLagrangians,
  rewrite,
  substitute,
  symbolNames,
  unfold,
} from '../../src/symbolic/rewrite.js';
import { SCALAR, vectorShape } from '../../src/symbolic/shape.js';
import type { Lagrangian } from '../../src/symbolic/expression.js';
import { agreeAt } from '../support/compare-values.js';
import { Grammar } from '../support/random-expression.js';

const x = build.symbol('x', vectorShape('N'), 'state');
const z = build.symbol('z', vectorShape('N'), 'state');
const named = (name: string, is: Parameters<typeof catalogueDefinition>[0]): Lagrangian => ({
  name,
  gradient: undefined,
  hessian: undefined,
  definition: catalogueDefinition(is),
});

describe('substitution', () => {
  test('replaces all symbols at once', () => {
    const swapped = substitute(
      build.hadamard(x, build.map('tanh', z)),
      new Map([
        ['x', z],
        ['z', x],
      ]),
    );
    expect(print(swapped)).toBe('z.*tanh(x)');
  });
  test('leaves what does not mention the symbol as it is', () => {
    const e = build.map('tanh', z);
    expect(substitute(e, new Map([['x', z]]))).toBe(e);
  });
});

describe('Lagrangians', () => {
  test('unfold to their formulas', () => {
    expect(print(unfold(build.lagrangian(named('L', 'relu'), 1, x)))).toBe('relu(x)');
    expect(print(unfold(build.lagrangian(named('L', 'tanh'), 0, x)))).toBe('ones(1, N)*logcosh(x)');
    expect(print(unfold(build.lagrangian(named('L', 'softmax'), 1, x)))).toBe('softmax(x)');
  });
  test('are replaced by name', () => {
    const e = build.lagrangian(named('L', 'relu'), 1, x);
    expect(print(unfold(replaceLagrangians(e, new Map([['L', named('L', 'sine')]]))))).toBe('sin(x)');
    expect(replaceLagrangians(e, new Map([['K', named('K', 'sine')]]))).toBe(e);
  });
  test('that may be any have no formula', () => {
    const L: Lagrangian = { ...named('L', 'relu'), definition: { kind: 'any', assumptions: new Set() } };
    expect(() => unfold(build.lagrangian(L, 1, x))).toThrow(/declared as any/);
  });
});

describe('random expressions', () => {
  const each = (check: (grammar: Grammar, seed: number) => void): void => {
    for (let seed = 0; seed < 300; seed += 1)
      check(new Grammar(randomFrom(seed, 'rewrite'), { kinks: true, inverses: true }), seed);
  };
  test('rebuilding from the parts gives the same expression', () => {
    each((grammar) => {
      forEachNode([grammar.scalar(3)], (e) => {
        const again = rebuild(e, children(e));
        if (!sameExpression(again, e)) expect.fail(`${print(e)} became ${print(again)}`);
      });
    });
  });
  test('rewriting to itself changes nothing', () => {
    each((grammar) => {
      const e = grammar.scalar(3);
      expect(
        sameExpression(
          rewrite(e, (part) => part),
          e,
        ),
      ).toBe(true);
    });
  });
  test('unfolding keeps the value and leaves no Lagrangian', () => {
    each((grammar, seed) => {
      const e = grammar.vector(grammar.size(), 2);
      const unfolded = unfold(e);
      forEachNode([unfolded], (part) => {
        expect(part.kind).not.toBe('lagrangian');
      });
      expect(agreeAt(e, unfolded, seed)).not.toBe(false);
    });
  });
  test('the names that occur are found', () => {
    const e = build.product(build.symbol('s', SCALAR), build.dot(x, z));
    expect([...symbolNames([e])].sort()).toEqual(['s', 'x', 'z']);
    expect(mentions(e, new Set(['z', 'w']))).toBe(true);
    expect(mentions(e, new Set(['w']))).toBe(false);
  });
});
