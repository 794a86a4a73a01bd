/**
 * The code of a scalar program: forwards the ends of every value, backwards those of the slopes of one output. The
 * slope of a function over a box contains (f(x) − f(y))/(x − y) for all x and y in it, also across kinks.
 */
import type { ScalarOperation, ScalarProgram } from './scalar-program.js';

/** Operations in one function: larger ones are not optimised by the engine. */
const CHUNK = 120;

/** Text that binds helpers by the names they have in it. */
const HEADER = [
  '"use strict";',
  'const { low, high, slope, vectors } = R;',
  'const pl = low.plus, ph = high.plus, tl = low.times, th = high.times;',
].join('\n');

const inChunks = (lines: readonly string[], locals: string): string => {
  const chunks: string[] = [];
  for (let k = 0; k < lines.length; k += CHUNK)
    chunks.push(`() => { ${locals}\n${lines.slice(k, k + CHUNK).join('\n')}\n}`);
  return `return [${chunks.join(',\n')}];`;
};

/** The body of a function of L, H (ends of values), X, Y (ends of the variables), R that returns functions to run. */
export const forwardCode = (operations: readonly ScalarOperation[]): string =>
  `${HEADER}\n${inChunks(operations.map(forwardLine), '')}`;

function forwardLine(o: ScalarOperation): string {
  const { at } = o;
  const both = (low: string, high: string): string => `L[${at}] = ${low}; H[${at}] = ${high};`;
  const ends = (a: number): string => `L[${a}], H[${a}]`;
  const called = (name: string, ...args: readonly string[]): string =>
    both(`low.${name}(${args.join(', ')})`, `high.${name}(${args.join(', ')})`);
  switch (o.kind) {
    case 'variable':
      return both(`X[${o.variable}]`, `Y[${o.variable}]`);
    case 'constant':
      return both(text(o.value.low), text(o.value.high));
    case 'add':
      return both(`pl(L[${o.a}], L[${o.b}])`, `ph(H[${o.a}], H[${o.b}])`);
    case 'negate':
      return both(`-H[${o.a}]`, `-L[${o.a}]`);
    case 'multiply':
      return both(`tl(${ends(o.a)}, ${ends(o.b)})`, `th(${ends(o.a)}, ${ends(o.b)})`);
    case 'square':
      return called('square', ends(o.a));
    case 'power':
      return called('power', ends(o.a), ends(o.b));
    case 'map':
      return called(o.function === 'sign' ? 'signLimit' : o.function, ends(o.a));
    case 'step':
      return called('limit', ends(o.a));
    case 'vector':
      return `vectors[${at}]();`;
  }
}

const text = (x: number): string => (Number.isFinite(x) ? `${x}` : x > 0 ? 'Infinity' : '-Infinity');

/** Operations that an output at a place needs and that depend on variables, last first. */
export function backwards({ operations }: ScalarProgram, output: number): readonly ScalarOperation[] {
  const needed = new Set([output]);
  return [...operations].reverse().filter((o) => {
    const width = o.kind === 'vector' ? o.of.length : 1;
    if (!o.active || !Array.from({ length: width }, (_, k) => o.at + k).some((k) => needed.has(k))) return false;
    operandsOf(o).forEach((a) => needed.add(a));
    return true;
  });
}

export function operandsOf(o: ScalarOperation): readonly number[] {
  switch (o.kind) {
    case 'variable':
    case 'constant':
      return [];
    case 'add':
    case 'multiply':
    case 'power':
      return [o.a, o.b];
    case 'negate':
    case 'square':
    case 'map':
    case 'step':
      return [o.a];
    case 'vector':
      return o.of;
  }
}

/**
 * The body of a function of L, H, A, B (ends of slopes with respect to each value), R that returns functions to run: they
 * add to the slopes of operands those of the value times the slopes of the operation.
 */
export const backwardCode = (operations: readonly ScalarOperation[], isActive: (place: number) => boolean): string =>
  `${HEADER}\n${inChunks(
    operations.filter((o) => o.kind !== 'variable').map((o) => backwardLine(o, isActive)),
    'let s, t;',
  )}`;

function backwardLine(o: ScalarOperation, isActive: (place: number) => boolean): string {
  const own = `A[${o.at}], B[${o.at}]`;
  const ends = (a: number): string => `L[${a}], H[${a}]`;
  const add = (a: number, low: string, high: string): string =>
    isActive(a) ? `A[${a}] = pl(A[${a}], ${low}); B[${a}] = ph(B[${a}], ${high});` : '';
  const scaled = (a: number, slope: string): string =>
    isActive(a)
      ? `s = slope.low.${slope}; t = slope.high.${slope}; ${add(a, `tl(${own}, s, t)`, `th(${own}, s, t)`)}`
      : '';
  const times = (a: number, b: number): string => add(a, `tl(${own}, ${ends(b)})`, `th(${own}, ${ends(b)})`);
  switch (o.kind) {
    case 'variable':
    case 'constant':
      return '';
    case 'add':
      return add(o.a, `A[${o.at}]`, `B[${o.at}]`) + add(o.b, `A[${o.at}]`, `B[${o.at}]`);
    case 'negate':
      return add(o.a, `-B[${o.at}]`, `-A[${o.at}]`);
    case 'multiply':
      return times(o.a, o.b) + times(o.b, o.a);
    case 'square':
      return scaled(o.a, `square(${ends(o.a)})`);
    case 'power':
      return scaled(o.a, `base(${ends(o.a)}, ${ends(o.b)})`) + scaled(o.b, `exponent(${ends(o.a)}, ${ends(o.b)})`);
    case 'map':
      return scaled(o.a, `${o.function}(${ends(o.a)})`);
    case 'step':
      return scaled(o.a, `step(${ends(o.a)})`);
    case 'vector':
      return `slope.vectors[${o.at}]();`;
  }
}
