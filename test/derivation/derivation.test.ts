import { describe, expect, it } from 'vitest';
import { derivation, fullHessian, hessianBlock, oneSidedRate, stateJacobian } from '../../src/derivation/derivation.js';
import { derive } from '../../src/derivation/index.js';
import { defineDesign } from '../../src/design/define.js';
import { ExpressionError } from '../../src/symbolic/error.js';
import type { SymbolExpression } from '../../src/symbolic/expression.js';
import { print } from '../../src/symbolic/print-text.js';

const design = (energy: string, y = '-2*y', z = 'ones(M)') =>
  defineDesign({ name: 't', dimensions: { N: 2, M: 3 }, state: { y: ['N'], z: ['M'] }, velocity: { y, z }, energy });

describe('a derivation', () => {
  it('has gradients, Hessian blocks and the rate of all states', async () => {
    const d = derivation(await design("y'*y + sum(z)*sum(y)"));
    const [y, z] = d.states as [SymbolExpression, SymbolExpression];
    expect(print(d.gradients.get('z') as SymbolExpression)).toContain('*ones(M)');
    expect(print(hessianBlock(d, y, y))).toBe('2*identity(N)');
    expect(print(hessianBlock(d, y, z))).toBe('ones(N)*ones(1, M)');
    expect(fullHessian(d).shape).toEqual({ rows: 'M+N', columns: 'M+N' });
    expect(stateJacobian(d, d.velocity).shape).toEqual({ rows: 'M+N', columns: 'M+N' });
    expect(d.rate.shape).toEqual({ rows: '1', columns: '1' });
    expect(d.velocityJumps).toBe(false);
  });

  it('is made once for a design', async () => {
    const one = await design("y'*y");
    expect(derivation(one)).toBe(derivation(one));
  });

  it('refuses what has no derivative, naming it', async () => {
    const bad = await defineDesign({
      name: 't',
      dimensions: { N: 2 },
      state: { y: ['N'] },
      velocity: { y: '-y' },
      energy: 'norm(diag(y) + identity(N)) + sum(y)',
    });
    expect(() => derivation(bad)).toThrow(ExpressionError);
    expect(() => derivation(bad)).toThrow(/norm/);
  });

  it('takes the side into which the flow leads at kinks', async () => {
    const d = derivation(await design('sum(abs(y))', '-ones(N)'));
    // At y = 0 with the velocity −1, |y| rises by 1 for each entry.
    expect(print(oneSidedRate(d))).not.toBe(print(d.rate));
    expect(print(oneSidedRate(derivation(await design("y'*y"))))).toBe(print(derivation(await design("y'*y")).rate));
  });

  it('is compared with components, as data for readers', async () => {
    const view = await derive(await design("y'*y + sum(z)*sum(y)"));
    expect(view.secondRoute.notCompared).toEqual([]);
    expect(view.secondRoute.compared.length).toBeGreaterThanOrEqual(5);
    expect(view.secondRoute.maxDisagreement).toBeLessThan(1e-12);
    expect(view.hessian.map(({ row, column }) => `${row}${column}`)).toEqual(['yy', 'yz', 'zz']);
  });
});
