/** The audit of a paper as a page. */
import type { ClaimOfDesign, ReadingVerdict, RepairVerdict, RowVerdict, TableVerdict } from '../../verdicts/rows.js';
import { WEAKEST_FIRST, type VerdictName } from '../../verdicts/types.js';
import { briefEvidence, evidenceSentences } from '../evidence-text.js';
import type { PaperModel } from '../model.js';
import { legend } from './design.js';
import { evidence } from './evidence.js';
import { figure } from './figure.js';
import { type Child, html, type Markup } from './markup.js';
import { renderPage } from './page.js';
import { anchor, badge, copyable, counts, list } from './parts.js';

const TITLES: Readonly<Record<VerdictName, string>> = {
  refuted: 'What does not hold as printed',
  inconclusive: 'What is not decided',
  unrefuted: 'What was searched without a violation',
  certified: 'What is certified',
  proved: 'What is proved',
};

/** The page of the audit. */
export function renderPaperHtml(model: PaperModel): string {
  const verdicts = model.claims.map((row) => row.verdict);
  const groups = WEAKEST_FIRST.filter((name) => verdicts.includes(name));
  const { figures = [], tables = [] } = model;
  return renderPage({
    title: 'The paper, claim by claim: energy audit',
    heading: html`<h1>The paper, claim by claim</h1>
<p class="note">Associative memory and dead neurons (arXiv:2410.13866). Every statement is judged as it is printed; nothing is corrected. By ${model.tool} ${model.version}, seed ${model.seed}.</p>
${counts(verdicts)}
<nav aria-label="Contents"><ul>
<li><a href="#glance">At a glance</a></li>
${figures.length === 0 ? undefined : html`<li><a href="#figures">Figures</a></li>`}
${groups.map((name) => html`<li><a href="#${name}">${TITLES[name]}</a></li>`)}
${tables.map(({ id, title }) => html`<li><a href="#${anchor('table', id)}">${title}</a></li>`)}
<li><a href="#rerun">Run it again</a></li>
</ul></nav>`,
    main: [
      html`<section aria-labelledby="glance"><h2 id="glance">At a glance</h2>${glance(model.claims)}</section>`,
      figures.length === 0
        ? undefined
        : html`<section aria-labelledby="figures"><h2 id="figures">Figures</h2>${figures.map((f) => figure(f, 'paper'))}</section>`,
      groups.map((name, i) => group(name, model.claims, i === 0)),
      tables.map(activations),
      html`<section aria-labelledby="rerun"><h2 id="rerun">Run it again</h2>
${model.command === undefined ? undefined : copyable(model.command, 'Command that makes this report again')}
<p>One row: <code>energy-audit paper --only ${model.claims[0]?.id ?? 'ID'}</code>. Its counterexample with every digit is in the data below it.</p></section>`,
    ],
    footer: legend(verdicts),
  });
}

const rowId = (row: RowVerdict): string => anchor('row', row.id);

function glance(rows: readonly RowVerdict[]): Markup {
  const line = (row: RowVerdict): Markup => html`<tr>
<th scope="row"><a href="#${rowId(row)}">${row.id}</a></th>
<td>${badge(row.verdict)}</td>
<td data-label="Place">${row.place}</td>
<td data-label="Printed">${row.statement}</td>
<td data-label="Evidence">${briefEvidence(row.evidence)}</td>
</tr>`;
  return html`<table class="glance">
<caption>Every statement of the paper with its verdict.</caption>
<thead><tr><th scope="col">Row</th><th scope="col">Verdict</th><th scope="col">Place</th><th scope="col">Printed</th><th scope="col">Evidence</th></tr></thead>
<tbody>${rows.map(line)}</tbody>
</table>`;
}

/** A line for each activation, with its verdict in each system. */
function activations({ id, title, activations: names, systems }: TableVerdict): Markup {
  const at = anchor('table', id);
  const line = (name: string, i: number): Markup => html`<tr>
<th scope="row"><code>${name}</code></th>
${systems.map(({ name: system, verdicts }) => {
  const cell = verdicts[i];
  return html`<td data-label="${system}">${cell === undefined ? undefined : badge(cell.verdict)}</td>`;
})}
</tr>`;
  return html`<section aria-labelledby="${at}"><h2 id="${at}">${title}</h2>
<div class="wide" tabindex="0" role="region" aria-label="${title}"><table class="glance">
<caption>Activations of the catalogue in the systems of the paper.</caption>
<thead><tr><th scope="col">Activation</th>${systems.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${names.map(line)}</tbody>
</table></div></section>`;
}

function group(name: VerdictName, rows: readonly RowVerdict[], first: boolean): Markup {
  return html`<section aria-labelledby="${name}"><h2 id="${name}">${TITLES[name]}</h2>
${first ? html`<p><button type="button" class="unfold">Unfold all claims</button></p>` : undefined}
${rows.filter((row) => row.verdict === name).map(section)}</section>`;
}

function section(row: RowVerdict): Markup {
  const id = rowId(row);
  const single = row.readings.length <= 1;
  return html`<details class="claim" id="${id}">
<summary><h4>${badge(row.verdict)} ${row.id}</h4> <span class="cite">${row.place}</span><span class="printed">${row.statement}</span></summary>
<div class="body">
${row.note === undefined ? undefined : html`<p>${row.note}</p>`}
${evidence(row, undefined, id)}
${single ? claims(row.readings[0]?.claims ?? [], 'What was judged') : row.readings.map(reading)}
${row.repaired === undefined ? undefined : repaired(row.repaired)}
</div>
</details>`;
}

const reading = (r: ReadingVerdict): Child => [
  html`<p class="label">Read as “${r.name}”: ${badge(r.verdict)}</p>`,
  claims(r.claims, undefined),
];

const repaired = (r: RepairVerdict): Child => [
  html`<p class="label">Instead ${badge(r.verdict)}</p><p>${r.statement}</p>`,
  claims(r.claims, undefined),
];

function claims(of: readonly ClaimOfDesign[], title: string | undefined): Child {
  const item = ({ design, verdict: v }: ClaimOfDesign): Child => [
    badge(v.verdict),
    ' ',
    html`<span class="statement">${v.statement}</span> `,
    html`<span class="note">(${design}) ${evidenceSentences(v.evidence)[0] ?? ''}</span>`,
  ];
  if (of.length === 0) return undefined;
  return [title === undefined ? undefined : html`<p class="label">${title}</p>`, list(of.map(item))];
}
