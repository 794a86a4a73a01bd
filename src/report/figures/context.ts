/** What figures are drawn from: a design with numbers, its verdicts, and words for the numbers that were taken. */
import type { Claim } from '../../claims/types.js';
import { formulateClaims } from '../../claims/formulate.js';
import { type Derivation, derivation, ifDifferentiable } from '../../derivation/derivation.js';
import type { Design } from '../../design/types.js';
import { type Memory, memoryOf } from '../../dynamics/memory.js';
import type { Verdict } from '../../verdicts/types.js';
import { dimensionsText } from '../evidence-text.js';

export interface FigureContext {
  readonly design: Design;
  readonly derivation: Derivation;
  readonly memory: Memory;
  readonly claims: readonly Claim[];
  readonly verdicts: readonly Verdict[];
  readonly seed: number;
}

/** The context of a design; undefined where it cannot be derived. */
export const figureContext = (design: Design, verdicts: readonly Verdict[], seed: number): FigureContext | undefined =>
  ifDifferentiable(() => ({
    design,
    derivation: derivation(design),
    memory: memoryOf(design, { seed }),
    claims: ifDifferentiable(() => formulateClaims(design)) ?? [],
    verdicts,
    seed,
  }));

/** Which numbers a figure is for: `N = 2, with W and b drawn for seed 1.` */
export function numbersText({ memory, seed }: FigureContext): string {
  const { drawn, standIns } = memory.numbers;
  const parts = [
    `for ${dimensionsText(memory.dimensions)}`,
    ...(drawn.length === 0 ? [] : [`with ${joined(drawn)} drawn for seed ${seed}`]),
    ...Object.entries(standIns).map(([name, formula]) => `taking ${name}(x) = ${formula}`),
  ];
  return parts.join(', ');
}

/** `a, b and c`. */
export const joined = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
