import { beforeAll, describe, expect, test } from 'vitest';
import * as build from '../../src/symbolic/build.js';
import type { Expression, LagrangianDefinition } from '../../src/symbolic/expression.js';
import { matrixShape, vectorShape } from '../../src/symbolic/shape.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';
import { AV, type EntryClaims, XV } from '../../src/lagrangians/entry.js';
import {
  CATALOGUE,
  CATALOGUE_NAMES,
  type CatalogueName,
  catalogueDefinition,
  catalogueEntry,
  catalogueOptions,
  describeEntry,
  optionValues,
} from '../../src/lagrangians/registry.js';
import { deadHalfLines } from '../../src/lagrangians/saturation.js';
import { thresholdValue } from '../../src/lagrangians/kinks.js';
import { shiftInvariant } from '../../src/lagrangians/symmetry.js';
import { entries, middleAt, parse, quotient, scalarQuotient, stream, valueAt, valuesAt } from './support.js';

beforeAll(loadMpfr);

type Options = Readonly<Record<string, number>>;
const VARIANTS: Partial<Record<CatalogueName, readonly Options[]>> = {
  'leaky-relu': [
    {},
    { slope: 0 },
    { slope: 0.1 },
    { slope: 1 },
    { slope: 2 },
    { slope: -0.25 },
    { slope: -1 },
    { slope: -3 },
  ],
  repu: [{ n: 1 }, {}, { n: 3 }, { n: 5 }],
  power: [{ n: 1 }, { n: 2 }, {}, { n: 6 }],
  elu: [{}, { alpha: 0.5 }, { alpha: 2 }, { alpha: 0 }, { alpha: -0.5 }, { alpha: -2 }],
  softmax: [{}, { beta: 0.1 }, { beta: 8 }, { beta: -1 }, { beta: -8 }],
  'layer-norm': [{}, { epsilon: 0.5 }],
  'spherical-norm': [{}, { epsilon: 2 }],
};
interface Case {
  readonly title: string;
  readonly name: CatalogueName;
  readonly definition: LagrangianDefinition;
  readonly claims: EntryClaims;
}
const CASES: readonly Case[] = CATALOGUE_NAMES.flatMap((name) =>
  (VARIANTS[name] ?? [{}]).map((options) => ({
    title: `${name} ${JSON.stringify(options)}`,
    name,
    definition: catalogueDefinition(name, options),
    claims: CATALOGUE[name].claims(optionValues(name, options)),
  })),
);
const isEntrywise = (c: Case): c is Case & { definition: { kind: 'entrywise' } } => c.definition.kind === 'entrywise';
const isVector = (c: Case): c is Case & { definition: { kind: 'vector' } } => c.definition.kind === 'vector';
const ENTRYWISE = CASES.filter(isEntrywise);
const VECTOR = CASES.filter(isVector);

/** No kink of the catalogue is among them. */
const POINTS = [
  -1e4, -312.7, -41.3, -20.2, -8.6, -5.9, -3.3, -2.4, -1.6, -0.7, -0.31, -0.02, 0.01, 0.27, 0.74, 1.3, 2.4, 3.7, 6.1,
  11.3, 37.4, 300.1, 1e4,
];
/** A grid, and the places where g and g′ of the catalogue have their extremes. */
const GRID = [
  ...Array.from({ length: 161 }, (_, k) => (k - 80) / 8),
  ...[0.7071, 0.7518, 1.2785, 1.4142, 1.5708, 2.3994, 2.6667, 3.1416].flatMap((x) => [x, -x]),
];

const pointsOf = (c: Case): number[] => [...GRID, ...POINTS].filter((x) => c.name !== 'exp' || x < 300);

