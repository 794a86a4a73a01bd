/** HTML as values: text becomes markup only by being escaped, so that no name of a design can end up as a tag. */

/** Text that is HTML. Only templates, and adapters whose output is markup, make it. */
export class Markup {
  private readonly escaped: string;

  private constructor(escaped: string) {
    this.escaped = escaped;
  }

  toString(): string {
    return this.escaped;
  }

  /** Takes text for HTML as it is: for the output of libraries that write markup, and for the page's own style and script. */
  static trusted(text: string): Markup {
    return new Markup(text);
  }
}

export type Child = Markup | string | number | undefined | readonly Child[];

/** A template whose values are escaped; markup is put in as it is, lists one after the other, `undefined` as nothing. */
export const html = (texts: TemplateStringsArray, ...values: readonly Child[]): Markup =>
  Markup.trusted(texts.map((text, i) => (i === 0 ? text : shown(values[i - 1]) + text)).join(''));

function shown(value: Child): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'string') return escapeHtml(value);
  return typeof value === 'number' ? String(value) : value.map(shown).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for an element or a quoted attribute. Characters that no document may have, and those that turn the direction
 * of what follows, are shown by their codes.
 */
export const escapeHtml = (text: string): string =>
  text
    .replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c)
    .replace(UNSHOWABLE, (c) => `[U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);

// Control characters other than tab and line ends, lone surrogates, and marks of direction.
const UNSHOWABLE = /[^\P{Cc}\t\n\r]|\p{Cs}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
