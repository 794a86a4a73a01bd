import { namesOf } from '../design/own-names.js';
import type { Design, NamedClaim, StatementDeclaration } from '../design/types.js';

/** What each named claim says. */
export const STATEMENTS = {
  descent: 'the energy never increases: Ė ≤ 0',
  'strict-descent': 'the energy decreases except at rest: Ė ≤ 0, and Ė = 0 only where the velocity is 0',
  'flat-directions': 'at every state the energy is constant along every dead direction',
  'no-flat-directions': 'nowhere is the energy constant along a dead direction',
  'stationary-points': 'the gradient of the energy is 0 exactly where the velocity is 0',
  'bounded-below': 'the energy is bounded below',
  stability: "at steady states the energy's Hessian and the Jacobian of the flow agree on stability",
  'discrete-descent': 'the energy never increases along Euler steps of size 1: E(y + velocity) ≤ E(y)',
  gradient: 'each activation is the gradient of its Lagrangian',
  convex: 'each Lagrangian is convex: Λ ≥ 0',
} as const satisfies Record<NamedClaim, string>;

/** Names for the witness of a matrix inequality, the most usual first. */
const WITNESSES = ['x', 'w', 'z', 'q', 'p', 'u', 'v', 's'] as const;

/** The name of x in x'Ax. */
export const witnessName = (design: Design): string => freeName(design, WITNESSES);

/** The first of some names that nothing in the design has, or the first one with a number. */
export function freeName(design: Design, names: readonly [string, ...string[]]): string {
  const taken = namesOf(design);
  const free = names.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  let count = 1;
  while (taken.has(`${names[0]}_${count}`)) count += 1;
  return `${names[0]}_${count}`;
}

/** A statement of a design as a sentence. */
export function statementText(s: StatementDeclaration, design: Design): string {
  switch (s.kind) {
    case 'named':
      return s.step === undefined
        ? STATEMENTS[s.name]
        : `the energy never increases along Euler steps of size ${s.step.text}: E(y + (${s.step.text})*velocity) ≤ E(y)`;
    case 'equal':
      return `${s.left.text} = ${s.right.text}`;
    case 'nonpositive':
      return `${s.of.text} ≤ 0`;
    case 'nonnegative':
      return `${s.of.text} ≥ 0`;
    case 'psd': {
      const x = witnessName(design);
      return `${x}'(${s.of.text})${x} ≥ 0 for all ${x}`;
    }
    case 'invariant':
      return `${s.of.text} is constant along ${s.along.text}`;
    case 'expectation':
      return `the mean of ${s.left.text} is that of ${s.right.text}${s.within === 0 ? '' : ` within ${100 * s.within} %`}`;
  }
}
