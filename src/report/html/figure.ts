/** A figure on a page: its panels as SVG, a legend, and what it shows in words. */
import type { Figure } from '../figures/figure.js';
import { legendOf, swatch } from '../figures/legend.js';
import { panelSvg } from '../figures/plot.js';
import { html, Markup } from './markup.js';
import { anchor } from './parts.js';

export function figure(f: Figure, prefix: string): Markup {
  const id = anchor(prefix, 'figure', f.id);
  const panels = f.panels.map(
    (p) =>
      html`<div class="panel">${p.title === '' ? undefined : html`<p>${p.title}</p>`}${Markup.trusted(panelSvg(p))}</div>`,
  );
  const legend = legendOf(f.panels).map((entry) => html`<li>${Markup.trusted(swatch(entry))}${entry.label}</li>`);
  return html`<figure id="${id}" aria-labelledby="${id}-title">
<h4 id="${id}-title">${f.title}</h4>
<div class="panels" style="--columns: ${Math.min(f.columns ?? 1, 2)}" role="img" aria-label="${f.alt}">${panels}</div>
${legend.length === 0 ? undefined : html`<ul class="legend" aria-label="Legend">${legend}</ul>`}
<figcaption>${f.caption}</figcaption>
</figure>`;
}
