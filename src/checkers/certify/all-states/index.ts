/**
 * Claims about all states at once where the parameters are given numbers: x'Ax ≥ 0, inequality (7), descent. The state
 * enters through diagonals of slopes, Λ(z) and diag(f'(z)), whose entries lie in the range of a scalar function over all
 * reals; that the form is semi-definite for all diagonals in these ranges is a statement about numbers. Parameters that
 * have none, such as a bias, may take any value.
 */
import { differentiatesJumps, energyJumps } from '../../../claims/jumps.js';
import type { Claim } from '../../../claims/types.js';
import type { Derivation } from '../../../derivation/derivation.js';
import { ExpressionError } from '../../../symbolic/error.js';
import type { Expression } from '../../../symbolic/expression.js';
import { type Dimensions, sizeValue } from '../../../symbolic/size.js';
import type { CertificateEvidence } from '../../../verdicts/types.js';
import type { CertifyOptions } from '../method.js';
import { formBound, type FormBound } from './branch.js';
import { withoutOuterDiagonal } from './congruence.js';
import { Evaluation, type Numbers } from './evaluate.js';
import { type Requirement, requirementsOf } from './forms.js';
import { isTotal } from './ranges.js';
import { NotInWords } from './words.js';

/** Rows of a matrix beyond which nothing is tried. */
const LARGEST = 400;

export async function allStates(
  d: Derivation,
  claim: Claim,
  { tick }: CertifyOptions,
): Promise<CertificateEvidence | undefined> {
  if (differentiatesJumps(claim) || energyJumps(d)) return undefined;
  const dimensions = Object.fromEntries(d.design.dimensions.map(({ name, value }) => [name, value]));
  const evaluation = evaluationOf(d, claim, dimensions);
  if (!claim.partial.every((part) => isDefined(part, evaluation))) return undefined;
  for (const way of ifPossible(() => requirementsOf(d, claim)) ?? []) {
    const bounds = await boundsOf(way, evaluation, dimensions, tick);
    if (bounds !== undefined) return certificate(bounds, dimensions);
  }
  return undefined;
}

/** Bounds of all matrices that are required; undefined where one is not certified. */
async function boundsOf(
  way: readonly Requirement[],
  evaluation: Evaluation,
  dimensions: Dimensions,
  tick: () => Promise<void>,
): Promise<readonly FormBound[] | undefined> {
  const found: FormBound[] = [];
  for (const { matrix, definite } of way) {
    const size = sizeValue(matrix.shape.rows, dimensions);
    if (size > LARGEST) return undefined;
    const form = ifPossible(() => evaluation.form(matrix));
    if (form === undefined) return undefined;
    const reduced = withoutOuterDiagonal(form);
    const bound = await formBound(reduced.form, size, tick);
    if (bound === undefined) return undefined;
    const isDefinite = bound.definite && reduced.keepsDefinite;
    if (definite && !isDefinite) return undefined;
    found.push(reduced.isReduced ? { ...bound, bound: 0 } : bound);
  }
  return found;
}

function evaluationOf(d: Derivation, claim: Claim, dimensions: Dimensions): Evaluation {
  const free = d.design.parameters.filter((p) => p.value === undefined).map((p) => p.symbol);
  const moving = new Set([...d.states, ...claim.variables, ...free].map((x) => x.name));
  return new Evaluation(dimensions, numbersOf(d), moving);
}

/** Whether a part has a value for all states: an activation that is total, numbers, or slopes with bounds. */
function isDefined(part: Expression, evaluation: Evaluation): boolean {
  if (part.kind === 'lagrangian' && part.order < 2) {
    const { definition } = part.lagrangian;
    const formula = definition.kind === 'entrywise' ? definition.derivatives[part.order] : undefined;
    return formula !== undefined && isTotal(formula);
  }
  return ifPossible(() => evaluation.form(part)) !== undefined;
}

/** The given numbers of parameters. */
const numbersOf = (d: Derivation): Numbers =>
  new Map(
    d.design.parameters.flatMap(({ symbol, value }) =>
      value === undefined ? [] : [[symbol.name, Float64Array.from(value.flat())] as const],
    ),
  );

function certificate(bounds: readonly FormBound[], dimensions: Dimensions): CertificateEvidence {
  return {
    kind: 'certificate',
    method: 'matrix bounds for all slopes in their ranges',
    dimensions,
    domain: {},
    boxes: bounds.reduce((sum, b) => sum + b.boxes, 0),
    bound: bounds.reduce((least, b) => Math.min(least, b.bound), Infinity),
  };
}

/** What is made, unless an expression has no words. */
function ifPossible<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof NotInWords || error instanceof ExpressionError) return undefined;
    throw error;
  }
}
