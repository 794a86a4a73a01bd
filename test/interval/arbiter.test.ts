/** Every operation and function on intervals of doubles against MPFR; the long run is in `test/long`. */
import { beforeAll, describe, expect, test } from 'vitest';
import * as I from '../../src/interval/interval.js';
import { loadMpfr } from '../../src/numeric/mpfr.js';
import { randomFrom } from '../../src/numeric/random.js';
import { Arbiter, compareAll, neighbour } from './arbiter.js';

beforeAll(loadMpfr);

describe('MPFR as the arbiter', () => {
  test('no result misses', () => {
    const tally = compareAll(10, (name) => randomFrom(17, name));
    expect(tally.misses).toEqual([]);
    expect(tally.comparisons).toBeGreaterThan(100_000);
  });

  test('notices an end that is one double too far', () => {
    const arbiter = new Arbiter();
    const exact = arbiter.J.increasing('exp', arbiter.J.fromDouble(1));
    const narrow = { low: neighbour(Math.E, -1), high: Math.E };
    const what = (): string => 'exp(1)';
    arbiter.expectWithin(exact, { low: narrow.low, high: neighbour(narrow.high, 1) }, what);
    expect(arbiter.tally.misses).toEqual([]);
    arbiter.expectWithin(exact, narrow, what);
    expect(arbiter.tally.misses).toHaveLength(1);
  });

  test('neighbours', () => {
    expect(neighbour(1, 1)).toBe(1 + Number.EPSILON);
    expect(neighbour(0, -1)).toBe(-Number.MIN_VALUE);
    expect(neighbour(Number.MAX_VALUE, 3)).toBe(Number.MAX_VALUE);
  });
});

describe('what the arbiter found', () => {
  test.each([
    ['tan has a value at every double', I.mapInterval('tan', I.point(1e17))],
    ['powers of negative numbers by integers of any size', I.power(I.point(-1.5), I.point(301))],
    ['the integral of softplus where its square would overflow', I.mapInterval('softplus_integral', I.point(1.5e154))],
  ])('%s', (_, outcome) => {
    const { low, high } = typeof outcome === 'string' ? { low: Number.NaN, high: Number.NaN } : outcome;
    expect(Math.abs(high / low - 1)).toBeLessThan(1e-12);
  });

  test('a negative base has a power for the integers among the exponents only', () => {
    expect(I.power(I.point(-2), { low: 2.5, high: 3 })).toBe('undecided');
    expect(I.power(I.point(-2), { low: 2.25, high: 2.75 })).toBe('undefined');
  });

  test('slopes at a kink lie between those of both sides', () => {
    expect(I.slopeInterval('relu', I.ZERO)).toEqual({ low: 0, high: 1 });
    expect(I.slopeInterval('abs', I.ZERO)).toEqual({ low: -1, high: 1 });
    expect(I.slopeInterval('abs', { low: -1, high: 0 })).toEqual(I.point(-1));
  });
});
