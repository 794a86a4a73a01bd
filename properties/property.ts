/** Claims of a design as properties: random samples that shrink, judged rigorously. */
import fc from 'fast-check';
import type { SearchContext } from '../src/checkers/search/context.js';
import { recheck } from '../src/checkers/search/replay.js';
import { shaped } from '../src/design/structures/shaped.js';
import { formulateClaims } from '../src/claims/formulate.js';
import type { Claim } from '../src/claims/types.js';
import { type Derivation, derivation } from '../src/derivation/derivation.js';
import type { Formula } from '../src/design/define.js';
import type { Design } from '../src/design/types.js';
import { loadMpfr } from '../src/numeric/enclosure.js';
import { sizeValue } from '../src/symbolic/size.js';
import type { Counterexample, Value } from '../src/verdicts/types.js';
import { compileJudge, type Judge, type Judgement } from './judge.js';
import { type Sample, sampleArbitrary } from './sample.js';
import { withClaim } from './with-claim.js';

/** A claim of a design, ready to be tested on samples. */
export interface DesignProperty {
  readonly design: Design;
  readonly claim: Pick<Claim, 'id' | 'statement' | 'wording'>;
  readonly arbitrary: fc.Arbitrary<Sample>;
  /** Why samples cannot test the claim, or a part of it. */
  readonly untested: readonly string[];
  /** How samples came out so far. */
  readonly counts: { readonly kept: number; readonly vacuous: number; readonly unjudged: number };
  /** The violation at a sample, confirmed in 200-bit arithmetic; undefined where there is none that is certain. */
  readonly violation: (sample: Sample) => Counterexample | undefined;
  /** The property for fast-check: false exactly where a sample certainly violates the claim. */
  readonly property: fc.IProperty<[Sample]>;
}

/** Judges of one choice of sizes and Lagrangians that are kept ready. */
const MOST_COMPILED = 128;

interface Compiled {
  readonly context: SearchContext;
  readonly judges: readonly Judge[];
}

/** The claim of a design with that id as a property. */
export async function claimProperty(design: Design, id: string): Promise<DesignProperty> {
  const d = derivation(design);
  const claims = formulateClaims(design);
  const claim = claims.find((c) => c.id === id);
  if (claim === undefined)
    throw new RangeError(`the design has no claim "${id}"; its claims are ${claims.map((c) => c.id).join(', ')}`);
  await loadMpfr();
  return new ClaimProperty(d, claim);
}

/** Ė ≤ 0 along the velocity. */
export const descentProperty = async (design: Design): Promise<DesignProperty> =>
  claimProperty(await withClaim(design, 'descent'), 'descent');

/** At every state the energy is constant along every dead direction. */
export const flatDirectionProperty = async (design: Design): Promise<DesignProperty> =>
  claimProperty(await withClaim(design, 'flat-directions'), 'flat-directions');

/** x'Ax ≥ 0 for all x, for a matrix formula in the names of the design; inequality (7) is `R'*F + F'*R`. */
export const matrixInequalityProperty = async (
  design: Design,
  matrix: Formula,
  id = 'matrix-inequality',
): Promise<DesignProperty> => claimProperty(await withClaim(design, { id, psd: matrix }), id);

class ClaimProperty implements DesignProperty {
  readonly design: Design;
  readonly claim: Claim;
  readonly arbitrary: fc.Arbitrary<Sample>;
  readonly property: fc.IProperty<[Sample]>;
  readonly untested: readonly string[];
  readonly counts = { kept: 0, vacuous: 0, unjudged: 0 };
  private readonly compiled = new Map<string, Compiled>();

  constructor(
    private readonly derivation: Derivation,
    claim: Claim,
  ) {
    this.design = derivation.design;
    this.claim = claim;
    this.arbitrary = sampleArbitrary(this.design, claim.variables);
    this.property = fc.property(this.arbitrary, (sample) => this.violation(sample) === undefined);
    const [typical] = fc.sample(this.arbitrary, { numRuns: 1, seed: 0 });
    this.untested = typical === undefined ? [] : this.reasons(typical);
  }

  violation(sample: Sample): Counterexample | undefined {
    const { judges } = this.at(sample);
    let outcome: 'kept' | 'vacuous' | 'unjudged' = judges.length === 0 ? 'unjudged' : 'kept';
    for (const judge of judges) {
      const judgement = judge(sample);
      if (judgement.kind === 'suspect') {
        const found = this.confirmed(sample, judgement);
        if (found !== undefined) return found;
      } else if (judgement.kind !== 'kept') outcome = judgement.kind;
    }
    this.counts[outcome] += 1;
    return undefined;
  }

  private confirmed(sample: Sample, suspect: Judgement & { kind: 'suspect' }): Counterexample | undefined {
    const lagrangian = Object.fromEntries([...sample.standIns].map(([name, r]) => [name, r.description]));
    const named = sample.standIns.size === 0 ? {} : { lagrangian };
    const result = recheck(
      this.derivation,
      this.claim,
      {
        kind: 'counterexample',
        dimensions: sample.dimensions,
        values: this.valuesOf(sample),
        quantity: this.claim.id,
        value: 0,
        enclosure: [0, 0],
        ...(suspect.witness === undefined ? {} : { witness: suspect.witness }),
        ...(suspect.direction === undefined ? {} : { direction: this.split(sample, suspect.direction) }),
        ...named,
        ...(sample.parts.size === 0 ? {} : { parts: Object.fromEntries(sample.parts) }),
      },
      0,
    );
    return 'problem' in result ? undefined : { ...result.found, ...named };
  }

  private at(sample: Sample): Compiled {
    const key = JSON.stringify([sample.dimensions, [...sample.standIns].map(([, r]) => r.description)]);
    const known = this.compiled.get(key);
    if (known !== undefined) return known;
    const context = this.contextOf(sample);
    const judges = this.claim.obligations.map((o) => compileJudge(context, o)).filter((j) => typeof j === 'function');
    const [oldest] = this.compiled.keys();
    if (this.compiled.size >= MOST_COMPILED && oldest !== undefined) this.compiled.delete(oldest);
    const compiled = { context, judges };
    this.compiled.set(key, compiled);
    return compiled;
  }

  private reasons(sample: Sample): string[] {
    const context = this.contextOf(sample);
    return this.claim.obligations.flatMap((o) => {
      const judge = compileJudge(context, o);
      return typeof judge === 'function' ? [] : [judge.reason];
    });
  }

  private contextOf(sample: Sample): SearchContext {
    return {
      design: this.design,
      derivation: this.derivation,
      claim: this.claim,
      dimensions: sample.dimensions,
      samples: 0,
      seed: 0,
      lagrangians: new Map([...sample.standIns].map(([name, r]) => [name, r.lagrangian])),
      tick: () => Promise.resolve(),
    };
  }

  private valuesOf({ values, dimensions }: Sample): Record<string, Value> {
    const symbols = [...this.design.parameters, ...this.design.states].map((x) => x.symbol);
    return Object.fromEntries(
      [...symbols, ...this.claim.variables].map(({ name, shape }) => [
        name,
        shaped(values.get(name) ?? [], shape, dimensions),
      ]),
    );
  }

  private split({ dimensions }: Sample, direction: readonly number[]): Record<string, readonly number[]> {
    let from = 0;
    return Object.fromEntries(
      this.derivation.states.map((x) => {
        const n = sizeValue(x.shape.rows, dimensions);
        from += n;
        return [x.name, direction.slice(from - n, from)];
      }),
    );
  }
}
