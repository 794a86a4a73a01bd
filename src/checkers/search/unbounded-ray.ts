/** Rays t·y on which a scalar falls without bound, as evidence. */
import { type Behaviour, behaviourOnRay, type Sequence } from '../../numeric/asymptotic.js';
import type { Enclosure, IntervalValue } from '../../numeric/enclosure.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import * as Q from '../../symbolic/rational.js';
import type { Counterexample } from '../../verdicts/types.js';
import { isAdmitted } from './conditions.js';
import { concrete, type SearchContext } from './context.js';
import { counterexampleAt } from './evidence.js';
import type { ExactPoint } from './exact-point.js';

/** Where on the ray a value is shown: as far out as it is a double. */
const SHOWN = [40, 30, 20, 16, 12, 10, 8, 6, 4, 3, 2, 1, 0, -2, -5, -10, -20].map((k) => 2 ** k);
/** Distances at which a fall is looked for: what is bounded has turned or has stopped falling by then. */
const DISTANT = [2 ** 20, 2 ** 60, 2 ** 100, 2 ** 200];

/** States that may go to infinity. */
export const freeStates = (c: SearchContext): readonly SymbolExpression[] =>
  c.design.states.filter((s) => !s.domainStated).map((s) => s.symbol);

/** The scalar on the ray t·y through the free states y of a point; all else stays where it is. */
export class RayAt {
  private readonly direction: ReadonlyMap<string, readonly number[]>;
  private readonly quantity: Expression;

  constructor(
    private readonly c: SearchContext,
    quantity: Expression,
    private readonly at: ExactPoint,
  ) {
    this.quantity = concrete(c, quantity);
    this.direction = new Map(freeStates(c).map((x) => [x.name, at.point.values.get(x.name) ?? []]));
  }

  /** What the scalar does for t → ∞. */
  behaviour(): Behaviour {
    const fixed = new Map([...this.at.exactNumbers].filter(([name]) => !this.direction.has(name)));
    return behaviourOnRay(this.at.exactForm(this.quantity), this.at.point.dimensions, fixed, this.direction);
  }

  /** The scalar at t·y. */
  valueAt(t: number): Enclosure {
    const scaled = (v: number): IntervalValue => {
      const exact = Q.multiply(Q.fromDouble(t), Q.fromDouble(v));
      return { low: exact, high: exact };
    };
    const boxes = new Map([...this.direction].map(([name, all]) => [name, all.map(scaled)] as const));
    return this.at.enclose([this.quantity], boxes)[0]?.[0] as Enclosure;
  }

  /** The ray as evidence, if the scalar certainly falls without bound on it. */
  evidence(): Counterexample | undefined {
    const behaviour = this.behaviour();
    if (behaviour.kind !== 'falls' || !isAdmitted(this.c, this.at)) return undefined;
    const shown = this.shown(behaviour.sequence);
    if (shown === undefined) return undefined;
    const { t, low, high } = shown;
    const where = behaviour.sequence === undefined ? 'for t → ∞' : `on the sequence ${describe(behaviour.sequence)}`;
    return counterexampleAt(this.c, this.at, {
      quantity: 'energy(t d)',
      value: low === high ? low : low + (high - low) / 2,
      enclosure: [low, high],
      direction: Object.fromEntries(this.direction),
      detail: `along the ray t d the energy falls without bound: its leading term ${where} is ${behaviour.leading}; its value at t = ${t} is given`,
    });
  }

  /** A t far out at which the scalar is a double, if possible a negative one, with bounds of its value there. */
  shown(sequence?: Sequence): { readonly t: number; readonly low: number; readonly high: number } | undefined {
    let first: { readonly t: number; readonly low: number; readonly high: number } | undefined;
    for (const far of SHOWN) {
      const t = sequence === undefined ? far : memberNear(sequence, far);
      const { low, high, sign } = this.valueAt(t);
      if (!Number.isFinite(low) || !Number.isFinite(high)) continue;
      if (sign === -1) return { t, low, high };
      first ??= { t, low, high };
    }
    return first;
  }

  /**
   * Whether the scalar certainly falls from t to 2t to 4t at every distance t, and by no less in the second step than
   * three quarters of the first: t^-1 falls by half. A value below all doubles has fallen enough.
   */
  keepsFalling(): boolean {
    return DISTANT.every((t) => {
      const [a, b, c] = [t, 2 * t, 4 * t].map((s) => this.valueAt(s)) as [Enclosure, Enclosure, Enclosure];
      if (c.fault === undefined && c.high <= -Number.MAX_VALUE) return true;
      return b.high < a.low && c.high < b.low && b.low - c.high >= (a.high - b.low) * 0.75;
    });
  }
}

/** `2*pi*3*(k + 1/4), k = 0, 1, 2, …`. */
function describe({ period, phase }: Sequence): string {
  const factor = Q.isOne(period) ? '2*pi' : `2*pi*${Q.isInteger(period) ? Q.toText(period) : `(${Q.toText(period)})`}`;
  return `t = ${factor}*${Q.isZero(phase) ? 'k' : `(k + ${Q.toText(phase)})`}, k = 0, 1, 2, …,`;
}

/** A member of the sequence that is about as large as `far`, rounded to a double. */
function memberNear({ period, phase }: Sequence, far: number): number {
  const turn = 2 * Math.PI * Q.toDouble(period);
  return turn * (Math.ceil(far / turn) + Q.toDouble(phase));
}
