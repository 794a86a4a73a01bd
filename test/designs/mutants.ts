/** Small mistakes in a design, one at a time: what a slip of the pen makes of its formulas. */
import type { DesignInput } from '../../src/design/define.js';

export interface Mutant {
  readonly what: string;
  readonly design: DesignInput;
}

/** Every design that differs from this one by one slip in the energy or in a velocity. */
export function mutants(design: DesignInput, activations: readonly string[], matrices: readonly string[]): Mutant[] {
  const found: Mutant[] = [];
  const slips = (text: string): { what: string; text: string }[] => [
    ...each(text, / [+-] /g, (m) => (m === ' + ' ? ' - ' : ' + '), 'sign'),
    ...each(text, /'/g, () => '', 'transpose dropped'),
    ...each(text, /1\/2\*/g, () => '', 'half dropped'),
    ...matrices.flatMap((m) => each(text, new RegExp(`\\b${m}\\b(?!')`, 'g'), () => `${m}'`, `${m} transposed`)),
    ...activations.flatMap((g) => each(text, new RegExp(`\\b${g}\\(`, 'g'), () => '(', `${g} by identity`)),
    ...each(text, /(?<=^| [+-] )[a-zA-Z]\w*\(/g, (m) => `3/2*${m}`, 'term scaled'),
  ];
  for (const { what, text } of slips(String(design.energy)))
    found.push({ what: `energy: ${what}: ${text}`, design: { ...design, energy: text } });
  for (const [state, formula] of Object.entries(design.velocity))
    for (const { what, text } of slips(String(formula)))
      found.push({
        what: `velocity of ${state}: ${what}: ${text}`,
        design: { ...design, velocity: { ...design.velocity, [state]: text } },
      });
  for (const [name, p] of Object.entries(design.parameters ?? {}))
    if (p.structure === 'symmetric')
      found.push({
        what: `${name} need not be symmetric`,
        design: { ...design, parameters: { ...design.parameters, [name]: { ...p, structure: 'general' } } },
      });
  return found;
}

/** The texts with one match replaced. */
function each(
  text: string,
  pattern: RegExp,
  replace: (match: string) => string,
  what: string,
): { what: string; text: string }[] {
  return [...text.matchAll(pattern)].map((m) => ({
    what,
    text: text.slice(0, m.index) + replace(m[0]) + text.slice(m.index + m[0].length),
  }));
}
