/** Designs written in TypeScript: the same content as a design file, checked in the same way. */
import type { LagrangianAssumption } from '../symbolic/expression.js';
import { readDesign } from './read.js';
import { Source, type SourceNode } from './source.js';
import type { Design, NamedClaim } from './types.js';

/** A formula in the syntax of design files; a number is one too. */
export type Formula = string | number;
/** A dimension, a number, or a sum such as `N + M`. */
export type SizeInput = string | number;

export type StructureInput =
  | 'general'
  | 'symmetric'
  | 'skew'
  | 'diagonal'
  | 'positive-definite'
  | 'positive-semidefinite'
  | 'negative-semidefinite'
  | 'orthogonal'
  | 'positive'
  | 'nonnegative'
  | 'stable'
  | 'goe'
  | { readonly rank: SizeInput }
  | { readonly 'norm-at-most': number }
  | { readonly 'block-tridiagonal': readonly SizeInput[] }
  | { readonly 'block-norm-at-most': number };

export interface ParameterInput {
  /** `[]` scalar, `['N']` vector, `['N', 'M']` matrix; may be left out where `value` is given. */
  readonly shape?: readonly SizeInput[];
  readonly structure?: StructureInput | readonly StructureInput[];
  /** `'identity'`: ones on the diagonal of a matrix of fixed sizes, square or not. */
  readonly value?: number | readonly number[] | readonly (readonly number[])[] | 'identity';
  readonly range?: readonly [low: number, high: number];
}

interface LagrangianNames {
  /** The name of g, or that name with the author's own formula for g in the vector x. */
  readonly gradient?: string | Readonly<Record<string, Formula>>;
  /** The name of Λ. */
  readonly hessian?: string;
}

export type LagrangianInput = LagrangianNames &
  (
    | { readonly is: 'any'; readonly assume?: LagrangianAssumption | readonly LagrangianAssumption[] }
    | { readonly formula: Formula }
    | { readonly activation: Formula }
    | { readonly is: string; readonly [option: string]: unknown }
  );

export type StatementInput =
  | { readonly equal: readonly [Formula, Formula] }
  | { readonly nonpositive: Formula }
  | { readonly nonnegative: Formula }
  | { readonly psd: Formula }
  | { readonly invariant: { readonly of: Formula; readonly along: Formula } };

/** The means of two scalars over random matrices, whose ratio is in [1 − within, 1 + within]. */
export interface ExpectationInput {
  readonly expectation: readonly [Formula, Formula];
  readonly within?: number;
}

export type ClaimInput =
  | NamedClaim
  | (ExpectationInput & { readonly id?: string; readonly cite?: string; readonly given?: undefined })
  | ((StatementInput | { readonly claim: NamedClaim; readonly step?: Formula }) & {
      readonly id?: string;
      readonly cite?: string;
      readonly given?: readonly (StatementInput | NamedClaim)[];
    });

/** The content of a design file. */
export interface DesignInput {
  readonly name: string;
  readonly cite?: string;
  readonly dimensions: Readonly<Record<string, number | { readonly fixed: number }>>;
  readonly state: Readonly<Record<string, readonly [SizeInput]>>;
  readonly domain?: Readonly<Record<string, readonly [low: number, high: number]>>;
  readonly parameters?: Readonly<Record<string, ParameterInput>>;
  readonly lagrangians?: Readonly<Record<string, LagrangianInput>>;
  readonly define?: Readonly<Record<string, Formula>>;
  readonly velocity: Readonly<Record<string, Formula>>;
  readonly energy: Formula;
  readonly claims?: readonly ClaimInput[];
}

/** The design of an object. A mistake is a `DesignError` whose message starts with the key path. */
export async function defineDesign(input: DesignInput): Promise<Design> {
  const source = new Source(undefined);
  const root = fromObject(input, '', 0, source);
  return readDesign(root, undefined, JSON.stringify(input, null, 2));
}

const MAX_DEPTH = 20;

function fromObject(value: unknown, path: string, depth: number, source: Source): SourceNode {
  const at = { path, place: undefined };
  if (depth > MAX_DEPTH) throw source.error(at, 'the object is nested too deeply');
  const scalar = (content: string | number | boolean | null): SourceNode => ({
    kind: 'scalar',
    value: content,
    text: content === null ? '' : String(content),
    placeAt: () => undefined,
    commented: false,
    ...at,
  });
  if (value === null || value === undefined) return scalar(null);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return scalar(value);
  if (Array.isArray(value))
    return { kind: 'list', items: value.map((item, i) => fromObject(item, `${path}[${i}]`, depth + 1, source)), ...at };
  if (typeof value !== 'object') throw source.error(at, `a ${typeof value} is not part of a design`);
  const entries = Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => {
      const inner = path === '' ? name : `${path}.${name}`;
      const key = { ...scalar(name), path: inner };
      if (key.kind !== 'scalar') throw source.error(at, 'a key is a name');
      return [name, { key, value: fromObject(content, inner, depth + 1, source) }] as const;
    });
  return { kind: 'map', entries: new Map(entries), ...at };
}