describe('the registry', () => {
  test('keys and names agree, and every entry describes itself', () => {
    for (const name of CATALOGUE_NAMES) {
      expect(CATALOGUE[name].name).toBe(name);
      expect(describeEntry(name)).toContain(CATALOGUE[name].reference);
      for (const [key, option] of Object.entries(catalogueOptions(name))) {
        expect(option.admits(option.default), key).toBe(true);
        expect(CATALOGUE[name].activation + CATALOGUE[name].potential).toContain(key);
      }
    }
  });

  test('unknown names, unknown options and values outside are refused', () => {
    expect(() => catalogueEntry('tahn')).toThrow('did you mean "tanh"?');
    expect(() => catalogueEntry('constructor')).toThrow('no Lagrangian "constructor"');
    expect(() => catalogueDefinition('leaky-relu', { slop: 1 })).toThrow('did you mean "slope"?');
    expect(() => catalogueDefinition('relu', { slope: 1 })).toThrow('it has no options');
    expect(() => catalogueDefinition('leaky-relu', { constructor: 1 })).toThrow('no option "constructor"');
    expect(() => catalogueDefinition('repu', { n: 1.5 })).toThrow('a whole number from 1 to 64 is needed');
    expect(() => catalogueDefinition('softmax', { beta: Number.NaN })).toThrow('a number other than 0 is needed');
    expect(() => catalogueDefinition('softmax', { beta: 0 })).toThrow('a number other than 0 is needed');
    expect(() => catalogueDefinition('leaky-relu', { slope: -Infinity })).toThrow('a number is needed');
    expect(() => catalogueDefinition('layer-norm', { epsilon: 0 })).toThrow('a number above 0 is needed');
  });
});

/** The text of an entry's g or L, with the options put in, read as a design's formula. */
function written(c: Case, text: string, kind: 'scalar' | 'vector'): Expression {
  const options = JSON.parse(c.title.slice(c.title.indexOf('{'))) as Options;
  let filled = text;
  for (const [key, option] of Object.entries(catalogueOptions(c.name)))
    filled = filled.replace(new RegExp(`\\b${key}\\b`, 'g'), `(${options[key] ?? option.default})`);
  const [body = '', abbreviation] = filled.split(' with g = ');
  return parse(abbreviation === undefined ? body : body.replace(/\bg\b/g, `(${abbreviation})`), kind);
}

