import { describe, expect, it } from 'vitest';
import * as build from '../../src/symbolic/build.js';
import type { Expression, Lagrangian } from '../../src/symbolic/expression.js';
import { idOf } from '../../src/symbolic/identity.js';
import { nearest } from '../../src/symbolic/nearest.js';
import { FormulaError, type FormulaFunction, type FormulaScope, parseExpression } from '../../src/symbolic/parse.js';
import { rational } from '../../src/symbolic/rational.js';
import { matrixShape, SCALAR, vectorShape } from '../../src/symbolic/shape.js';

const [y, b, W, P, z, a] = [
  build.symbol('y', vectorShape('N'), 'state'),
  build.symbol('b', vectorShape('N'), 'parameter'),
  build.symbol('W', matrixShape('N', 'N'), 'parameter'),
  build.symbol('P', matrixShape('N', 'M'), 'parameter'),
  build.symbol('z', vectorShape('M'), 'state'),
  build.symbol('a', SCALAR, 'parameter'),
];
const L: Lagrangian = {
  name: 'L',
  gradient: 'g',
  hessian: undefined,
  definition: { kind: 'any', assumptions: new Set() },
};
const SCOPE: FormulaScope = {
  symbols: new Map([y, b, W, P, z, a].map((s) => [s.name, s])),
  lagrangians: [L],
  dimensions: new Set(['N', 'M']),
};

const parse = (text: string, scope = SCOPE): Expression => parseExpression(text, scope);
const same = (text: string, e: Expression, scope = SCOPE): void => expect(idOf(parse(text, scope))).toBe(idOf(e));

