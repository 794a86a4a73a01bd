import { beforeAll, describe, expect, test } from 'vitest';
import * as Q from '../../src/symbolic/rational.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';
import { derivatives } from '../../src/lagrangians/derivative.js';
import { compileEnclosure } from '../../src/lagrangians/enclosure.js';
import { deadHalfLines, type Saturation } from '../../src/lagrangians/saturation.js';
import { supremum } from '../../src/lagrangians/tail.js';
import { tailOf } from '../../src/lagrangians/tail-functions.js';
import { middleAt, parse, stream, valueAt, valuesAt } from './support.js';

beforeAll(loadMpfr);

const saturation = (text: string): Saturation => deadHalfLines([undefined, ...derivatives(parse(text, 'scalar'), 1)]);
const ends = (text: string): string[] =>
  saturation(text).exact.map(({ side, from }) => `${side} ${typeof from === 'number' ? from : Q.toText(from)}`);
const limits = (text: string): [string, number][] =>
  saturation(text).limit.map(({ side, value }) => [side, Math.round(value * 1e9) / 1e9]);

describe('exact saturation', () => {
  test.each([
    ['relu(x)', ['left 0']],
    ['relu(3*x - 2)', ['left 2/3']],
    ['relu(-x)^2', ['right 0']],
    ['min(max(x, -1), 1)', ['left -1', 'right 1']],
    ['relu(x + 1) - relu(x - 1) - 1', ['left -1', 'right 1']],
    ['min(relu(x), 6)', ['left 0', 'right 6']],
    ['relu(x)*tanh(x)', ['left 0']],
    ['x*relu(x - 1)', ['left 1']],
    ['x - abs(x)', ['right 0']],
    ['tanh(x) - tanh(relu(x))', ['right 0']],
    ['(x + 1)^2 - x^2 - 2*x', ['left Infinity', 'right -Infinity']],
    ['exp(-relu(x))', ['left 0']],
    ['relu(1 - abs(x))', ['left -1', 'right 1']],
    ['relu(x) - 0.1*relu(-x)', []],
    ['x', []],
    ['relu(x) + expm1(-relu(-x))', []],
    ['relu(x) + 1e-30*x', []],
    ['softplus(x)', []],
  ])('%s: %j', (text, wanted) => expect(ends(text)).toEqual(wanted));

  test('kinks at roots of other functions are found from inside the dead part', () => {
    for (const [text, kink] of [
      ['relu(exp(x) - 1)', 0],
      ['relu(x^2 - x - 12)', undefined],
      ['relu(tanh(x) - 1/2)', Math.atanh(0.5)],
      ['relu(1 - x^2)', -1],
    ] as const) {
      const left = saturation(text).exact.find((d) => d.side === 'left');
      if (kink === undefined) expect(left).toBeUndefined();
      else {
        expect(left?.from as number).toBeLessThanOrEqual(kink);
        expect(left?.from as number).toBeGreaterThan(kink - 1e-3);
      }
    }
  });

  test('where g jumps, the half-line leaves the jump out', () => {
    const [right] = saturation('x*relu(-x) + sign(x)').exact;
    expect(right?.side).toBe('right');
    expect(Q.toDouble(right?.from as Q.Rational)).toBeGreaterThan(0);
    expect(ends('sign(x)')).toHaveLength(2);
  });

  test('g keeps its exact value on every half-line that is found', () => {
    for (const text of ['relu(3*x - 2)', 'min(relu(x), 6)', 'relu(exp(x) - 1)', 'relu(1 - x^2)', 'sign(x - 1/3)']) {
      const g = parse(text, 'scalar');
      for (const { side, from } of saturation(text).exact) {
        const start = typeof from === 'number' ? Q.fromDouble(from) : from;
        const value = valueAt(g, start);
        for (const t of [Q.rational(1, 2n ** 50n), Q.rational(1, 3), Q.rational(1000)])
          expect(valueAt(g, Q.add(start, side === 'left' ? Q.negate(t) : t))).toEqual(value);
      }
    }
  });
});

