/**
 * Other matrices R of a flow ẏ = −R f with the same f. With ∇E = F f, inequality (7), R'F + F'R ≥ 0, holds for R = F
 * and for the orthogonal factor R = O of F = OP; the symmetric part of R is the third choice.
 */
import type { Derivation } from '../derivation/derivation.js';
import { someFactors } from '../derivation/factorisation/factors.js';
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import { isZeroByNormalForm } from '../symbolic/normal-form.js';
import { print } from '../symbolic/print-text.js';
import { isSquareShape } from '../symbolic/shape.js';
import type { Edit } from './edit.js';

/** Effort of the search for a common factor. */
const EFFORT = 200;

/** Velocities with another R, where gradient and velocity have a common factor. */
export function otherFlows(d: Derivation): readonly Edit[] {
  const [factors] = someFactors(d, EFFORT, 1);
  if (factors === undefined) return [];
  const { z, M, N } = factors;
  const flow = (what: string, R: readonly (readonly Expression[])[]): readonly Edit[] => {
    const velocities = d.states.map((state, i) => {
      const terms = z.map((x, j) => build.product((R[i] as Expression[])[j] as Expression, x));
      return [state.name, print(build.sum(...terms))] as const;
    });
    return [
      {
        text: `velocity with ${what}: ${velocities.map(([name, text]) => `d${name}/dt = ${text}`).join(', ')}`,
        target: 'velocity',
        weaker: [],
        apply: (document) => velocities.forEach(([name, text]) => document.setIn(['velocity', name], text)),
      },
    ];
  };
  const isBlockwise = [M, N].every((A) => A.every((row, i) => row.every((x, j) => i === j || isZeroByNormalForm(x))));
  const onBlocks = (A: typeof M, of: (x: Expression) => Expression): Expression[][] =>
    A.map((row, i) => row.map((x, j) => (i === j ? of(x) : x)));
  const isSquare = isBlockwise && M.every((row, i) => isSquareShape((row[i] as Expression).shape));
  return [
    ...(isSquare
      ? flow(
          'R the orthogonal factor of F',
          onBlocks(M, (x) => build.apply('polar', x)),
        )
      : []),
    ...flow('R = F', M),
    ...(isSquare
      ? flow(
          'the symmetric part of R',
          onBlocks(N, (x) => build.product(build.HALF, build.sum(x, build.transpose(x)))),
        )
      : []),
  ];
}
