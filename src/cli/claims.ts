/** Claims of a design by id and in words, before they are settled. */
import { STATEMENTS } from '../claims/statements.js';
import type { Design, StatementDeclaration } from '../design/types.js';

export interface PendingClaim {
  readonly id: string;
  readonly statement: string;
}

/** The claims that a check of the design settles, in order. */
export const claimsOf = (design: Design): readonly PendingClaim[] =>
  design.claims.map((c) => ({ id: c.id, statement: statementText(c.statement) }));

function statementText(s: StatementDeclaration): string {
  switch (s.kind) {
    case 'named':
      return STATEMENTS[s.name];
    case 'equal':
      return `${s.left.text} = ${s.right.text}`;
    case 'nonpositive':
      return `${s.of.text} ≤ 0`;
    case 'nonnegative':
      return `${s.of.text} ≥ 0`;
    case 'psd':
      return `x'(${s.of.text})x ≥ 0 for all x`;
    case 'invariant':
      return `${s.of.text} is constant along ${s.along.text}`;
  }
}
