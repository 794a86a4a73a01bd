import { beforeAll, describe, expect, test } from 'vitest';
import * as build from '../../src/symbolic/build.js';
import type { Expression, LagrangianAssumption } from '../../src/symbolic/expression.js';
import { loadMpfr } from '../../src/numeric/enclosure.js';
import { AV, XV } from '../../src/lagrangians/entry.js';
import { type Representative, representatives } from '../../src/lagrangians/representatives.js';
import { resolveLagrangian } from '../../src/lagrangians/resolve.js';
import { shiftInvariant } from '../../src/lagrangians/symmetry.js';
import { unfold } from '../../src/symbolic/rewrite.js';
import { vectorShape } from '../../src/symbolic/shape.js';
import { entries, parse, quotient, stream } from './support.js';

beforeAll(loadMpfr);

const names = { name: 'L', gradient: 'g', hessian: undefined };
const of = (...assumptions: LagrangianAssumption[]): readonly Representative[] =>
  representatives(names, new Set(assumptions));

/** The k-th derivative at the vector x, as a formula. */
const at = (r: Representative, order: number, directions: readonly Expression[] = []): Expression =>
  unfold(build.lagrangian(r.lagrangian, order, XV, directions));

const next = stream(5);
const SAMPLES = Array.from({ length: 16 }, (_, k) => {
  const size = [0.3, 1, 3, 8][k % 4] as number;
  const vector = (s: number): number[] => [0, 1, 2].map(() => Math.round((next() * 2 - 1) * s * 1024 + 0.5) / 1024);
  return { x: vector(size), a: vector(1) };
});

describe('representatives of any', () => {
  test('there are many, named apart, for every set of assumptions', () => {
    const all: LagrangianAssumption[] = ['convex', 'strictly-convex', 'entrywise', 'bounded-gradient'];
    for (let mask = 0; mask < 16; mask += 1) {
      const found = of(...all.filter((_, i) => (mask >> i) & 1));
      expect(found.length).toBeGreaterThanOrEqual(5);
      expect(new Set(found.map((r) => r.description)).size).toBe(found.length);
      expect(found.every((r) => r.lagrangian.name === 'L' && r.lagrangian.gradient === 'g')).toBe(true);
    }
    expect(of().some((r) => r.lagrangian.definition.kind === 'vector')).toBe(true);
    expect(of('entrywise').every((r) => r.lagrangian.definition.kind === 'entrywise')).toBe(true);
  });

  test.each(of())('$description: each derivative belongs to the one before', (r) => {
    const close = (a: readonly number[], b: readonly number[]): void =>
      a.forEach((v, i) => expect(Math.abs(v - (b[i] as number))).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(v))));
    for (const { x, a } of SAMPLES) {
      const value = (e: Expression): number[] => entries(e, 3, { x, a });
      close(value(quotient(at(r, 0), AV, XV)), value(build.dot(at(r, 1), AV)));
      close(value(quotient(at(r, 1), AV, XV)), value(build.product(at(r, 2), AV)));
      close(value(quotient(at(r, 2), AV, XV)), value(at(r, 3, [AV])));
    }
  });

  test.each(of())('$description is its formula in a design file', async (r) => {
    const { definition } = await resolveLagrangian({ name: 'L', formula: r.description, options: {} }, parse);
    const read = { ...r, lagrangian: { ...r.lagrangian, definition } };
    for (const { x, a } of SAMPLES)
      for (const what of [(l: Representative) => at(l, 0), (l: Representative) => build.dot(at(l, 1), AV)]) {
        const [found, wanted] = [read, r].map((l) => entries(what(l), 3, { x, a })[0]) as [number, number];
        expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(wanted)));
      }
  });

  test('they satisfy what is assumed', () => {
    for (const r of of('convex'))
      for (const { x, a } of SAMPLES)
        expect(
          entries(build.dot(AV, build.product(at(r, 2), AV)), 3, { x, a })[0],
          r.description,
        ).toBeGreaterThanOrEqual(-1e-40);
    for (const r of of('strictly-convex'))
      for (const { x, a } of SAMPLES)
        expect(entries(build.dot(AV, build.product(at(r, 2), AV)), 3, { x, a })[0], r.description).toBeGreaterThan(0);
    for (const r of of('bounded-gradient'))
      for (const scale of [1, 30, 1000]) {
        const x = (SAMPLES[0]?.x as number[]).map((v) => v * scale);
        for (const g of entries(at(r, 1), 3, { x })) expect(Math.abs(g), r.description).toBeLessThanOrEqual(10);
      }
  });

  test('without assumptions there are some that are not convex', () => {
    const bent = of().filter((r) =>
      SAMPLES.some(
        ({ x, a }) => (entries(build.dot(AV, build.product(at(r, 2), AV)), 3, { x, a })[0] as number) < -1e-9,
      ),
    );
    expect(bent.length).toBeGreaterThanOrEqual(5);
  });
});

test.each([
  ['log(sum(exp(x)))', true],
  ['logsumexp(3*x)/3', true],
  ['log(sum(exp(x))) + sum(x)', true],
  ["(x - mean(x))'*(x - mean(x))", true],
  ['sqrt(sum((x - sum(x)/n).^2) + 1)', true],
  ['log(sum(exp(x))) + log(sum(exp(2*x)))', true],
  ['log(sum(exp(x)) + 1)', false],
  ["x'*x/2 + log(sum(exp(x)))", false],
  ['log(sum(exp(x.^2)))', false],
  ["(x - sum(x))'*(x - sum(x))", false],
  ['sqrt(sum(x.^2) + 1)', false],
] as const)('%s keeps its gradient under shifts: %s', async (formula, wanted) => {
  const { definition } = await resolveLagrangian({ name: 'L', formula, options: {} }, parse);
  if (definition.kind !== 'vector') return expect(definition.kind).toBe('vector');
  const x = [0.3, -1, 2];
  const ones = build.ones(vectorShape('n'));
  const flat = entries(build.product(definition.hessian, ones), 3, { x }).every((v) => Math.abs(v) < 1e-30);
  expect(flat).toBe(wanted);
  return expect(shiftInvariant(definition)).toBe(wanted);
});
