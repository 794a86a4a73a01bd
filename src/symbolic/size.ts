/**
 * Symbolic sizes: linear forms such as `N`, `3`, `N+M`, `2*N+1` with non-negative integer coefficients, kept as
 * their canonical text so that two sizes are equal exactly when their texts are.
 */
export type Size = string;

export const UNIT: Size = '1';

/** Values of the symbolic dimensions, e.g. `{ N: 4 }`. */
export type Dimensions = Readonly<Record<string, number>>;

const CONSTANT = '';

function coefficients(size: Size): Map<string, number> {
  const result = new Map<string, number>();
  for (const term of size.split('+')) {
    const [factor, name] = term.includes('*') ? (term.split('*') as [string, string]) : ['1', term];
    const literal = /^\d+$/.test(name);
    const key = literal ? CONSTANT : name;
    result.set(key, (result.get(key) ?? 0) + Number(factor) * (literal ? Number(name) : 1));
  }
  return result;
}

function canonical(terms: Map<string, number>): Size {
  const names = [...terms.keys()].filter((name) => name !== CONSTANT && terms.get(name) !== 0).sort();
  const parts = names.map((name) => (terms.get(name) === 1 ? name : `${terms.get(name)}*${name}`));
  const constant = terms.get(CONSTANT) ?? 0;
  if (constant !== 0 || parts.length === 0) parts.push(`${constant}`);
  return parts.join('+');
}

/** The sum of sizes: the length of stacked vectors. */
export function addSizes(sizes: readonly Size[]): Size {
  const total = new Map<string, number>();
  for (const size of sizes)
    for (const [name, value] of coefficients(size)) total.set(name, (total.get(name) ?? 0) + value);
  return canonical(total);
}

/** The number a size stands for; every dimension in it must have a value. */
export function sizeValue(size: Size, dimensions: Dimensions): number {
  let total = 0;
  for (const [name, factor] of coefficients(size)) {
    const value = name === CONSTANT ? 1 : dimensions[name];
    if (value === undefined) throw new RangeError(`dimension ${name} has no value`);
    total += factor * value;
  }
  return total;
}

/** Names of the dimensions that a size mentions. */
export const dimensionsOf = (size: Size): string[] =>
  [...coefficients(size).keys()].filter((name) => name !== CONSTANT);
