/** Derivations as numbered steps: complete, in order, and typeset without what TeX cannot read. */
import { describe, expect, it } from 'vitest';
import { derivationSteps } from '../../src/checkers/derivation-steps.js';
import { derive } from '../../src/derivation/index.js';
import { renderDerivationTex } from '../../src/report/derivation-tex.js';
import { SHIPPED, shipped, small } from './prove/support.js';

const texts = (steps: ReturnType<typeof derivationSteps>): string[] => steps.map((s) => s.formula.text);

describe('the steps of a derivation', () => {
  it.each(SHIPPED)('of %s are numbered and rest on earlier ones', async (name) => {
    const steps = derivationSteps(await shipped(name));
    expect(steps.map((s) => s.number)).toEqual(steps.map((_, i) => i + 1));
    for (const { number, from, formula, rule } of steps) {
      expect(from.every((n) => n >= 1 && n < number)).toBe(true);
      expect(rule).not.toBe('');
      expect(formula.text + formula.tex).not.toMatch(/undefined|NaN/);
    }
    expect(texts(steps).some((t) => t.startsWith('dE = '))).toBe(true);
    expect(texts(steps).some((t) => t.startsWith('dE/dt = '))).toBe(true);
  });

  it.each(SHIPPED)('of %s are TeX that balances', async (name) => {
    const design = await shipped(name);
    const tex = renderDerivationTex({ ...(await derive(design)), steps: derivationSteps(design) });
    expect(tex).toMatch(/^\\documentclass[^]*\\begin\{document\}[^]*\\end\{document\}\n$/);
    const body = tex.replace(/%.*$/gm, '').replace(/\\[\\{}$%&#_]/g, '');
    for (const item of body.split('\\item')) {
      expect(item.split('$').length % 2).toBe(1);
      let depth = 0;
      for (const c of item.split('\\end{')[0] as string) {
        depth += c === '{' ? 1 : c === '}' ? -1 : 0;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
    }
    expect(body).not.toMatch(/[^\n\u0020-\u007e\u00a1-\u017f]/);
  });

  it('state the factorisation and inequality (7) of the design at hand, and end with the proof', async () => {
    const { design } = await small({
      parameters: { W: { shape: ['N', 'N'] }, b: { shape: ['N'] } },
      lagrangians: { L: { is: 'tanh', gradient: 'g', hessian: 'Lam' } },
      define: { f: 'y - g(W*y + b)' },
      velocity: { y: "-(identity(N) - W'*Lam(W*y + b))*f" },
      energy: "1/2*f'*f",
    });
    const steps = texts(derivationSteps(design));
    expect(steps).toContain("F = identity(N) - W'*Lam(W*y + b)");
    expect(steps).toContain("R = identity(N) - W'*Lam(W*y + b)");
    expect(steps).toContain('grad(E, y) = F*f');
    expect(steps).toContain('dy/dt = -R*f');
    expect(steps.some((t) => t.startsWith("R'*F + F'*R ≥ 0: "))).toBe(true);
    expect(steps.at(-1)).toBe('dE/dt ≤ 0');
  });

  it('claim no descent where there is none', async () => {
    const { design } = await small({
      parameters: { W: { shape: ['N', 'N'] } },
      velocity: { y: 'W*y' },
      energy: "1/2*y'*y",
    });
    expect(texts(derivationSteps(design))).not.toContain('dE/dt ≤ 0');
  });

  it('name each rule of the calculus that they use', async () => {
    const { design } = await small({
      parameters: { A: { shape: ['N', 'N'], structure: 'positive-definite' } },
      lagrangians: { L: { is: 'any', gradient: 'g' } },
      velocity: { y: '-y' },
      energy: "L(y) + y'*g(y) + sum(exp(y)) + (1 + y'*y)^2 + y'*inv(A)*y",
    });
    const rules = derivationSteps(design)
      .map((s) => s.rule)
      .join('\n');
    for (const rule of [
      'Lagrangian',
      'activation',
      'entrywise function',
      'power rule',
      'product rule',
      'sum rule',
      'chain rule',
    ])
      expect(rules).toContain(rule);
  });
});
