/** The claims about dead directions: the energy is constant along all of them, or along none. */
import { activations, alongRay, energyAlongDeadDirection, type Ray, rayOf } from '../../derivation/activations.js';
import { deadnessOf } from '../../derivation/deadness.js';
import { kinkArguments } from '../../derivation/kinks.js';
import { polynomialDegree } from '../../derivation/polynomial-degree.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { isZeroByNormalForm } from '../../symbolic/normal-form.js';
import { mentions } from '../../symbolic/rewrite.js';
import { collect } from '../../symbolic/simplify.js';
import { sizeValue } from '../../symbolic/size.js';
import type { Counterexample } from '../../verdicts/types.js';
import { isAdmitted } from './conditions.js';
import { concrete, type SearchContext, spaceOf, streamOf } from './context.js';
import { deadDirectionsAt, isDeadDirection } from './dead-cone.js';
import { counterexampleAt } from './evidence.js';
import { ExactPoint } from './exact-point.js';
import { NO_SAMPLE, type Outcome } from './outcome.js';
import { SIMPLE_SCHEDULE } from './regimes.js';
import { simplestConfirmed } from './shrink.js';
import type { Point, SampleSpace } from './space.js';

/** Points that are looked at in exact arithmetic, and those among them with dead directions that are judged. */
const MOST_POINTS = 600;
const MOST_JUDGED = 120;
const RUN = 4;
/** Distances at which the energy is compared. */
const DISTANCES = [1, 3, 16, 13 / 32];
/** Distances that are tried besides where a domain is stated, which a ray leaves. */
const SHORT_DISTANCES = [1 / 4, 1 / 64];
/** Polynomials in the distance up to this degree are recognised as zero by their values. */
const MOST_DEGREE = 16;
/** Arguments at which the flatness of saturation in the limit is reported. */
const FAR = 20;

export async function searchDeadDirections(c: SearchContext, flat: 'all' | 'none', index: number): Promise<Outcome> {
  return new DeadSearch(c, flat, index).run();
}

/** Confirms at a point that a direction is dead and that the energy does, or does not, change along it. */
export function confirmDeadDirection(
  c: SearchContext,
  flat: 'all' | 'none',
  point: Point,
  direction: readonly number[],
): Counterexample | undefined {
  const search = new DeadSearch(c, flat, 0);
  return search.confirm(new ExactPoint(spaceOf(c), point), direction);
}

class DeadSearch {
  private readonly space: SampleSpace;
  private readonly activations;
  private readonly ray: Ray;
  /** E(y + td) − E(y) for a dead direction. */
  private readonly difference: Expression | undefined;
  private readonly alwaysFlat: boolean;
  private readonly energy: Expression;
  private readonly distances: readonly number[];

  constructor(
    private readonly c: SearchContext,
    private readonly flat: 'all' | 'none',
    private readonly index: number,
  ) {
    const d = c.derivation;
    this.space = spaceOf(c);
    this.activations = activations(d).map((activation) => ({
      activation,
      dead: deadnessOf(c.lagrangians, activation),
    }));
    this.ray = rayOf(d);
    const difference = energyAlongDeadDirection(d, c.design.energy, this.ray);
    this.difference = difference === undefined ? undefined : collect(concrete(c, difference));
    this.alwaysFlat = difference !== undefined && isZeroByNormalForm(difference);
    this.energy = concrete(c, c.design.energy);
    this.distances = c.design.states.some((s) => s.domainStated) ? [...DISTANCES, ...SHORT_DISTANCES] : DISTANCES;
  }

  async run(): Promise<Outcome> {
    const curved = this.activations.filter(({ activation }) => activation.jacobians === undefined);
    if (curved.length > 0)
      return {
        kind: 'inconclusive',
        code: 'unsupported',
        detail: `dead directions of ${curved[0]?.activation.name} are not known: its argument is not affine in the states`,
      };
    let withDirections = 0;
    let refused = 0;
    let judged = 0;
    if (this.canBeDead()) {
      const points = Math.min(MOST_POINTS, Math.max(60, Math.floor(this.c.samples / 20)));
      const random = streamOf(this.c, this.index, 'dead');
      for (let i = 0; i < points && judged < MOST_JUDGED; i += 1) {
        const [parameters, states] = SIMPLE_SCHEDULE[
          Math.floor(i / RUN) % SIMPLE_SCHEDULE.length
        ] as (typeof SIMPLE_SCHEDULE)[number];
        this.space.draw(random, parameters, states);
        const at = new ExactPoint(this.space);
        const directions = this.directions(at);
        if (directions.length === 0) continue;
        if (!isAdmitted(this.c, at)) {
          refused += 1;
          continue;
        }
        withDirections += 1;
        judged += directions.length;
        const judge = (point: Point): Counterexample | undefined => this.judge(new ExactPoint(this.space, point));
        const found = simplestConfirmed(this.c, this.space, judge);
        if (found !== undefined) return { kind: 'refuted', counterexample: found };
        if (i % 16 === 0) await this.c.tick(16);
      }
    }
    if (withDirections === 0 && refused > 0) return NO_SAMPLE;
    return {
      kind: 'none-found',
      count: withDirections,
      restarts: 0,
      margin: Infinity,
      notes: this.notes(),
    };
  }

