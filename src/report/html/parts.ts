/** Pieces of a page that several sections use. */
import { gzipSync } from 'node:zlib';
import type { VerdictName } from '../../verdicts/types.js';
import { WEAKEST_FIRST } from '../../verdicts/types.js';
import { alignedTex } from '../break-tex.js';
import { grouped } from '../numbers.js';
import { MARKS } from '../style.js';
import { type Child, html, type Markup } from './markup.js';
import { displayMath } from './mathml.js';

/** The sign and the word of a verdict. */
export const badge = (verdict: VerdictName): Markup =>
  html`<span class="verdict ${verdict}"><span aria-hidden="true">${MARKS[verdict].sign}</span> ${verdict}</span>`;

/** How often each verdict occurs, what needs attention first. */
export function counts(verdicts: readonly VerdictName[]): Markup {
  const items = WEAKEST_FIRST.flatMap((name) => {
    const count = verdicts.filter((v) => v === name).length;
    return count === 0 ? [] : [html`<li>${badge(name)} <b>${count}</b></li>`];
  });
  return html`<ul class="counts" aria-label="Verdicts by kind">${items}</ul>`;
}

/** Glyphs of a formula in one line of the page; wider ones are broken. */
const LINE = 62;

/** A formula on its own line; where it is wider than the page it scrolls by itself, also by the keyboard. */
export const formula = (tex: string, label: string): Markup =>
  scrolling(displayMath(alignedTex(tex, LINE)), label, 'formula');

/** What may be wider than the page. */
export const scrolling = (inner: Child, label: string, kind: string): Markup =>
  html`<div class="wide ${kind}" role="group" aria-label="${label}" tabindex="0">${inner}</div>`;

/** Text to be copied as it is. */
export const copyable = (text: string, label: string): Markup =>
  html`<div class="copyable"><pre tabindex="0" role="group" aria-label="${label}"><code>${text}</code></pre><button type="button" class="copy" aria-label="Copy: ${label}">Copy</button></div>`;

/** A list of sentences. */
export const list = (items: readonly Child[]): Markup | undefined =>
  items.length === 0 ? undefined : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

/** Larger texts are attached compressed. */
const PLAIN_BYTES = 100_000;

/** A link that saves a text which the page carries. */
export function attachment(name: string, text: string, words: string): Markup {
  const bytes = Buffer.from(text);
  const [data, file, type] =
    bytes.length <= PLAIN_BYTES
      ? [bytes, name, 'text/plain']
      : [gzipSync(bytes, { level: 9 }), `${name}.gz`, 'application/gzip'];
  return html`<a download="${file}" href="data:${type};base64,${data.toString('base64')}">${words} (${file}, ${grouped(Math.ceil(data.length / 1000))} kB)</a>`;
}

/** A name for the `id` of an element, from any text. */
export const anchor = (...parts: readonly (string | number)[]): string =>
  parts
    .map((part) =>
      String(part)
        .normalize('NFKD')
        .replace(/[^A-Za-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, ''),
    )
    .map((part) => (part === '' ? 'x' : part.slice(0, 60)))
    .join('-');