describe('saturation in the limit', () => {
  test.each([
    [
      'tanh(2*x - 1)',
      [
        ['left', -1],
        ['right', 1],
      ],
    ],
    [
      '1/(1 + exp(-x))',
      [
        ['left', 0],
        ['right', 1],
      ],
    ],
    ['x*sigmoid(x)', [['left', 0]]],
    ['x*(1 + erf(x/sqrt(2)))/2', [['left', 0]]],
    [
      'x*exp(-x^2)',
      [
        ['left', 0],
        ['right', 0],
      ],
    ],
    ['x^3*exp(x)', [['left', 0]]],
    [
      'x/(1 + x^2)',
      [
        ['left', 0],
        ['right', 0],
      ],
    ],
    [
      'x/sqrt(1 + x^2)',
      [
        ['left', -1],
        ['right', 1],
      ],
    ],
    [
      'x/(1 + abs(x))',
      [
        ['left', -1],
        ['right', 1],
      ],
    ],
    [
      'atan(x)',
      [
        ['left', -1.570796327],
        ['right', 1.570796327],
      ],
    ],
    [
      '1/cosh(x)',
      [
        ['left', 0],
        ['right', 0],
      ],
    ],
    ['x*tanh(softplus(x))', [['left', 0]]],
    [
      'softplus(x) - relu(x)',
      [
        ['left', 0],
        ['right', 0],
      ],
    ],
    ['sin(exp(-x))', [['right', 0]]],
    ['relu(x)', []],
    ['sin(x)', []],
    ['x^3', []],
    ['exp(x) + x', []],
    ['log(1 + x^2)', []],
    ['asinh(x)', []],
  ] as const)('%s: %j', (text, wanted) => expect(limits(text)).toEqual(wanted));

  test('nothing beyond x leaves the bound', () => {
    const next = stream(3);
    for (const text of [
      'x*sigmoid(x)',
      'x^3*exp(x)',
      'x/sqrt(1 + x^2)',
      'x/(1 + x^2)',
      'x*tanh(softplus(x))',
      'cos(1/(1 + x^2))',
    ])
      for (const { side, epsilonAt } of saturation(text).limit) {
        const g = parse(text, 'scalar');
        const out = side === 'left' ? -1 : 1;
        for (const start of [0.3, 2, 5.5, 30, 400]) {
          const epsilon = epsilonAt(out * start);
          const here = middleAt(g, out * start);
          const points = Array.from({ length: 12 }, () => out * (start + 10 ** (next() * 7 - 3)));
          for (const v of valuesAt(g, points)) expect(Math.abs(v.low - here), text).toBeLessThanOrEqual(epsilon);
        }
      }
  });
});

test('expansions far out hold at every point', () => {
  const texts = [
    'tanh(x)*x^2',
    '1/(x + 3)',
    'sqrt(x^2 + x)',
    'softplus(x)*sigmoid(-x)',
    'logcosh(x) - x',
    'softplus_integral(x)',
    'x*atan(x)',
    '(1 + 1/x)^(-3)',
    'exp(-x)*(x + 1)^5',
    'erf(x/3)*x',
    'cosh(x)^(-2)*x',
    'log(1 + exp(-x))',
    'exp(1/x)',
  ];
  for (const text of texts) {
    let checked = 0;
    for (const start of [16, 256]) {
      const f = parse(text, 'scalar');
      const tail = tailOf(f, start);
      if (tail?.kind !== 'expansion') continue;
      for (const t of [start, start * 1.3, start * 4, start * 50]) {
        const main = [...tail.powers].reduce((sum, [p, c]) => sum + Q.toDouble(c.value) * t ** p, 0);
        const exact = middleAt(f, t);
        const sizes = [...tail.powers].reduce((s, [p, c]) => s + Math.abs(Q.toDouble(c.value)) * t ** p, 0);
        const rounding = 1e-14 * (Math.abs(exact) + sizes);
        const { scale, power, rate } = tail.rest;
        const bound = scale === 0 ? 0 : scale * t ** power * Math.exp(-rate * t);
        expect(Math.abs(exact - main), `${text} at ${t}`).toBeLessThanOrEqual(bound * (1 + 1e-9) + rounding + 1e-40);
        expect(bound).toBeLessThanOrEqual(supremum(tail.rest, start) * (1 + 1e-9));
        checked += 1;
      }
    }
    expect(checked, text).toBeGreaterThan(0);
  }
});

test('enclosures in doubles contain what high precision finds', () => {
  const texts = [
    'exp(x)',
    'log(x + 30)',
    'log1p(x/30)',
    'expm1(x)',
    'sin(x)',
    'cos(x)',
    'tan(x/20)',
    'atan(x)',
    'sinh(x)',
    'cosh(x)',
    'tanh(x)',
    'asinh(x)',
    'logcosh(x)',
    'erf(x)',
    'sigmoid(x)',
    'softplus(x)',
    'softplus_integral(x)',
    'relu(x)',
    'abs(x)',
    'x^3 - x^2/3 + 0.1',
    '(x + 31)^(1/3)',
    '1/(1 + x^2)',
    'pi*x',
    'sqrt(2)*x*sigmoid(-1.7*x)',
  ];
  const next = stream(11);
  for (const text of texts) {
    const f = parse(text, 'scalar');
    const enclosure = compileEnclosure(f);
    const points = Array.from({ length: 60 }, (_, k) => (next() * 2 - 1) * [0.01, 1, 7, 28][k % 4]!);
    const exact = valuesAt(f, points);
    points.forEach((x, i) => {
      const { low, high } = exact[i]!;
      const [a, b] = enclosure([x, x]);
      expect(a, `${text} at ${x}`).toBeLessThanOrEqual(high);
      expect(b, `${text} at ${x}`).toBeGreaterThanOrEqual(low);
      expect(b - a).toBeLessThanOrEqual(2e-12 * (1 + Math.abs(low)));
      const radius = next();
      const [wideLow, wideHigh] = enclosure([x - radius, x + radius]);
      expect(wideLow).toBeLessThanOrEqual(high);
      expect(wideHigh).toBeGreaterThanOrEqual(low);
    });
  }
});