describe.each(ENTRYWISE)('$title, entrywise', (c) => {
  const [L, g, slope, ...higher] = c.definition.derivatives as [Expression, Expression, Expression, ...Expression[]];
  const all = [L, g, slope, ...higher];

  test('each derivative is the limit of difference quotients of the one before', () => {
    expect(all).toHaveLength(5);
    const points = POINTS.filter((x) => c.name !== 'exp' || x < 300);
    const middles = (f: Expression): number[] =>
      valuesAt(f, points).map((v) => (v.low === v.high ? v.low : v.low + (v.high - v.low) / 2));
    const [values, quotients] = [all.map(middles), all.map((f) => middles(scalarQuotient(f)))];
    for (let k = 0; k + 1 < all.length; k += 1)
      for (const [i, x] of points.entries()) {
        const [wanted, found] = [quotients[k]?.[i] as number, values[k + 1]?.[i] as number];
        expect(Math.abs(found - wanted), `order ${k + 1} at ${x}`).toBeLessThanOrEqual(
          1e-14 * (Math.abs(wanted) + 1e-6),
        );
      }
  });

  test('the formulas in words are the formulas', () => {
    const entry = CATALOGUE[c.name];
    const [gText, LText] = [written(c, entry.activation, 'scalar'), written(c, entry.potential, 'scalar')];
    for (const x of POINTS) {
      if (Math.abs(x) > 300) continue;
      expect(middleAt(g, x)).toBeCloseTo(middleAt(gText, x), 10);
      const [a, b] = [middleAt(L, x), middleAt(LText, x)];
      expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(a)));
    }
  });

  test('g keeps to its range, g′ to its own, and both are reached', () => {
    const check = (f: Expression, [low, high]: readonly [number, number], what: string): void => {
      let [least, most] = [Infinity, -Infinity];
      for (const { low: a, high: b } of valuesAt(f, pointsOf(c))) {
        expect(b, what).toBeGreaterThanOrEqual(low);
        expect(a, what).toBeLessThanOrEqual(high);
        least = Math.min(least, a);
        most = Math.max(most, b);
      }
      if (Number.isFinite(low)) expect(least - low, what).toBeLessThan(1e-3);
      else expect(least, what).toBeLessThan(-50);
      if (Number.isFinite(high)) expect(high - most, what).toBeLessThan(1e-3);
      else expect(most, what).toBeGreaterThan(50);
    };
    check(g, c.claims.range, 'g');
    check(slope, c.claims.slope, "g'");
  });

  test('it is convex exactly if it says so', () => {
    const points = pointsOf(c).filter((x) => x !== 0);
    const found = valuesAt(slope, points).map((v) => v.sign);
    const signs = new Set(found);
    expect(signs.has(-1)).toBe(c.claims.convex === 'no');
    if (c.claims.convex === 'strictly') {
      // Far out a difference such as 1 − tanh² is closer to 0 than 200 bits can tell.
      const far = 60;
      expect(signs.has(0)).toBe(false);
      points.forEach((x, i) => {
        if (Math.abs(x) <= far) expect(found[i], String(x)).toBe(1);
      });
    }
    if (c.claims.convex === 'yes') expect(signs.has(0)).toBe(true);
  });

  test('it is dead where it says, and nowhere else', () => {
    const { exact, limit } = deadHalfLines(c.definition.derivatives);
    expect(exact.map((d) => ({ side: d.side, from: thresholdValue(d.from) + 0 }))).toEqual(c.claims.dead);
    for (const { side, from } of c.claims.dead) {
      const out = side === 'left' ? -1 : 1;
      const value = middleAt(g, from);
      for (const t of [0, 1e-9, 0.3, 7, 1e4]) expect(valueAt(g, from + out * t)).toEqual([value, value]);
      expect(valueAt(g, from - out * 0.01)).not.toEqual([value, value]);
    }
    expect(limit.map((s) => s.side)).toEqual(c.claims.saturates.map((s) => s.side));
    limit.forEach((s, i) => expect(s.value).toBeCloseTo(c.claims.saturates[i]?.value as number, 13));
  });

  test('the bounds of saturation hold, and are small far out', () => {
    for (const s of deadHalfLines(c.definition.derivatives).limit) {
      const out = s.side === 'left' ? -1 : 1;
      for (const start of [0.1, 1, 2.5, 6, 15, 60, 1000]) {
        const epsilon = s.epsilonAt(out * start);
        const here = middleAt(g, out * start);
        for (const t of [0.1, 0.5, 1, 2, 5, 20, 500])
          expect(Math.abs(middleAt(g, out * (start + t)) - here)).toBeLessThanOrEqual(epsilon);
        expect(epsilon).toBeLessThanOrEqual(Math.abs(here - s.value) * 1.5 + 0.3 * Math.exp(-start) + 1e-12 * start);
      }
    }
  });

  test('it is as smooth as it says', () => {
    const kinks = [-3, -1, 0, 1, 3];
    const jumps = (f: Expression): boolean =>
      kinks.some((k) => Math.abs(middleAt(f, k + 2 ** -40) - middleAt(f, k - 2 ** -40)) > 1e-6);
    all.forEach((f, order) => {
      if (order <= c.claims.smoothness) expect(jumps(f), `order ${order}`).toBe(false);
      if (order === c.claims.smoothness + 1) expect(jumps(f), `order ${order}`).toBe(true);
    });
  });
});

/** A point where layer norm is steep beside its ε. */
const FAR = { n: 2, x: [1e4, 9999], a: [1, -1], b: [0, 0] };

