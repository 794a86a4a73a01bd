/**
 * The derivation of a design as numbered steps: the differential of the energy, gradient and rate; where gradient and
 * velocity have common vectors f, the factorisation ∇E = F f with ẏ = −R f and inequality (7), R'F + F'R ≥ 0; and the
 * proof that the energy falls, where there is one.
 */
import { formulateClaims } from '../claims/formulate.js';
import type { Claim } from '../claims/types.js';
import { type Derivation, derivation, ifDifferentiable } from '../derivation/derivation.js';
import { type Factors, someFactors } from '../derivation/factorisation/factors.js';
import {
  addDerivation,
  equation,
  formulaOf,
  gradientName,
  type Landmarks,
  StepList,
  velocityName,
} from '../derivation/steps.js';
import type { Formula, StepView } from '../derivation/view.js';
import type { Design } from '../design/types.js';
import * as build from '../symbolic/build.js';
import type { Expression } from '../symbolic/expression.js';
import { isZeroByNormalForm } from '../symbolic/normal-form.js';
import { print } from '../symbolic/print-text.js';
import { collect } from '../symbolic/simplify.js';
import { addProofSteps } from './proof-steps.js';
import { findProof } from './prove/prove.js';

/** The steps of the derivation of a design, in their order; without the proof that the energy falls where it is not wanted. */
export function derivationSteps(design: Design, withProof = true): readonly StepView[] {
  const aimed = withDescent(design);
  const d = derivation(aimed);
  const list = new StepList();
  const landmarks = addDerivation(d, list);
  const [descent] = ifDifferentiable(() => formulateClaims(aimed)) ?? [];
  if (descent === undefined) return list.steps;
  const factors = factorsOf(d);
  if (factors !== undefined) addFactors(d, factors, landmarks, list);
  if (withProof) addProof(d, descent, landmarks, list);
  return list.steps;
}

const withDescent = (design: Design): Design => ({
  ...design,
  claims: [
    {
      id: 'descent',
      index: 0,
      cite: undefined,
      statement: { kind: 'named', name: 'descent' },
      given: [],
      place: { line: 1, column: 1 },
    },
  ],
});

/** Effort of the search for common factors, and how many are compared. */
const EFFORT = 300;
const MOST_COMPARED = 8;

/** The common factors that are shortest to write. */
function factorsOf(d: Derivation): Factors | undefined {
  const length = ({ z }: Factors): number => z.reduce((sum, x) => sum + print(x).length, 0);
  return someFactors(d, EFFORT, MOST_COMPARED)
    .map(withLeadingSigns)
    .sort((a, b) => length(a) - length(b))[0];
}

/** The same factors with the sign of every f such that R, where it is not 0, does not begin with a minus. */
function withLeadingSigns({ z, M, N, Q }: Factors): Factors {
  const flips = z.map((_, j) => {
    const first = [N[j]?.[j], M[j]?.[j]].find((A) => A !== undefined && !isZeroByNormalForm(A));
    return first !== undefined && print(collect(build.negate(first))).startsWith('-');
  });
  const columns = (A: Factors['M']): Expression[][] =>
    A.map((row) => row.map((x, j) => (flips[j] === true ? collect(build.negate(x)) : x)));
  return { z: z.map((x, j) => (flips[j] === true ? collect(build.negate(x)) : x)), M: columns(M), N: columns(N), Q };
}

function addFactors(d: Derivation, { z, M, N }: Factors, { gradients }: Landmarks, list: StepList): void {
  const name = (letter: string, i: number, j?: number): Formula => {
    const many = z.length > 1;
    const index = many ? `${i + 1}${j === undefined ? '' : j + 1}` : '';
    return { text: `${letter}${index}`, tex: many ? `${letter}_{${index}}` : letter };
  };
  const isNone = (A: Expression | undefined): boolean => A === undefined || isZeroByNormalForm(A);
  const f = z.map((x, j) => list.add(equation(name('f', j), x), 'a common factor of gradient and velocity'));
  const matrices = (letter: string, of: readonly (readonly Expression[])[], rule: string, from: number[]): number[] =>
    of.flatMap((row, i) =>
      row.flatMap((A, j) =>
        isNone(A) ? [] : [list.add(equation(name(letter, i, j), collect(build.negate(A))), rule, from)],
      ),
    );
  const F = matrices('F', M, 'division from the right: the gradient is F f', [...f, ...gradients.values()]);
  const R = matrices('R', N, 'division from the right: the velocity is -R f', f);
  const combination = (letter: string, of: readonly (readonly Expression[])[], i: number, sign: string): Formula => {
    const terms = (of[i] ?? []).flatMap((A, j) => (isNone(A) ? [] : [{ A: name(letter, i, j), f: name('f', j) }]));
    if (terms.length === 0) return { text: '0', tex: '0' };
    const joined = (show: (x: Formula) => string, times: string): string =>
      terms.map((t) => `${show(t.A)}${times}${show(t.f)}`).join(sign === '' ? ' + ' : ' - ');
    return { text: `${sign}${joined((x) => x.text, '*')}`, tex: `${sign}${joined((x) => x.tex, '\\,')}` };
  };
  for (const [i, x] of d.states.entries()) {
    const [g, v] = [combination('F', M, i, ''), combination('R', N, i, '-')];
    const [left, flow] = [gradientName(x.name), velocityName(x.name)];
    list.add({ text: `${left.text} = ${g.text}`, tex: `${left.tex} = ${g.tex}` }, 'the gradient by f', [...f, ...F]);
    list.add({ text: `${flow.text} = ${v.text}`, tex: `${flow.tex} = ${v.tex}` }, 'the velocity by f', [...f, ...R]);
  }
  const rate = list.add(
    {
      text: "dE/dt = -f'*F'*R*f = -1/2*f'*(R'*F + F'*R)*f",
      tex: '\\dot{E} = -f^\\top F^\\top R\\,f = -\\tfrac{1}{2}\\,f^\\top(R^\\top F + F^\\top R)\\,f',
    },
    z.length === 1
      ? 'the chain rule with both; a scalar is its transpose'
      : 'the chain rule with both; a scalar is its transpose, and terms between different f cancel',
    [...F, ...R],
  );
  const forms = z.map((_, j) => {
    const own = build.sum(
      ...d.states.map((__, i) => build.product(build.transpose(M[i]?.[j] as Expression), N[i]?.[j] as Expression)),
    );
    return formulaOf(collect(build.sum(own, build.transpose(own))));
  });
  const condition = (show: (x: Formula) => string, atLeast: string): string =>
    forms.map((x) => `${show(x)} ${atLeast} 0`).join(', ');
  list.add(
    {
      text: `R'*F + F'*R ≥ 0: ${condition((x) => x.text, '≥')}`,
      tex: `R^\\top F + F^\\top R \\succeq 0:\\quad ${condition((x) => x.tex, '\\succeq')}`,
    },
    'what is enough for the energy to fall: inequality (7) with Q = 0',
    [rate],
  );
}

/** The steps of a proof that the energy falls. */
function addProof(d: Derivation, claim: Claim, { rate }: Landmarks, list: StepList): void {
  const proof = findProof(d, claim);
  if (proof !== undefined) addProofSteps(d, claim, proof, list, [rate]);
}