  private canBeDead(): boolean {
    return this.activations.some(({ dead }) => dead.saturation.exact.length > 0 || dead.shift || dead.sparse);
  }

  private notes(): string[] {
    const limits = this.activations.flatMap(({ activation, dead }) =>
      dead.saturation.limit.map((l) => {
        const x = l.side === 'right' ? FAR : -FAR;
        const epsilon = l.epsilonAt(x);
        return `${activation.name} is dead only in the limit: beyond ${x} it changes by at most ${epsilon.toPrecision(2)}`;
      }),
    );
    return [...new Set(limits)];
  }

  private directions(at: ExactPoint): readonly (readonly number[])[] {
    return deadDirectionsAt(this.c, this.c.derivation, at, this.activations);
  }

  /** The violation along one direction, if it is dead at the point. */
  confirm(at: ExactPoint, direction: readonly number[]): Counterexample | undefined {
    const dead = isDeadDirection(this.c, this.c.derivation, at, this.activations, direction);
    return dead ? this.along(at, direction) : undefined;
  }

  /** Whether the states at a small or given distance along a direction lie in their stated domains. */
  private staysInDomain(
    at: ExactPoint,
    parts: Readonly<Record<string, readonly number[]>>,
    distance: number | 'small',
  ): boolean {
    return this.c.design.states.every(({ symbol: { name }, domain: [low, high], domainStated }) => {
      const y = at.point.values.get(name) ?? [];
      return (
        !domainStated ||
        (parts[name] ?? []).every((d, i) => {
          const from = y[i] as number;
          if (distance === 'small') return d === 0 || (d < 0 ? from > low : from < high);
          const to = from + distance * d;
          return d === 0 || (to >= low && to <= high);
        })
      );
    });
  }

  private along(at: ExactPoint, direction: readonly number[]): Counterexample | undefined {
    return this.flat === 'all' ? this.changes(at, direction) : this.isConstant(at, direction);
  }

  /** The violation at a point, if one of its dead directions shows it. */
  private judge(at: ExactPoint): Counterexample | undefined {
    for (const direction of this.directions(at)) {
      const found = this.along(at, direction);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private split(direction: readonly number[]): Record<string, readonly number[]> {
    let from = 0;
    return Object.fromEntries(
      this.c.derivation.states.map((x) => {
        const n = sizeValue(x.shape.rows, this.c.dimensions);
        from += n;
        return [x.name, direction.slice(from - n, from)];
      }),
    );
  }

  /** A distance along the direction at which the energy certainly differs. */
  private changes(at: ExactPoint, direction: readonly number[]): Counterexample | undefined {
    if (this.alwaysFlat) return undefined;
    const parts = this.split(direction);
    for (const distance of this.distances) {
      if (!this.staysInDomain(at, parts, distance)) continue;
      const moved = alongRay(this.energy, this.c.derivation, this.ray);
      const entry = this.onRay(at, parts, distance).enclose([build.subtract(moved, this.energy)])[0]?.[0];
      if (entry === undefined || (entry.sign !== 1 && entry.sign !== -1)) continue;
      return this.evidence(
        at,
        parts,
        distance,
        [entry.low, entry.high],
        `the energy changes at distance ${distance} along a dead direction`,
      );
    }
    return undefined;
  }

  /** Whether the energy is exactly constant along the direction. */
  private isConstant(at: ExactPoint, direction: readonly number[]): Counterexample | undefined {
    const parts = this.split(direction);
    if (!this.staysInDomain(at, parts, 'small')) return undefined;
    if (!this.alwaysFlat && !this.isZeroPolynomial(at, parts)) return undefined;
    return this.evidence(
      at,
      parts,
      1,
      [0, 0],
      'every activation and the energy keep their values along the whole dead direction',
    );
  }

  /** By its values at more distances than its degree; between kinks along the ray it is no single polynomial. */
  private isZeroPolynomial(at: ExactPoint, parts: Readonly<Record<string, readonly number[]>>): boolean {
    if (this.difference === undefined) return false;
    const distance = new Set([this.ray.t.name]);
    if (kinkArguments(this.difference).some((z) => mentions(z, distance))) return false;
    const degree = polynomialDegree(this.difference, this.ray.t.name);
    if (!(degree <= MOST_DEGREE)) return false;
    for (let t = 1; t <= degree + 1; t += 1) if (!this.onRay(at, parts, t).isZero(this.difference)) return false;
    return true;
  }

  /** The point with numbers for t and d. */
  private onRay(at: ExactPoint, parts: Readonly<Record<string, readonly number[]>>, t: number): ExactPoint {
    const directions = [...this.ray.directions].map(([state, symbol]) => [symbol.name, parts[state] ?? []] as const);
    return at.withNumbers(new Map([[this.ray.t.name, [t]], ...directions]));
  }

  private evidence(
    at: ExactPoint,
    direction: Readonly<Record<string, readonly number[]>>,
    distance: number,
    enclosure: readonly [number, number],
    detail: string,
  ): Counterexample {
    const [low, high] = enclosure;
    return counterexampleAt(this.c, at, {
      quantity: `energy(y + ${distance === 1 ? '' : `${distance} `}d) - energy(y)`,
      value: low === high ? low : low + (high - low) / 2,
      enclosure,
      direction,
      detail,
      ...(low === 0 && high === 0 ? { zero: 'exact' as const } : {}),
    });
  }
}
