/** How names are set in TeX: `W12` → `W_{12}`, `y_a` → `y_a`, `lambda` → `\lambda`, `rate` → `\mathit{rate}`. */

const GREEK_LOWER =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );
const GREEK_UPPER = 'Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'.split(' ');
const GREEK: ReadonlyMap<string, string> = new Map([
  ...[...GREEK_LOWER, ...GREEK_UPPER].map((name) => [name, `\\${name}`] as const),
  ['epsilon', '\\varepsilon'],
  ['ell', '\\ell'],
]);

/** Capital Greek letters that look like Latin ones have no command of their own. */
const LATIN_LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({ Alpha: 'A', Beta: 'B', Epsilon: 'E', Zeta: 'Z', Eta: 'H', Iota: 'I', Kappa: 'K', Mu: 'M' }).concat(
    Object.entries({ Nu: 'N', Omicron: 'O', omicron: 'o', Rho: 'P', Tau: 'T', Chi: 'X' }),
  ),
);

/** `y_a` → base `y`, subscript `a`; `W12` → base `W`, subscript `12`; `y_a_1` → base `y`, subscripts `a`, `1`. */
function split(name: string): { readonly base: string; readonly subscripts: readonly string[] } {
  const [head = '', ...subscripts] = name.split('_').filter((part) => part !== '');
  const match = /^(\D+)(\d+)$/.exec(head);
  if (match === null) return { base: head, subscripts };
  return { base: match[1] as string, subscripts: [match[2] as string, ...subscripts] };
}

const isOneLetter = (text: string): boolean => /^.$/u.test(text);

/** A word in math: Greek as its command, one letter as it is, numbers as they are, longer words upright or italic. */
function word(text: string, style: 'mathit' | 'mathrm' | 'mathbf'): string {
  const greek = GREEK.get(text);
  if (greek !== undefined) return style === 'mathbf' ? `\\boldsymbol{${greek}}` : greek;
  const latin = LATIN_LOOKALIKES.get(text);
  if (latin !== undefined) return `\\mathrm{${latin}}`;
  if (style === 'mathbf') return `\\mathbf{${escaped(text)}}`;
  return isOneLetter(text) || /^\d+$/.test(text) ? escaped(text) : `\\${style}{${escaped(text)}}`;
}

const escaped = (text: string): string => text.replace(/[#$%&_{}]/g, '\\$&');

/**
 * A name as TeX. The first part is the letter, what follows an underscore or a trailing number is its subscript.
 * With `bold` the letter is bold, as vectors often are.
 */
export function texName(name: string, bold = false): string {
  const { base, subscripts } = split(name);
  const letter = word(base, bold ? 'mathbf' : 'mathit');
  if (subscripts.length === 0) return letter;
  const below = subscripts.map((part) => word(part, 'mathrm')).join(',');
  return isOneLetter(below) ? `${letter}_${below}` : `${letter}_{${below}}`;
}

/** A size such as `2*N+1` as TeX. */
export const texSize = (size: string): string =>
  size
    .split('+')
    .map((term) => {
      const [first = '', second] = term.split('*');
      const name = (text: string): string => (/^\d+$/.test(text) ? text : texName(text));
      return second === undefined ? name(first) : `${first} ${name(second)}`;
    })
    .join(' + ');
