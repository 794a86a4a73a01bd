/** The polar factors that a saved counterexample takes, checked exactly against the matrices at its numbers. */
import type { Claim } from '../../claims/types.js';
import { exactMatrix } from '../../design/structures/exact-matrix.js';
import type { Design } from '../../design/types.js';
import * as Q from '../../symbolic/rational.js';
import type { Counterexample } from '../../verdicts/types.js';
import { valueText } from './disagreements.js';
import type { ExactPoint } from './exact-point.js';
import {
  type ChosenFactor,
  chooseFactors,
  type FactorChoice,
  matrixOf,
  type Polar,
  polarsOf,
} from './factor-choice.js';
import { isPolarFactor } from './polar-factors.js';
import { numbersOf } from './saved-point.js';

/** The choice of the factors in the file, none where it has none; or why they are no factors. */
export function savedFactors(
  design: Design,
  claim: Claim,
  at: ExactPoint,
  saved: Counterexample['factors'],
): FactorChoice | undefined | string {
  if (saved === undefined) return undefined;
  const polars = polarsOf(design, claim);
  const chosen: ChosenFactor[] = [];
  for (const name of Object.keys(saved)) {
    const polar = polars.find((p) => p.name === name);
    if (polar === undefined) return `the file takes a factor for ${name}, of which the claim does not speak`;
    const found = savedFactor(polar, at, saved);
    if (typeof found === 'string') return found;
    chosen.push(found);
  }
  return (
    chooseFactors(chosen) ??
    `it is not clear that the factors taken for ${Object.keys(saved).join(' and ')} go together`
  );
}

function savedFactor(
  polar: Polar,
  at: ExactPoint,
  saved: NonNullable<Counterexample['factors']>,
): ChosenFactor | string {
  const { name, argument } = polar;
  const { dimensions } = at.point;
  const numbers = numbersOf(name, argument.shape, dimensions, saved[name]);
  if (typeof numbers === 'string') return numbers;
  const matrix = matrixOf(polar, dimensions, (e) => at.exactly([e]));
  if (matrix === undefined) return `the matrix of ${name} is not known as rational numbers`;
  // Entries are read as the decimals that are written, so that [[0.6, -0.8], [0.8, 0.6]] is orthogonal.
  const factor = exactMatrix(numbers, matrix.length, matrix.length, (x) => Q.fromDecimal(String(x)));
  return isPolarFactor(factor, matrix)
    ? { polar, matrix, factor }
    : `the file takes ${valueText(saved[name])} for ${name}, which is no orthogonal factor of the matrix at these numbers`;
}