describe.each(VECTOR)('$title, of a vector', (c) => {
  const { potential, gradient, hessian, third } = c.definition;
  const b = build.symbol('b', vectorShape('n'));
  const close = (a: readonly number[], w: readonly number[], scale: number): void => {
    a.forEach((v, i) => expect(Math.abs(v - (w[i] as number))).toBeLessThanOrEqual(1e-12 * scale));
    expect(a.length).toBe(w.length);
  };
  const next = stream(7);
  const vector = (n: number, size: number): number[] =>
    Array.from({ length: n }, () => Math.round((next() * 2 - 1) * size * 4096) / 4096);
  const samples = [1, 2, 4].flatMap((n) =>
    [0.4, 2, 30].map((size) => ({ n, x: vector(n, size), a: vector(n, 1), b: vector(n, 1) })),
  );

  test('gradient, Hessian and third derivative are limits of difference quotients', () => {
    for (const { n, x, a, b: other } of samples) {
      const values = { x, a, b: other };
      const at = (e: Expression): number[] => entries(e, n, values);
      const magnitude = 1 / Math.min(1, 1e-5) ** 2;
      close(at(build.dot(gradient, AV)), at(quotient(potential, AV, XV)), 10);
      close(at(build.product(hessian, AV)), at(quotient(gradient, AV, XV)), magnitude);
      close(at(build.product(third as Expression, b)), at(quotient(build.product(hessian, b), AV, XV)), magnitude);
    }
  });

  test('the formulas in words are the formulas', () => {
    const entry = CATALOGUE[c.name];
    for (const { n, x } of samples) {
      close(entries(gradient, n, { x }), entries(written(c, entry.activation, 'vector'), n, { x }), 1);
      close(entries(potential, n, { x }), entries(written(c, entry.potential, 'vector'), n, { x }), 10);
    }
  });

  test('its curvature and g keep to their ranges, and it is convex exactly if it says so', () => {
    let least = Infinity;
    for (const { n, x, a } of [...samples, { n: 2, x: [0.25, 0.25], a: [1, -1], b: [0, 0] }, FAR]) {
      const form = entries(build.dot(AV, build.product(hessian, AV)), n, { x, a })[0] as number;
      const length = a.reduce((s, v) => s + v * v, 0);
      least = Math.min(least, form);
      expect(form).toBeGreaterThanOrEqual(c.claims.slope[0] * length * (1 + 1e-12) - 1e-40);
      expect(form).toBeLessThanOrEqual(c.claims.slope[1] * length * (1 + 1e-12) + 1e-40);
      for (const v of entries(gradient, n, { x })) {
        expect(v).toBeGreaterThanOrEqual(c.claims.range[0] - 1e-15);
        expect(v).toBeLessThanOrEqual(c.claims.range[1] + 1e-15);
      }
      if (c.claims.convex === 'strictly') expect(form).toBeGreaterThan(0);
    }
    expect(least < -0.1).toBe(c.claims.convex === 'no');
  });

  test('what is not strictly convex has a direction without curvature', () => {
    if (c.claims.convex === 'strictly') return expect(c.name).toBe('spherical-norm');
    const flat = build.product(hessian, build.ones(vectorShape('n')));
    return expect(Math.max(...entries(flat, 3, { x: [0.5, -1, 2] }).map(Math.abs))).toBeLessThan(1e-40);
  });

  test('the symmetry under shifts is found, and holds', () => {
    expect(shiftInvariant(c.definition)).toBe(c.claims.shiftInvariant);
    const [x, moved] = [
      [0.5, -1, 2],
      [0.5 + 8, -1 + 8, 2 + 8],
    ];
    const difference = entries(gradient, 3, { x }).map((v, i) =>
      Math.abs(v - (entries(gradient, 3, { x: moved })[i] as number)),
    );
    expect(Math.max(...difference) < 1e-14).toBe(c.claims.shiftInvariant);
  });

  test('the shapes are right', () => {
    expect(gradient.shape).toEqual(vectorShape('n'));
    expect(hessian.shape).toEqual(matrixShape('n', 'n'));
    expect(third?.shape).toEqual(matrixShape('n', 'n'));
  });
});

test('sparsemax keeps its value when a coordinate outside the support falls', () => {
  const d = catalogueDefinition('sparsemax');
  if (d.kind !== 'vector') throw new Error('not a vector');
  const at = (x: number[]): number[] => entries(d.gradient, 3, { x });
  expect(at([1, 0.5, -0.5])).toEqual([0.75, 0.25, 0]);
  expect(at([1, 0.5, -80])).toEqual([0.75, 0.25, 0]);
  expect(at([1, 0.5, 0.375])).not.toEqual([0.75, 0.25, 0]);
});
