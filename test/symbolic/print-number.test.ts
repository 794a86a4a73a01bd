import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/numeric/random.js';
import * as build from '../../src/symbolic/build.js';
import { parseExpression } from '../../src/symbolic/parse.js';
import { numberTex, numberText } from '../../src/symbolic/print-number.js';
import { print } from '../../src/symbolic/print-text.js';
import { printTex } from '../../src/symbolic/print-tex.js';
import * as Q from '../../src/symbolic/rational.js';
import { SCALAR } from '../../src/symbolic/shape.js';

const s = build.symbol('s', SCALAR, 'parameter');
const SCOPE = { symbols: new Map([['s', s]]), lagrangians: [], dimensions: new Set<string>() };
const tens = (value: Q.Rational, k: number): Q.Rational => Q.multiply(value, Q.power(Q.rational(10), k));

describe('numbers', () => {
  const written: readonly [string, string, Q.Rational][] = [
    ['0', '0', Q.ZERO],
    ['3', '3', Q.rational(3)],
    ['1/1000000', '\\tfrac{1}{1000000}', Q.rational(1, 1000000)],
    ['100000000000000000000', '100000000000000000000', tens(Q.ONE, 20)],
    ['1e30', '10^{30}', tens(Q.ONE, 30)],
    ['1e-30', '10^{-30}', tens(Q.ONE, -30)],
    ['2.5e-30', '2.5 \\cdot 10^{-30}', tens(Q.rational(5, 2), -30)],
    ['1.25e-300*1e-40', '1.25 \\cdot 10^{-340}', tens(Q.rational(5, 4), -340)],
    ['1e-300*1e-300', '10^{-600}', tens(Q.ONE, -600)],
    ['1e300*1e300*1e11', '10^{611}', tens(Q.ONE, 611)],
    ['1/3*1e-40', '\\tfrac{1}{3} \\cdot 10^{-40}', tens(Q.rational(1, 3), -40)],
    ['35/3*1e39', '\\tfrac{35}{3} \\cdot 10^{39}', tens(Q.rational(7, 6), 40)],
    ['123456789123456789123456789', '123456789123456789123456789', Q.rational(123456789123456789123456789n)],
  ];
  test.each(written)('%s', (text, tex, value) => {
    expect(numberText(value)).toBe(text);
    expect(numberTex(value).tex).toBe(tex);
  });

  test('read back as what they are, alone, negated, as coefficient, below a fraction and as exponent', () => {
    const random = randomFrom(5, 'numbers');
    for (let k = 0; k < 400; k += 1) {
      const integer = (): bigint => BigInt(Math.floor(random.uniform(1, 10 ** random.uniform(0, 15))));
      const divisor = [1n, 2n ** BigInt(random.below(60)), 5n ** BigInt(random.below(30)), integer()][k % 4] as bigint;
      const value = tens(Q.rational(integer(), divisor), random.below(1000) - 500);
      for (const e of [
        build.number(value),
        build.number(Q.negate(value)),
        build.product(build.number(value), s),
        build.sum(s, build.product(build.number(Q.negate(value)), build.reciprocal(s))),
        build.power(s, build.number(value)),
        build.power(build.sum(s, build.number(value)), 2),
      ]) {
        const text = print(e);
        expect(print(parseExpression(text, SCOPE)), text).toBe(text);
      }
      const read = parseExpression(numberText(value), SCOPE);
      expect(read.kind === 'number' && Q.equals(read.value, value), numberText(value)).toBe(true);
      expect(numberText(value).length).toBeLessThan(400);
    }
  });

  test('stay short in TeX, also beside fractions', () => {
    const e = build.product(build.number(tens(Q.rational(3, 2), -400)), build.reciprocal(s));
    expect(printTex(e)).toBe('1.5 \\cdot 10^{-400}\\,\\frac{1}{s}');
    expect(printTex(build.power(build.number(tens(Q.ONE, 40)), s))).toBe('(10^{40})^s');
  });
});
