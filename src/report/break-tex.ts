/** Long formulas in lines: TeX broken before its outermost relations, sums and differences. */

interface Break {
  readonly at: number;
  /** How many parentheses and the like are open there. */
  readonly depth: number;
}

/** The lines of a formula, of about at most `width` glyphs where it can be broken; joined they are the formula. */
export function breakTex(tex: string, width: number): readonly string[] {
  const breaks = breaksOf(tex);
  return split(tex, 0, width, breaks, 0);
}

function split(tex: string, from: number, width: number, breaks: readonly Break[], depth: number): readonly string[] {
  if (texWidth(tex) <= width || depth > DEEPEST) return [tex];
  const own = breaks
    .filter((b) => b.depth === depth && b.at > from && b.at < from + tex.length)
    .map((b) => b.at - from);
  const pieces = [0, ...own].map((start, i) => ({ start, text: tex.slice(start, own[i] ?? tex.length) }));
  const lines: string[] = [];
  let line = '';
  for (const { start, text } of pieces) {
    // A short left side stays with the beginning of what must be broken anyway.
    const stays = texWidth(line) <= SHORT && texWidth(text) > width;
    if (line !== '' && !stays && texWidth(line) + texWidth(text) > width) {
      lines.push(line);
      line = '';
    }
    if (texWidth(text) <= width) {
      line += text;
      continue;
    }
    const parts = split(text, from + start, width, breaks, depth + 1);
    const [first = '', ...rest] = parts;
    const last = rest.pop();
    lines.push(...(last === undefined ? [] : [line + first, ...rest]));
    line = last ?? line + first;
  }
  return [...lines, line].filter((text) => text.trim() !== '');
}

/** Glyphs of a left side such as `dE/dt`. */
const SHORT = 8;
/** Formulas are not broken inside more parentheses than this. */
const DEEPEST = 3;

/** Where a formula may be broken: outside of groups and of parentheses that grow, before what is set off by spaces. */
function breaksOf(tex: string): readonly Break[] {
  const breaks: Break[] = [];
  let [group, depth] = [0, 0];
  for (let i = 0; i < tex.length; i += 1) {
    const rest = tex.slice(i, i + 16);
    const command = /^\\(begin|left|end|right)(?![A-Za-z])/.exec(rest)?.[1];
    if (command === 'begin' || command === 'left') group += 1;
    else if (command === 'end' || command === 'right') group -= 1;
    else if (tex[i] === '\\' && /[{}]/.test(tex[i + 1] ?? '')) i += 1;
    else if (tex[i] === '{') group += 1;
    else if (tex[i] === '}') group -= 1;
    else if (tex[i] === '(' || tex[i] === '[') depth += 1;
    else if (tex[i] === ')' || tex[i] === ']') depth -= 1;
    else if (group === 0 && i > 0 && BEFORE.test(rest)) breaks.push({ at: i, depth });
  }
  return breaks;
}

const BEFORE = /^ (\+|-|=|>|\\(ge|le|ne|succ|succeq|odot|oslash)(?![A-Za-z])|\\;\\Rightarrow) /;

/** About how many glyphs wide a formula is: letters, digits, signs and commands count, fractions by their wider side. */
export function texWidth(tex: string): number {
  const flat = tex
    .replace(/\\d?frac\{([^{}]*)\}\{([^{}]*)\}/g, (_, a: string, b: string) => (a.length > b.length ? a : b))
    .replace(/\\(operatorname|mathrm|mathit|mathbf|text|boldsymbol|bigl|bigr|left|right|begin\{\w+\}|end\{\w+\})/g, '')
    .replace(/\\(log|exp|tanh|cosh|sinh|diag|max|min|arctan)(?![A-Za-z])/g, '$1')
    .replace(/\\[A-Za-z]+/g, 'x')
    .replace(/\\[,;:! ]/g, '');
  return flat.replace(/[{}^_&\s]/g, '').length;
}

/** A formula in lines, the second and later ones set in under the first. */
export function alignedTex(tex: string, width: number): string {
  const lines = breakTex(tex, width);
  if (lines.length === 1) return tex;
  return `\\begin{aligned}${lines.map((line, i) => `${i === 0 ? '&' : '&\\quad'}${line}`).join(' \\\\ ')}\\end{aligned}`;
}
