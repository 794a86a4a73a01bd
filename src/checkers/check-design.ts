/** Settles the claims of a design with the defaults of the command line. */
import type { Design } from '../design/types.js';
import type { DesignReport } from '../verdicts/types.js';
import { audit } from './audit.js';
import type { AuditOptions } from './audit-options.js';
import { auditInThreads } from './parallel.js';

/** What may be set; everything has a default. */
export interface CheckDesignOptions extends Partial<AuditOptions> {
  /** Claims settled at once, each by a thread; 1 by default. */
  readonly threads?: number;
}

const DEFAULTS = { seed: 1, samples: 100_000, sizes: {}, timings: false } as const;

/**
 * The verdict of every claim of a design, in the order of the claims. The same design, seed and samples give the same
 * verdicts. With `only`, an id that the design does not have is an error.
 */
export async function checkDesign(design: Design, options: CheckDesignOptions = {}): Promise<DesignReport> {
  const unknown = options.only?.find((id) => design.claims.every((claim) => claim.id !== id));
  if (unknown !== undefined)
    throw new RangeError(
      `the design has no claim "${unknown}"; its claims are ${design.claims.map(({ id }) => id).join(', ')}`,
    );
  const { threads = 1, ...rest } = options;
  const all = { ...DEFAULTS, signal: new AbortController().signal, ...rest };
  return threads > 1 ? auditInThreads(design, all, threads) : audit(design, all);
}
