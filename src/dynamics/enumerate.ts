/**
 * All steady states of a memory whose velocity is linear in pieces: on each piece ẏ = M y + c is solved, in doubles with
 * verified bounds and, where these do not decide, in rational numbers.
 */
import { compileBoundedKernel } from '../numeric/kernel.js';
import { compileLinearSolver } from '../numeric/verified-solve.js';
import * as Q from '../symbolic/rational.js';
import type { Memory } from './memory.js';
import { ExactPieces, type PieceSolution } from './exact-pieces.js';
import { type Digits, formulasOf, type PiecewiseForm, piecewiseForm } from './piecewise-form.js';
import { exactForms } from './state-box.js';
import type { SteadyFamily, SteadyState } from './steady-state.js';

export interface Enumeration {
  readonly states: readonly SteadyState[];
  readonly families: readonly SteadyFamily[];
  readonly pieces: number;
  /** Whether the velocity may jump between pieces: what it is there, it is on no piece. */
  readonly jumps: boolean;
  /** Why some pieces were left out. */
  readonly incomplete: string | undefined;
}

/** Pieces times n³ operations of the whole enumeration. */
const MOST_WORK = 6e9;
const MOST_PIECES = 2 ** 20;
/** Pieces times n³ operations in rational numbers. */
const MOST_EXACT_WORK = 3e6;
const MOST_FAMILIES = 4096;

/** Every steady state; undefined where the velocity is not linear in pieces, or has too many of them. */
export function enumerateSteadyStates(memory: Memory): Enumeration | undefined {
  const form = piecewiseForm(memory);
  if (form === undefined) return undefined;
  const radices = form.units.flatMap((u) => Array.from({ length: u.size }, () => u.pieces.lines.length));
  const pieces = radices.reduce((a, b) => a * b, 1);
  if (pieces > MOST_PIECES || pieces * memory.n ** 3 > MOST_WORK) return undefined;
  const fast = compilePieces(memory, form);
  const exact = new ExactPieces(memory, form);
  const states: SteadyState[] = [];
  const degenerate: PieceSolution[] = [];
  const exactPoints = new Map<string, SteadyState>();
  let [work, left] = [0, 0];
  const digits = new Uint8Array(radices.length);
  for (let piece = 0; piece < pieces; piece += 1) {
    const found = fast.solve(digits);
    if (found === 'undecided') {
      work += (memory.n + 1) ** 3;
      const solution = work > MOST_EXACT_WORK ? 'unknown' : exact.solve(digits);
      if (solution === 'unknown') left += 1;
      else if (solution !== 'none') {
        if (solution.dimension === 0) {
          const { point } = solution;
          exactPoints.set(point.map(Q.toText).join(), exactState(point));
        } else if (degenerate.push(solution) > MOST_FAMILIES) return undefined;
      }
    } else if (found !== 'none') states.push(found);
    advance(digits, radices);
  }
  const families = exact.families(degenerate);
  const isolated = [...exactPoints.values()].filter(({ box }) => !degenerate.some((f) => exact.contains(f, box ?? [])));
  const incomplete = left === 0 ? undefined : `${left} of ${pieces} linear pieces were not decided`;
  return { states: [...states, ...isolated], families, pieces, jumps: form.jumps, incomplete };
}

function advance(digits: Digits, radices: readonly number[]): void {
  for (let i = 0; i < digits.length; i += 1) {
    digits[i] = (digits[i] as number) + 1;
    if ((digits[i] as number) < (radices[i] as number)) return;
    digits[i] = 0;
  }
}

const exactState = (point: readonly Q.Rational[]): SteadyState => ({
  y: Float64Array.from(point, Q.toDouble),
  verification: 'exact',
  box: point.map((value) => ({ low: value, high: value })),
  note: undefined,
});

interface FastPieces {
  /** The steady state inside the piece, verified; `none`: certainly none in the closed piece. */
  readonly solve: (digits: Digits) => SteadyState | 'none' | 'undecided';
}

function compilePieces(memory: Memory, form: PiecewiseForm): FastPieces {
  const { n } = memory;
  const { forms, parameters } = exactForms(memory, formulasOf(form));
  const kernel = compileBoundedKernel(forms, memory.dimensions);
  for (const [name, values] of parameters) kernel.inputs.get(name)?.set(values);
  const { x, solve } = compileLinearSolver(n);
  const bounded = (k: number): { values: Float64Array; bounds: Float64Array } => ({
    values: kernel.outputs[k] as Float64Array,
    bounds: kernel.bounds[k] as Float64Array,
  });
  const [matrix, offset] = [bounded(0), bounded(1)];
  const units = form.units.map((unit, u) => ({
    size: unit.size,
    beyond: unit.beyond.map((b) => kernel.inputs.get(b.name)),
    // Doubles around the breaks.
    breaks: unit.pieces.breaks.map((b) => {
      const near = Q.toDouble(b);
      const slack = Math.abs(near) * 2 ** -50 + Number.MIN_VALUE;
      return { low: near - slack, high: near + slack };
    }),
    slope: bounded(2 + 2 * u),
    offset: bounded(3 + 2 * u),
  }));
  const gamma = (n + 4) * 2 ** -53;

  /** Where entry i of an argument lies on its line: inside, certainly outside, or neither for certain. */
  const place = (unit: (typeof units)[number], i: number, line: number, radius: number): 'in' | 'out' | 'near' => {
    let [z, error] = [unit.offset.values[i] as number, unit.offset.bounds[i] as number];
    let size = Math.abs(z);
    for (let j = 0; j < n; j += 1) {
      const s = unit.slope.values[i * n + j] as number;
      z += s * (x[j] as number);
      size += Math.abs(s * (x[j] as number));
      error += Math.abs(s) * radius + (unit.slope.bounds[i * n + j] as number) * (Math.abs(x[j] as number) + radius);
    }
    error = (error + gamma * size) * (1 + 8 * gamma) + 1e-300;
    const [from, to] = [unit.breaks[line - 1], unit.breaks[line]];
    if ((from !== undefined && z + error < from.low) || (to !== undefined && z - error > to.high)) return 'out';
    return (from === undefined || z - error > from.high) && (to === undefined || z + error < to.low) ? 'in' : 'near';
  };

  return {
    solve(digits) {
      let at = 0;
      for (const unit of units)
        for (let i = 0; i < unit.size; i += 1, at += 1)
          unit.beyond.forEach((b, k) => {
            if (b !== undefined) b[i] = (digits[at] as number) > k ? 1 : 0;
          });
      kernel.run();
      const radius = solve(matrix, offset);
      if (radius === undefined) return 'undecided';
      let near = false;
      at = 0;
      for (const unit of units)
        for (let i = 0; i < unit.size; i += 1, at += 1) {
          const where = place(unit, i, digits[at] as number, radius);
          if (where === 'out') return 'none';
          if (where === 'near') near = true;
        }
      if (near) return 'undecided';
      return {
        y: Float64Array.from(x),
        verification: 'unique',
        box: Array.from(x, (v) => {
          const reach = (radius + Math.abs(v) * 2 ** -52) * (1 + 2 ** -50);
          return { low: v - reach, high: v + reach };
        }),
        note: undefined,
      };
    },
  };
}
