/** The report on designs as a page. */
import { VERDICTS, WEAKEST_FIRST, type Verdict } from '../../verdicts/types.js';
import { assumptionsOf } from '../assumptions.js';
import { counterexampleText } from '../counterexample-file.js';
import { briefEvidence } from '../evidence-text.js';
import type { DesignPart, ReportModel } from '../model.js';
import { shellWord } from '../shell.js';
import { derivation, system } from './derivation.js';
import { evidence } from './evidence.js';
import { figure } from './figure.js';
import { type Child, html, type Markup } from './markup.js';
import { renderPage } from './page.js';
import { anchor, attachment, badge, copyable, counts, list } from './parts.js';

/** The page of a report on designs. */
export function renderReportHtml(model: ReportModel): string {
  const [only] = model.designs;
  const title = model.designs.length === 1 && only !== undefined ? only.name : `${model.designs.length} designs`;
  const verdicts = model.designs.flatMap((d) => d.claims.map((c) => c.verdict));
  return renderPage({
    title: `${title}: energy audit`,
    heading: html`<h1>${title}</h1>
<p class="note">Does the energy go down? Settled by ${model.tool} ${model.version}, seed ${model.seed}.</p>
${counts(verdicts)}
<nav aria-label="Contents"><ul>${model.designs.map(contents)}</ul></nav>`,
    main: model.designs.map((d, i) => designSection(d, i, model)),
    footer: legend(verdicts),
  });
}

/** What the verdicts that occur mean. */
export function legend(used: readonly Verdict['verdict'][]): Markup {
  const names = [...WEAKEST_FIRST].reverse().filter((name) => used.includes(name));
  return html`<h2>What the verdicts mean</h2>
<ul>${names.map((name) => html`<li>${badge(name)} ${VERDICTS[name]}</li>`)}</ul>`;
}

const idOf = (design: DesignPart, index: number): string => anchor('design', index + 1, design.name);

function contents(design: DesignPart, index: number, all: readonly DesignPart[]): Child {
  const id = idOf(design, index);
  const link = (part: string, words: string): Markup => html`<li><a href="#${id}-${part}">${words}</a></li>`;
  if (all.length > 1) return html`<li><a href="#${id}">${design.name}</a></li>`;
  return [
    link('glance', 'At a glance'),
    design.derivation === undefined ? undefined : [link('system', 'The system'), link('derived', 'Derivation')],
    link('claims', 'Claims and evidence'),
    (design.figures ?? []).length === 0 ? undefined : link('figures', 'Figures'),
    design.source === undefined ? undefined : link('rerun', 'Run it again'),
  ];
}

function designSection(design: DesignPart, index: number, model: ReportModel): Markup {
  const id = idOf(design, index);
  const { derivation: d, figures = [] } = design;
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${model.designs.length === 1 ? 'What holds' : design.name}</h2>
${d?.cite === undefined ? undefined : html`<p class="cite">${d.cite}</p>`}
${design.file === null ? undefined : html`<p class="file">File: <code>${design.file}</code></p>`}
${(design.warnings ?? []).map((w) => html`<p><b>Warning.</b> ${w}</p>`)}
<h3 id="${id}-glance">At a glance</h3>
${glance(design, id)}
${
  d === undefined
    ? undefined
    : [
        html`<h3 id="${id}-system">The system</h3>${system(d)}`,
        html`<h3 id="${id}-derived">Derivation</h3>${derivation(d, id)}`,
      ]
}
<h3 id="${id}-claims">Claims and evidence</h3>
<p><button type="button" class="unfold">Unfold all claims</button></p>
${design.claims.map((v) => claim(v, design, id, model))}
${figures.length === 0 ? undefined : html`<h3 id="${id}-figures">Figures</h3>${figures.map((f) => figure(f, id))}`}
${rerun(design, id, model)}
</section>`;
}

/** The table that says what holds, how strongly, and under which assumptions. */
function glance({ claims }: DesignPart, id: string): Markup {
  const row = (v: Verdict): Markup => html`<tr>
<th scope="row"><a href="#${anchor(id, 'claim', v.id)}">${v.id}</a></th>
<td>${badge(v.verdict)}</td>
<td data-label="Statement"><span class="statement">${v.statement}</span></td>
<td data-label="Evidence">${briefEvidence(v.evidence)}</td>
<td data-label="Assumes">${assumptions(v)}</td>
</tr>`;
  return html`<table class="glance">
<caption>What holds, how strongly, and under which assumptions.</caption>
<thead><tr><th scope="col">Claim</th><th scope="col">Verdict</th><th scope="col">Statement</th><th scope="col">Evidence</th><th scope="col">Assumes</th></tr></thead>
<tbody>${claims.map(row)}</tbody>
</table>`;
}

function assumptions(v: Verdict): Child {
  const all = assumptionsOf(v);
  return all.length === 0 ? 'nothing more' : list(all);
}

function claim(v: Verdict, design: DesignPart, id: string, model: ReportModel): Markup {
  const name = anchor(id, 'claim', v.id);
  return html`<details class="claim" id="${name}"${v.verdict === 'refuted' ? html` open` : undefined}>
<summary><h4>${badge(v.verdict)} ${v.id}</h4>${v.statement === v.id ? undefined : html`<span class="statement">${v.statement}</span>`}</summary>
<div class="body">
${v.cite === undefined ? undefined : html`<p class="cite">Source: ${v.cite}</p>`}
${evidence(v, design.proofs?.[v.id], name)}
${replay(v, design, model)}
</div>
</details>`;
}

/** Counterexamples of designs with longer texts are not attached: the command that finds them is enough. */
const ATTACHED_SOURCE = 50_000;

/** How to check a counterexample again. */
function replay(v: Verdict, { file, source, name }: DesignPart, { version, seed, tool }: ReportModel): Child {
  if (v.evidence.kind !== 'counterexample' || source === undefined) return undefined;
  const target = shellWord(file ?? 'design.yaml');
  if (source.length > ATTACHED_SOURCE)
    return copyable(
      `energy-audit check ${target} --only ${shellWord(v.id)} --seed ${seed}`,
      'Command that finds it again',
    );
  const saved = counterexampleText({
    tool,
    version,
    kind: 'counterexample',
    seed,
    design: { file, source },
    claim: { id: v.id, statement: v.statement },
    evidence: v.evidence,
  });
  const path = `${anchor(name, v.id)}.json`;
  return [
    html`<p class="label">Check it again</p>
<p>${attachment(path, saved, 'Save the counterexample')}, then run</p>`,
    copyable(`energy-audit replay ${path}`, 'Command that checks the counterexample'),
  ];
}

/** Longer design files are shown in part. */
const SHOWN_SOURCE = 12_000;

function rerun({ source, file }: DesignPart, id: string, { command }: ReportModel): Child {
  if (source === undefined) return undefined;
  const name =
    (file ?? 'design')
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.(ya?ml|json)$/i, '') ?? 'design';
  const shown = source.length <= SHOWN_SOURCE ? source : `${source.slice(0, SHOWN_SOURCE)} …`;
  return html`<h3 id="${id}-rerun">Run it again</h3>
${command === undefined ? undefined : copyable(command, 'Command that makes this report again')}
<p>The design file, as it was read: ${attachment(`${name}.yaml`, source, 'save it')}.${
    shown === source ? undefined : ' Its beginning:'
  }</p>
${copyable(shown, 'Design file')}`;
}
