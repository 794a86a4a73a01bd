/** A whole report as JSON: what `check --json` prints, with the text of each design, its derivation, proofs and figures. */
import { derivationJson, stepJson } from './derivation-json.js';
import { designJson, writeJson } from './json.js';
import type { DesignPart, ReportModel } from './model.js';

const partJson = ({ source, derivation, proofs = {}, figures, ...verdicts }: DesignPart): object => ({
  ...designJson(verdicts),
  source,
  derivation: derivation === undefined ? undefined : derivationJson(derivation),
  proofs: Object.fromEntries(Object.entries(proofs).map(([id, steps]) => [id, steps.map(stepJson)])),
  figures,
});

export const renderReportJson = ({ tool, version, seed, command, designs }: ReportModel): string =>
  `${writeJson({ tool, version, seed, command, designs: designs.map(partJson) })}\n`;
