/** Parameters: shape, structure, range and given numbers. */
import * as build from '../symbolic/build.js';
import type { Shape } from '../symbolic/expression.js';
import { matrixShape, SCALAR, vectorShape } from '../symbolic/shape.js';
import { UNIT } from '../symbolic/size.js';
import type { Sizes } from './sizes.js';
import type { MapEntry, Source, SourceNode } from './source.js';
import { factsOf, readStructures } from './structure.js';
import type { Interval, Parameter, Structure } from './types.js';
import { checkBlockNorms, checkValue, type GivenNumbers, readValue } from './value.js';

const KEYS = ['shape', 'structure', 'value', 'range'];
const WANTED = 'a parameter such as { shape: [N, N], structure: symmetric } or { value: 0.5 }';

export function readParameter({ key, value: node }: MapEntry, sizes: Sizes, source: Source): Parameter {
  const fields = source.record(node, KEYS, WANTED).entries;
  const [shapeNode, structureNode, valueNode, rangeNode] = KEYS.map((name) => fields.get(name)?.value);
  const isIdentity = valueNode?.kind === 'scalar' && valueNode.value === 'identity';
  const written = valueNode === undefined || isIdentity ? undefined : readValue(valueNode, source);
  let shape: Shape;
  if (shapeNode !== undefined) shape = readShape(shapeNode, sizes, source);
  else if (written !== undefined) {
    const rows = String(written.rows.length);
    shape =
      written.rank === 0
        ? SCALAR
        : written.rank === 1
          ? vectorShape(rows)
          : matrixShape(rows, String(written.rows[0]?.length));
  } else throw source.error(node, 'a shape is missing: [] for a scalar, [N] for a vector, [N, M] for a matrix');
  const structures: readonly Structure[] =
    structureNode === undefined ? [{ kind: 'general' }] : readStructures(structureNode, shape, sizes, source);
  const range = rangeNode === undefined ? undefined : source.interval(rangeNode);
  if (range !== undefined && rangeNode !== undefined) checkRange(range, structures, rangeNode, source);
  const given = isIdentity && valueNode !== undefined ? identityValue(shape, sizes, valueNode, source) : written;
  if (given !== undefined && valueNode !== undefined) {
    if (shapeNode !== undefined) {
      const rank = source.list(shapeNode, 'a shape').length;
      if (rank !== given.rank) {
        const name = ['one number', 'a list of numbers', 'a list of rows'][rank] ?? '';
        throw source.error(
          valueNode,
          `the shape asks for ${name}, but found ${['one number', 'a list of numbers', 'a list of rows'][given.rank]}`,
        );
      }
    }
    sizes.fix(shape.rows, given.rows.length, valueNode, 'rows');
    sizes.fix(shape.columns, given.rows[0]?.length ?? 0, valueNode, 'columns');
    checkValue(given.rows, structures, range, sizes, valueNode, source);
    checkBlockNorms(given.rows, structures, sizes, valueNode, source);
  }
  return {
    symbol: build.symbol(key.text, shape, 'parameter', factsOf(structures)),
    structures,
    range,
    value: given?.rows,
  };
}

/** Ones on the diagonal of a matrix of fixed sizes, square or not: its columns are the first of the identity. */
function identityValue(shape: Shape, sizes: Sizes, node: SourceNode, source: Source): GivenNumbers {
  if (shape.columns === UNIT) throw source.error(node, 'the value "identity" is for a matrix, of shape [N, M]');
  const [rows, columns] = [sizes.valueOf(shape.rows), sizes.valueOf(shape.columns)];
  const entries = Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => (i === j ? 1 : 0)));
  return { rows: entries, rank: 2 };
}

function readShape(node: SourceNode, sizes: Sizes, source: Source): Shape {
  const wanted = 'a shape: [] for a scalar, [N] for a vector, [N, M] for a matrix';
  const [rows, columns, ...more] = source.list(node, wanted).map((size) => sizes.read(size));
  if (more.length > 0) throw source.expected(node, wanted);
  if (rows === undefined) return SCALAR;
  return columns === undefined ? vectorShape(rows) : matrixShape(rows, columns);
}

/** A range in which no value has the structure. */
function checkRange([low, high]: Interval, structures: readonly Structure[], node: SourceNode, source: Source): void {
  for (const { kind } of structures) {
    const impossible =
      (kind === 'positive' && high <= 0) ||
      (kind === 'nonnegative' && high < 0) ||
      (kind === 'positive-definite' && high <= 0) ||
      (kind === 'positive-semidefinite' && high < 0) ||
      (kind === 'negative-semidefinite' && low > 0) ||
      (kind === 'skew' && (low > 0 || high < 0));
    if (impossible) throw source.error(node, `no ${kind} value has all entries in [${low}, ${high}]`);
  }
}
