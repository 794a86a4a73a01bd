/** Claims of a design by id and in words, before they are settled. */
import { statementText } from '../claims/statements.js';
import type { Design } from '../design/types.js';

export interface PendingClaim {
  readonly id: string;
  readonly statement: string;
}

/** The claims that a check of the design settles, in order. */
export const claimsOf = (design: Design): readonly PendingClaim[] =>
  design.claims.map((c) => ({ id: c.id, statement: statementText(c.statement, design) }));