function refusal(text: string, scope = SCOPE): { message: string; part: string; code: string } {
  try {
    parse(text, scope);
  } catch (error) {
    if (error instanceof FormulaError) {
      const { start, end } = error.span;
      return { message: error.message, part: text.slice(start, end), code: error.code };
    }
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('what formulas mean', () => {
  const tr = build.transpose;
  const g = (x: Expression): Expression => build.lagrangian(L, 1, x);
  it.each<[string, Expression]>([
    ["y'*W*y", build.product(tr(y), W, y)],
    ["W*y*y'", build.product(W, y, tr(y))],
    ["y'*b*y", build.product(build.dot(y, b), y)],
    ['y - b + y', build.sum(y, build.negate(b), y)],
    ['y - (b + y)', build.subtract(y, build.sum(b, y))],
    ['y + 1', build.sum(y, build.ones(y.shape))],
    ['2 - y', build.sum(build.product(build.number(2), build.ones(y.shape)), build.negate(y))],
    ['W + a', build.sum(W, build.product(a, build.ones(W.shape)))],
    ['-a^2', build.negate(build.power(a, 2))],
    ['2^3^2', build.number(512)],
    ['2^-1', build.number(rational(1, 2))],
    ['-1/2*a', build.product(build.number(rational(-1, 2)), a)],
    ['1/2/3', build.number(rational(1, 6))],
    ['6/3*2', build.number(4)],
    ['0.1', build.number(rational(1, 10))],
    ['1.25e-2', build.number(rational(1, 80))],
    ['.5', build.HALF],
    ['0.30000000000000000001', build.number({ numerator: 30000000000000000001n, denominator: 10n ** 20n })],
    ['2.*y', build.product(build.number(2), y)],
    ['y./b', build.hadamard(y, build.reciprocal(b))],
    ['1./y', build.reciprocal(y)],
    ['y/a', build.product(build.reciprocal(a), y)],
    ['y.*b*a', build.product(build.hadamard(y, b), a)],
    ['y.^2', build.power(y, 2)],
    ['y.^a', build.power(y, a)],
    ['W^2', build.product(W, W)],
    ['W^-1', build.apply('inv', W)],
    ['W^0', build.identity('N')],
    ["W''", W],
    ["(W*y)'", build.product(tr(y), tr(W))],
    ["g(y)'*b", build.dot(g(y), b)],
    ['L(W*y)', build.lagrangian(L, 0, build.product(W, y))],
    ['L_gradient(y)', g(y)],
    ['L_hessian(y)', build.lagrangian(L, 2, y)],
    ['L_d3(y, b)', build.lagrangian(L, 3, y, [b])],
    ['pi', build.PI],
    ['N*a', build.product(build.sizeNumber('N'), a)],
    ['sum(y)/N', build.product(build.sumEntries(y), build.reciprocal(build.sizeNumber('N')))],
    ['mean(y)', build.product(build.reciprocal(build.sizeNumber('N')), build.sumEntries(y))],
    ['identity(N)', build.identity('N')],
    ['ones(N, M)', build.ones(P.shape)],
    ['ones(1, N)', tr(build.ones(y.shape))],
    ['ones(N + 2*M)', build.ones(vectorShape('2*M+N'))],
    ['zeros(N)', build.zero(y.shape)],
    ['zeros(3)', build.zero(vectorShape('3'))],
    ['diag(y)', build.diag(y)],
    ['diag(W)', build.diagonal(W)],
    ['diagonal(W)', build.diagonal(W)],
    ['transpose(P)', tr(P)],
    ['dot(y, b)', build.dot(y, b)],
    ['norm(y)', build.sqrt(build.dot(y, y))],
    ['norm(P)', build.apply('norm', P)],
    ['max(y, 0)', build.map('relu', y)],
    ['max(0, y)', build.sum(y, build.map('relu', build.negate(y)))],
    ['min(a, 1)', build.subtract(build.ONE, build.map('relu', build.subtract(build.ONE, a)))],
    ['log(a, 2)', build.product(build.reciprocal(build.map('log', build.number(2))), build.map('log', a))],
    ['log10(y)', build.product(build.reciprocal(build.map('log', build.number(10))), build.map('log', y))],
    ['square(y)', build.power(y, 2)],
    ['sqrt(y)', build.sqrt(y)],
    ['step(y)', build.step(y)],
    ['step(y, b)', build.step(y, b)],
    ['sparsemax(y)', build.apply('sparsemax', y)],
    ['logsumexp(a*y)/a', build.product(build.apply('logsumexp', build.product(a, y)), build.reciprocal(a))],
    ['lambda_max(W)', build.apply('lambda_max', W)],
    [
      "[W, P; P', identity(M)]",
      build.block([
        [W, P],
        [tr(P), build.identity('M')],
      ]),
    ],
    ['[y; z]', build.stack([y, z])],
    [
      '[[1, 2], [3, a]]',
      build.block([
        [build.ONE, build.number(2)],
        [build.number(3), a],
      ]),
    ],
    ['y +\n  b', build.sum(y, b)],
  ])('%s', (text, e) => same(text, e));

  it('gives declared names precedence over constants, and none over functions', () => {
    const names = ['pi', 'e', 'i', 'E', 'W', 'constructor'];
    const scope = {
      ...SCOPE,
      symbols: new Map(names.map((n) => [n, build.symbol(n, SCALAR)])),
      dimensions: new Set<string>(),
    };
    for (const name of names) same(name, build.symbol(name, SCALAR), scope);
    const exp = { ...SCOPE, symbols: new Map([['exp', a]]) };
    same('exp(exp)', build.map('exp', a), exp);
  });

  it('hands the arguments of further functions over unread', () => {
    const seen: string[] = [];
    const grad: FormulaFunction = (args) => {
      seen.push(...args.map((arg) => `${arg.text}|${arg.name ?? ''}`));
      return args[1]?.expression() ?? build.ZERO;
    };
    const scope = {
      ...SCOPE,
      functions: new Map([
        ['grad', grad],
        ['rate', (): Expression => a],
      ]),
    };
    same('grad(energy , y) + b', build.sum(y, b), scope);
    same('rate', a, scope);
    expect(seen).toEqual(['energy|energy', 'y|y']);
    expect(refusal('1 + grad(energy, nope)', scope)).toMatchObject({ part: 'nope', code: 'unknown-name' });
  });
});

describe('what is refused, and where', () => {
  it.each([
    ['W (y-b)', 'W (y-b)', /write W\*\(y-b\)/],
    ['1/N a', 'N a', /a product needs its sign/],
    ['2 y', '2 y', /write 2\*y/],
    ['2y', '2y', /write 2\*y/],
    ['(a)(a)', ')(', /a product needs its sign/],
    ["y.^2'", "2'", /' belongs to the exponent/],
    ["y.^a'", "a'", /' belongs to the exponent/],
    ["g'(y)*b", "g'(", /write g\(…\)' for the transpose/],
    ["g'*y", "g'", /g is a function/],
    ['y.*W*b', 'y.*W', /parentheses are needed: y\.\*\(W\*…\)/],
    ["'W*y", "'", /nothing does/],
    ['y^2', 'y^2', /write \.\^/],
    ['P^2', 'P^2', /has no power/],
    ['W^0.5', 'W^0.5', /whole exponent/],
    ['2.^y', 'y', /exp\(log\(c\)\*x\)/],
    ['y*b', 'y*b', /write a'\*b for the inner product/],
    ['a + W*z + 1', 'W*z', /W is a matrix \[N, N\], but z is a vector \[M\]/],
    ['exp(y + z)', 'y + z', /y is a vector \[N\], but z is a vector \[M\]/],
    ['2*(y - W)*a', 'y - W', /difference: y is a vector \[N\], but W is a matrix/],
    ['1/y', 'y', /write \.\/ to divide/],
    ['1/W', 'W', /\*inv\(A\)/],
    ['inv(P)', 'inv(P)', /square matrix/],
    ['L(W)', 'W', /needs a vector, but W is a matrix/],
    ['L(y, b)', 'L(y, b)', /takes one vector/],
    ['max(y)', 'max(y)', /write max\(a, b\)/],
    ['identity(K)', 'K', /unknown name "K"/],
    ['identity(a)', 'a', /a size is a dimension or a whole number/],
    ['ones(0)', '0', /a size is/],
    ['identity(1.5)', '1.5', /a size is/],
    ['[y, z]', '[y, z]', /block row/],
    ['5 cm', '5 cm', /a product needs its sign/],
    ['a*e', 'e', /exp\(1\)/],
    ['i*a', 'i', /complex numbers/],
    ['ln(a)', 'ln', /write log\(x\)/],
    ['softplas(y)', 'softplas', /did you mean "softplus"/],
    ['gg(y)', 'gg', /did you mean "g"/],
    ['__proto__', '__proto__', /unknown name/],
    ['constructor(1)', 'constructor', /unknown name/],
    ['hasOwnProperty', 'hasOwnProperty', /unknown name/],
    ['toString()', ')', /something is missing/],
    ['f(x) = x', '=', /assignments/],
    ['a == a', '==', /comparisons/],
    ['a < 1', '<', /comparisons/],
    ['a ? 1 : 2', '?', /conditions/],
    ['1:3', ':', /ranges/],
    ['a!', '!', /factorial/],
    ['50%', '%', /percentages/],
    ['a and a', 'and', /operator/],
    ['7 mod 2', 'mod', /operator/],
    ['NaN', 'NaN', /not part/],
    ['true', 'true', /not part/],
    ['"text"', '"', /strings/],
    ['y[1]', '[', /entries cannot be taken/],
    ['y.length', '.', /cannot be taken out/],
    ["y.'", '.', /cannot be taken out/],
    ['{a: 1}', '{', /objects/],
    ['a; a', ';', /outside a matrix/],
    ['a, a', ',', /outside brackets/],
    ['a # b', '#', /not part/],
    ['0x1F', '0', /hexadecimal/],
    ['0b1', '0', /binary/],
    ['1e999', '1e999', /outside what can be computed/],
    ['(a', '(', /never closed/],
    ['a)', ')', /closes nothing/],
    ['(a]', ']', /closes nothing/],
    ['a +', '+', /missing after/],
    ['* a', '*', /missing before/],
    ['a ** 2', '*', /write \^/],
    ['a × a', '×', /write \*/],
    ['a − a', '−', /write - for minus/],
    ['y²', '²', /write \^2/],
    ['()', ')', /missing before/],
    ['[]', ']', /missing before/],
    ['', '', /empty/],
    ['\u0000', '\u0000', /unexpected character/],
    ['😀', '😀', /unexpected character/],
  ])('%s', (text, part, message) => {
    const found = refusal(text);
    expect(found.message).toMatch(message);
    expect(found.part).toBe(part);
  });

  it('never crashes on random text, and never calls anything', () => {
    const pieces = [
      'y',
      'W',
      'a',
      'L',
      'g',
      '(',
      ')',
      '[',
      ']',
      ',',
      ';',
      '+',
      '-',
      '*',
      '/',
      '^',
      '.*',
      '.^',
      "'",
      '2',
      '.',
      ' ',
      '1e',
      'exp',
      'process',
      '=',
      '\n',
      '!',
      '"',
    ];
    let seed = 12345;
    const next = (n: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return (seed >>> 8) % n;
    };
    let accepted = 0;
    for (let i = 0; i < 20_000; i += 1) {
      const text = Array.from({ length: 1 + next(8) }, () => pieces[next(pieces.length)]).join('');
      try {
        parse(text);
        accepted += 1;
      } catch (error) {
        if (!(error instanceof FormulaError))
          throw new Error(`${JSON.stringify(text)}: ${String(error)}`, { cause: error });
        expect(error.span.start).toBeGreaterThanOrEqual(0);
        expect(error.span.end).toBeLessThanOrEqual(text.length);
      }
    }
    expect(accepted).toBeGreaterThan(300);
  });

  it('bounds exact numbers', () => {
    expect(refusal('((((10^64)^64)^64)^64)^64').code).toBe('too-large');
  });
});

describe('the nearest name', () => {
  it.each([
    ['symetric', ['general', 'symmetric', 'skew'], 'symmetric'],
    ['tahn', ['tan', 'tanh'], 'tanh'],
    ['LAMBDA', ['Lambda', 'L'], 'Lambda'],
    ['xyz', ['general', 'skew'], undefined],
    ['q', ['y', 'b'], undefined],
    ['w', ['W', 'b'], 'W'],
  ])('%s', (name, candidates, expected) => expect(nearest(name, candidates)).toBe(expected));
});
