/** The replay of a derivation as `replay --json` prints it. */
import { type StepsReport, verdictOfSteps } from '../verdicts/steps.js';
import { evidenceJson, writeJson } from './json.js';

export const renderStepsJson = (report: StepsReport, version: string): string =>
  `${writeJson({
    tool: 'energy-audit',
    version,
    file: report.file,
    name: report.name,
    cite: report.cite,
    verdict: verdictOfSteps(report.steps),
    steps: report.steps.map((s, i) => ({
      number: i + 1,
      id: s.id,
      statement: s.statement,
      cite: s.cite,
      outcome: s.outcome,
      expected: s.expected,
      from: s.from,
      uses: s.uses,
      rules: s.rules,
      assumptions: s.assumptions,
      'repaired-by': s.repairedBy,
      evidence: evidenceJson(s.evidence),
    })),
  })}\n`;
