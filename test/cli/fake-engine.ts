/** An engine with prepared answers, so that tests of the command line see its own work only. */
import { readFileSync } from 'node:fs';
import type { AuditOptions, Engine } from '../../src/cli/engine.js';
import type { Design } from '../../src/design/types.js';
import { DesignError } from '../../src/design/types.js';
import { analyseBasins } from '../../src/dynamics/analyse-basins.js';
import { simulate } from '../../src/dynamics/simulate.js';
import { compareSteadyStates } from '../../src/dynamics/equivalence.js';
import { survey } from '../../src/dynamics/survey.js';
import * as b from '../../src/symbolic/build.js';
import { matrixShape, vectorShape } from '../../src/symbolic/shape.js';
import type { Verdict } from '../../src/verdicts/types.js';
import { DERIVATION, INCONCLUSIVE, REFUTED, UNREFUTED } from '../report/examples.js';

export const VERDICTS: Readonly<Record<string, Verdict>> = {
  descent: REFUTED,
  'flat-directions': UNREFUTED,
  convex: INCONCLUSIVE,
};

const N = vectorShape('N');
const y = b.symbol('y', N, 'state');
const bias = b.symbol('b', N, 'parameter');
const W = b.symbol('W', matrixShape('N', 'N'), 'parameter', ['symmetric']);
const place = { line: 1, column: 1 };

/** A design of the given claims; the text of the file is its list of claims, one a line. */
export function fakeDesign(claims: readonly string[], source = claims.join('\n')): Design {
  return {
    name: 'Fake memory',
    cite: undefined,
    file: undefined,
    source,
    dimensions: [
      { name: 'N', value: 4, fixed: false },
      { name: 'M', value: 2, fixed: true },
    ],
    states: [{ symbol: y, velocity: b.sum(b.product(W, y), bias), domain: [-10, 10], domainStated: false }],
    parameters: [],
    lagrangians: [],
    definitions: [],
    energy: b.product(b.HALF, b.dot(y, y)),
    partial: [],
    claims: claims.map((name, index) => ({
      id: name,
      index,
      cite: undefined,
      statement: { kind: 'nonpositive', of: { text: name, place } },
      given: [],
      place,
    })),
    warnings: [],
    places: new Map(),
    mentions: new Map(),
  };
}

export interface FakeBehaviour {
  readonly verdicts?: Readonly<Record<string, Verdict>>;
  /** Called with the options of each audit, before its verdicts. */
  readonly onAudit?: (design: Design, options: AuditOptions) => void | Promise<void>;
  /** The order in which verdicts arrive. */
  readonly arrival?: (ids: readonly string[]) => readonly string[];
  /** What replay says that a file says otherwise. */
  readonly disagreements?: readonly string[];
  /** Settle only what comes before this claim, then never return. */
  readonly hangAt?: string;
}

export function fakeEngine(behaviour: FakeBehaviour = {}): Engine {
  const { verdicts = VERDICTS, arrival = (ids) => ids } = behaviour;
  return {
    loadDesign: (path) => {
      const text = readFileSync(path, 'utf8');
      if (text.includes('BAD'))
        throw new DesignError({
          file: path,
          place: { line: 3, column: 7 },
          message: 'unknown key "enrgy"; did you mean "energy"?',
        });
      if (text.includes('BUG')) throw new Error('internal error: the impossible happened');
      return Promise.resolve(fakeDesign(text.split('\n').filter((line) => line !== '')));
    },
    paperFigures: () => Promise.resolve([]),
    loadPaper: () => Promise.resolve({ rows: [], tables: [] }),
    auditRows: () => Promise.resolve([]),
    auditTables: () => Promise.resolve([]),
    audit: async (design, options) => {
      await behaviour.onAudit?.(design, options);
      const ids = design.claims.map((c) => c.id).filter((id) => options.only?.includes(id) ?? true);
      const verdictOf = (id: string): Verdict => ({ ...(verdicts[id] ?? { ...UNREFUTED, id }), seconds: 0.25 });
      for (const id of arrival(ids)) {
        if (id === behaviour.hangAt) await new Promise<never>(() => undefined);
        options.onProgress?.({ claim: id, done: 1, total: 2 });
        options.onVerdict?.(verdictOf(id));
      }
      return { name: design.name, file: design.file ?? null, claims: ids.map(verdictOf) };
    },
    derive: () => Promise.resolve(DERIVATION),
    reportPart: (design, verdicts) =>
      Promise.resolve({ ...verdicts, source: design.source, derivation: DERIVATION, proofs: {}, figures: [] }),
    simulate,
    survey,
    compareSteadyStates,
    analyseBasins,
    replayCounterexample: (saved) =>
      Promise.resolve({
        verdict: saved.evidence.value > 0 ? 'confirmed' : 'not-reproduced',
        detail: 'the rate is positive in 200-bit arithmetic',
        claim: saved.claim,
        disagreements: behaviour.disagreements ?? [],
        ...(saved.evidence.value > 0
          ? { evidence: saved.evidence, quantity: saved.evidence.quantity, enclosure: saved.evidence.enclosure }
          : {}),
      }),
    loadSteps: () => Promise.reject(new Error('the fake engine has no derivations')),
    replaySteps: () => Promise.reject(new Error('the fake engine has no derivations')),
    replayProof: () => Promise.resolve({ accepted: true }),
    replayCertificate: () => Promise.resolve({ accepted: true }),
    starterDesign: () => Promise.resolve('name: A memory\n'),
  };
}
