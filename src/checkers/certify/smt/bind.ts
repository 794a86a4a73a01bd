/** States, parameters and bound variables as unknowns of a script, with what their structures say. */
import type { Claim } from '../../../claims/types.js';
import { exactBound } from '../../../design/structures/bounds.js';
import type { Design, Interval, Parameter } from '../../../design/types.js';
import type { SymbolExpression } from '../../../symbolic/expression.js';
import * as Q from '../../../symbolic/rational.js';
import { type Dimensions, sizeValue } from '../../../symbolic/size.js';
import { NotPolynomial, rationalTerm, type Script } from './script.js';

/** A vector or matrix of terms, row by row. */
export interface Bound {
  readonly kind: 'value' | 'witness';
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly entries: readonly string[];
}

/** Binds every symbol; `isComplete` where all structures are written and a model gives the numbers of all symbols. */
export function bindUnknowns(
  script: Script,
  design: Design,
  claim: Claim,
  dimensions: Dimensions,
  most: number,
): { readonly bound: readonly Bound[]; readonly isComplete: boolean } {
  const sized = ({ name, shape }: SymbolExpression): Omit<Bound, 'entries'> => ({
    kind: 'value',
    name,
    rows: sizeValue(shape.rows, dimensions),
    columns: sizeValue(shape.columns, dimensions),
  });
  const vectors = [...design.states.map((s) => s.symbol), ...claim.variables].map(sized);
  const matrices = design.parameters.map((p) => ({ parameter: p, ...sized(p.symbol) }));
  const count = [...vectors, ...matrices.filter((m) => m.parameter.value === undefined)]
    .map((m) => m.rows * m.columns)
    .reduce((a, b) => a + b, 0);
  if (count > most) throw new NotPolynomial('too many unknowns');
  let isComplete = true;
  const bound: Bound[] = [];
  for (const vector of vectors) {
    const entries = Array.from({ length: vector.rows }, () => script.unknown());
    const state = design.states.find((s) => s.symbol.name === vector.name);
    if (state?.domainStated === true) within(script, entries, state.domain);
    bound.push({ ...vector, entries });
  }
  for (const { parameter, ...size } of matrices) {
    const made = entriesOf(script, parameter, size.rows, size.columns);
    isComplete &&= made.isComplete;
    if (parameter.range !== undefined) within(script, made.entries, parameter.range);
    bound.push({ ...size, entries: made.entries });
  }
  for (const { name, entries } of bound) script.bind(name, entries);
  return { bound, isComplete };
}

/** Bounds are the decimals that are written: the double next to one may leave out numbers of the range. */
const within = (script: Script, entries: readonly string[], [low, high]: Interval): void =>
  entries.forEach((e) => {
    script.assert(`(<= ${rationalTerm(exactBound(low))} ${e})`);
    script.assert(`(<= ${e} ${rationalTerm(exactBound(high))})`);
  });

interface Made {
  readonly entries: readonly string[];
  readonly isComplete: boolean;
}

function entriesOf(script: Script, { value, structures }: Parameter, rows: number, columns: number): Made {
  if (value !== undefined) {
    if (value.length !== rows || value.some((row) => row.length !== columns))
      throw new NotPolynomial('a value of another size');
    return { entries: value.flat().map((v) => rationalTerm(Q.fromDouble(v))), isComplete: true };
  }
  const kinds = new Set<string>(structures.map((s) => s.kind));
  const factored = ['positive-definite', 'positive-semidefinite', 'negative-semidefinite'].find((k) => kinds.has(k));
  const entries = factored === undefined ? plain(script, kinds, rows, columns) : gram(script, factored, rows);
  const at = (i: number, j: number): string => entries[i * columns + j] as string;
  if (factored !== undefined && kinds.has('diagonal'))
    each(rows, columns, (i, j) => i !== j && script.assert(`(= ${at(i, j)} 0.0)`));
  if (kinds.has('positive')) entries.forEach((e) => script.assert(`(> ${e} 0.0)`));
  if (kinds.has('nonnegative')) entries.forEach((e) => script.assert(`(>= ${e} 0.0)`));
  if (kinds.has('orthogonal'))
    each(rows, rows, (i, j) => {
      const terms = Array.from({ length: rows }, (_, k) => `(* ${at(k, i)} ${at(k, j)})`);
      script.assert(`(= (+ 0.0 ${terms.join(' ')}) ${i === j ? '1.0' : '0.0'})`);
    });
  return { entries, isComplete: factored === undefined && [...kinds].every((k) => WRITTEN.has(k)) };
}

/** Structures whose conditions are all written. */
const WRITTEN: ReadonlySet<string> = new Set([
  'general',
  'symmetric',
  'skew',
  'diagonal',
  'positive',
  'nonnegative',
  'orthogonal',
]);

function plain(script: Script, kinds: ReadonlySet<string>, rows: number, columns: number): readonly string[] {
  const entries: string[] = [];
  each(rows, columns, (i, j) => {
    const mirror = entries[j * columns + i];
    if (kinds.has('diagonal') && i !== j) entries.push('0.0');
    else if (kinds.has('skew')) entries.push(i === j ? '0.0' : i > j ? `(- ${mirror})` : script.unknown());
    else if (kinds.has('symmetric') && i > j) entries.push(mirror as string);
    else entries.push(script.unknown());
  });
  return entries;
}

/** ±CC' with a lower triangle C: every semi-definite matrix; with a positive diagonal every definite one. */
function gram(script: Script, kind: string, size: number): readonly string[] {
  const factor = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => (j <= i ? script.unknown() : '0.0')),
  );
  if (kind === 'positive-definite') factor.forEach((row, i) => script.assert(`(> ${row[i]} 0.0)`));
  const entries: string[] = [];
  each(size, size, (i, j) => {
    const terms = Array.from({ length: Math.min(i, j) + 1 }, (_, k) => `(* ${factor[i]?.[k]} ${factor[j]?.[k]})`);
    const sum = `(+ 0.0 ${terms.join(' ')})`;
    entries.push(kind === 'negative-semidefinite' ? `(- ${sum})` : sum);
  });
  return entries;
}

function each(rows: number, columns: number, visit: (i: number, j: number) => unknown): void {
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) visit(i, j);
}
