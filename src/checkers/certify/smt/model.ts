/** Reads the numbers of a model that z3 prints: decimals, fractions and their negatives. */
const DEFINITION = /\(define-fun\s+(v\d+)\s+\(\)\s+Real\s+([^]*?)\)\s*(?=\(define-fun|\)\s*$)/g;

/** The double nearest to a term in the unknowns of a model; undefined where a number is no rational. */
export function readModel(model: string): ((term: string) => number) | undefined {
  const values = new Map<string, number>();
  for (const [, name = '', text = ''] of model.matchAll(DEFINITION)) {
    const value = numberOf(text);
    if (value === undefined) return undefined;
    values.set(name, value);
  }
  // What a model leaves out may be any number.
  return (term) => numberOf(term) ?? signed(term, (name) => values.get(name) ?? 0);
}

const signed = (term: string, of: (name: string) => number): number =>
  term.startsWith('(- ') ? 0 - of(term.slice(3, -1)) : of(term);

function numberOf(text: string): number | undefined {
  const words = text.replace(/[()]/g, ' ').trim().split(/\s+/);
  const negative = words[0] === '-';
  const rest = negative ? words.slice(1) : words;
  const [a, b] = (rest[0] === '/' ? rest.slice(1) : rest).map((w) =>
    /^\d+(\.\d+)?$/.test(w) ? Number(w) : Number.NaN,
  );
  const value = rest[0] === '/' ? (a as number) / (b as number) : rest.length === 1 ? (a as number) : Number.NaN;
  return Number.isFinite(value) ? (negative && value !== 0 ? -value : value) : undefined;
}
