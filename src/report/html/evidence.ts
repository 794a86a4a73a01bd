/** A verdict with its evidence. */
import type { StepView } from '../../derivation/view.js';
import type { Counterexample, Evidence, Value, Verdict, Wording } from '../../verdicts/types.js';
import { assumptionsOf } from '../assumptions.js';
import {
  dimensionsText,
  evidenceSentences,
  FACTORS_TAKEN,
  leftOut,
  relevant,
  REPAIRS,
  repairSentences,
  shownInFull,
} from '../evidence-text.js';
import { evidenceJson, writeJson } from '../json.js';
import { isShortened, sizeText, valueTex } from '../values-tex.js';
import { type Child, html, type Markup } from './markup.js';
import { attachment, copyable, formula, list, scrolling } from './parts.js';
import { inlineMath } from './mathml.js';

/** The evidence of a verdict; `steps` are those of its proof, `name` is for files with its data. */
export function evidence(v: Verdict, steps: readonly StepView[] | undefined, name: string): Child {
  const { evidence: e, wording } = v;
  const assumptions = assumptionsOf(v);
  return [
    html`${evidenceSentences(e, wording)
      .filter((s) => e.kind !== 'proof' || !s.startsWith('Assumes '))
      .map((s) => html`<p>${s}</p>`)}`,
    e.kind === 'counterexample' ? counterexample(e, wording) : undefined,
    e.kind === 'reason' && e.values !== undefined
      ? [html`<p>At ${dimensionsText(e.dimensions ?? {})}:</p>`, values(relevant(e.values, wording))]
      : undefined,
    assumptions.length === 0 ? undefined : html`<p class="label">Assumptions</p>${list(assumptions)}`,
    v.repairs === undefined || v.repairs.length === 0
      ? undefined
      : html`<p class="label">${REPAIRS}</p>${list(repairSentences(v.repairs))}`,
    steps === undefined || steps.length === 0
      ? undefined
      : html`<p class="label">Proof, step by step</p>${stepList(steps, `${name}-step`)}`,
    e.kind === 'counterexample' || e.kind === 'certificate' ? asData(e, name) : undefined,
  ];
}

/** Numbered steps, each with its rule and links to the steps that it rests on. */
export function stepList(steps: readonly StepView[], prefix: string): Markup {
  const item = (step: StepView): Markup => html`<li id="${prefix}-${step.number}" value="${step.number}">
${formula(step.formula.tex, `Step ${step.number}: ${step.formula.text}`)}
<p class="rule">by ${step.rule}${
    step.from.length === 0
      ? undefined
      : [' (from ', step.from.map((n, i) => [i === 0 ? '' : ', ', html`<a href="#${prefix}-${n}">${n}</a>`]), ')']
  }</p></li>`;
  return html`<ol class="steps">${steps.map(item)}</ol>`;
}

/** The point, and what else a reader needs to check the violation by hand. */
function counterexample(e: Counterexample, wording: Wording | undefined): Child {
  const shown = relevant(e.values, wording);
  const parts = relevant(e.parts ?? {}, wording);
  const witness = e.witness === undefined ? {} : { [wording?.witness ?? 'x']: e.witness };
  const hidden = leftOut(e.values, wording);
  return [
    html`<p>At ${dimensionsText(e.dimensions)}:</p>`,
    values(shown),
    e.direction === undefined ? undefined : [html`<p>along the direction</p>`, values(e.direction)],
    e.witness === undefined ? undefined : [html`<p>with the witness</p>`, values(witness)],
    e.factors === undefined ? undefined : [html`<p>${FACTORS_TAKEN}</p>`, values(e.factors)],
    Object.entries(parts).map(([name, factors]) => [html`<p>${name} is built from</p>`, values(factors)]),
    hidden === undefined
      ? undefined
      : html`<p class="note">(${hidden.replace('--json and the saved file have', 'the data below has')})</p>`,
    shownInFull([shown, e.direction, e.witness, e.factors, parts])
      ? undefined
      : html`<p class="note">(Entries are rounded here; the data below has every digit.)</p>`,
  ];
}

/** Named numbers, vectors and matrices side by side. */
export function values(of: Readonly<Record<string, Value>>): Markup {
  const item = ([name, value]: readonly [string, Value]): Markup =>
    html`<div class="value">${inlineMath(valueTex(name, value))}${
      isShortened(value) ? html`<span class="note">${sizeText(value)}, in part</span>` : undefined
    }</div>`;
  return scrolling(Object.entries(of).map(item), `Values of ${Object.keys(of).join(', ')}`, 'values');
}

/** Longer data is attached, not shown. */
const SHOWN_CHARACTERS = 6000;

function asData(e: Evidence, name: string): Markup {
  const text = writeJson(evidenceJson(e));
  return text.length <= SHOWN_CHARACTERS
    ? html`<details class="data"><summary>The evidence as data (JSON)</summary>${copyable(text, 'Evidence as JSON')}</details>`
    : html`<p>${attachment(`${name}.json`, text, 'The evidence as data')}</p>`;
}
