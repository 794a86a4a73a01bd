/** TeX as MathML: the only file that imports temml. */
import temml from 'temml';
import { html, Markup } from './markup.js';

/** A formula in a line of text. */
export const inlineMath = (tex: string): Markup => math(tex, false);

/** A formula on a line of its own. */
export const displayMath = (tex: string): Markup => math(tex, true);

const OPTIONS = { throwOnError: true, strict: false, trust: false } as const;

function math(tex: string, displayMode: boolean): Markup {
  try {
    return Markup.trusted(temml.renderToString(tex, { ...OPTIONS, displayMode }));
  } catch {
    // A formula that temml cannot set is shown as it is written.
    return html`<code>${tex}</code>`;
  }
}
