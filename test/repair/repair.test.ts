/** What would make refuted claims true: near, proved, and the weakest first. */
import { describe, expect, it } from 'vitest';
import { checkDesign } from '../../src/checkers/check-design.js';
import { parseDesign } from '../../src/design/load.js';
import type { Repair } from '../../src/verdicts/types.js';
import { repairsOf } from '../../src/repair/repair.js';

const memory = (change: Readonly<Record<string, string>> = {}): string => {
  const parts = {
    W: '{ shape: [N, N], structure: symmetric }',
    L: '{ is: any, assume: convex, gradient: g, hessian: Lambda }',
    velocity: 'W*g(y) - y + b',
    energy: "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
    claims: '[descent]',
    ...change,
  };
  return `
name: memory
dimensions: { N: 2 }
state: { y: [N] }
parameters: { W: ${parts.W}, b: { shape: [N] } }
lagrangians: { L: ${parts.L} }
velocity: { y: ${parts.velocity} }
energy: ${parts.energy}
claims: ${parts.claims}
`;
};

const repairs = async (text: string, id = 'descent'): Promise<readonly Repair[]> =>
  repairsOf(await parseDesign(text), id, 1);
const changes = async (text: string, id?: string): Promise<string[]> =>
  (await repairs(text, id)).map((r) => r.changes.join('; '));

describe('repairs', () => {
  it('assume the weakest structure that is enough, and no stronger one beside it', async () => {
    const found = await changes(memory({ W: '{ shape: [N, N] }' }));
    expect(found).toContain('W symmetric');
    expect(found.filter((text) => /W (diagonal|positive|negative)/.test(text))).toEqual([]);
  });

  it('restrict the Lagrangian', async () => {
    expect(await changes(memory({ L: '{ is: any, gradient: g }' }))).toContain('L convex');
  });

  it('assume two things only where one is not enough', async () => {
    const found = await changes(memory({ W: '{ shape: [N, N] }', L: '{ is: any, gradient: g }' }));
    expect(found).toContain('L convex; W symmetric');
  });

  it.each([
    ['a missing ½', "(y - b)'*g(y) - L(y) - g(y)'*W*g(y)"],
    ['a sign', "(y - b)'*g(y) - L(y) + 1/2*g(y)'*W*g(y)"],
    ['the sign of the bias', "(y + b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)"],
  ])('mend %s', async (_, energy) => {
    const found = await changes(memory({ energy }));
    expect(found).toContain(`energy with (y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y) for ${energy}`);
  });

  it('transpose a factor of the velocity', async () => {
    const found = await changes(
      memory({
        L: '{ is: tanh, gradient: g, hessian: Lambda }',
        velocity: '(identity(N) - W*Lambda(y))*(W*g(y) - y + b)',
        energy: "1/2*(W*g(y) - y + b)'*(W*g(y) - y + b)",
      }),
    );
    expect(found.some((change) => change.startsWith("velocity.y with (identity(N) - W*Lambda(y))'*"))).toBe(true);
  });

  it('take another R where nothing smaller helps', async () => {
    const text = memory({
      W: '{ shape: [N, N] }',
      L: '{ is: softplus, gradient: g, hessian: Lambda }',
      velocity: 'Lambda(W*y + b)*(g(W*y + b) - y)',
      energy: "1/2*(y - g(W*y + b))'*(y - g(W*y + b))",
    });
    const found = await changes(text);
    expect(found.some((change) => change.includes('R = F'))).toBe(true);
    expect(found.some((change) => change.includes('orthogonal factor'))).toBe(true);
  });

  it('tie parameters together', async () => {
    const found = await changes(`
name: layers
dimensions: { N: 2, M: 3 }
state: { v: [N], h: [M] }
parameters: { X: { shape: [N, M] }, Z: { shape: [M, N] } }
lagrangians: { P: { is: tanh, gradient: g }, Q: { is: softmax, gradient: f } }
velocity: { v: X*f(h) - v, h: Z*g(v) - h }
energy: v'*g(v) - P(v) + h'*f(h) - Q(h) - g(v)'*X*f(h)
claims: [descent]
`);
    expect(found).toContain("Z = X'");
  });

  it('mend the statement of an identity', async () => {
    const claims = `[{ id: gradient, equal: ["grad(energy, y)", "Lambda(y)*(y + b - W*g(y))"] }]`;
    expect(await changes(memory({ claims }), 'gradient')).toContain(
      'the statement with Lambda(y)*(y - b - W*g(y)) for Lambda(y)*(y + b - W*g(y))',
    );
  });

  it('offer nothing that says nothing', async () => {
    const found = await changes(memory({ claims: "[{ id: s, nonpositive: \"y'*W*y - y'*W*y*2 + b'*b\" }]" }), 's');
    expect(found.some((text) => text.includes("y'*W*y - y'*W*y + "))).toBe(false);
  });

  it('survive a check of the repaired design by the search alone', async () => {
    const broken = memory({ energy: "(y - b)'*g(y) - L(y) - g(y)'*W*g(y)" });
    const [repair] = (await repairs(broken)).flatMap((r) => r.changes);
    const [, good, bad] = /^\S+ with (.*) for (.*)$/.exec(repair ?? '') ?? [];
    expect(good).toBeDefined();
    const repaired = broken.replace(bad as string, good as string);
    const report = await checkDesign(await parseDesign(repaired), { samples: 3000, prove: false });
    expect(report.claims.map((c) => c.verdict)).toEqual(['unrefuted']);
  });

  it('are the same for the same seed, and end when told to', async () => {
    const text = memory({ W: '{ shape: [N, N] }' });
    expect(await repairs(text)).toEqual(await repairs(text));
    expect(await repairsOf(await parseDesign(text), 'descent', 1, () => true)).toEqual([]);
  });

  it('take a vector of equal entries for a vector, not for a number', async () => {
    const text = memory({
      claims: `[{ id: a, equal: ["b'*b", "sum(b)^2"] }, { id: c, equal: ["N*b'*b", "sum(b)^2"] }]`,
    });
    expect(await changes(text, 'a')).not.toContain('all entries of b equal');
    expect(await changes(text, 'c')).toContain('all entries of b equal');
  });

  it('change the one place that they name, though the file has written it once for two', async () => {
    const velocity = '{ x: &v "W*(x + y)", y: *v }';
    const text = `
name: twice
dimensions: { N: 2 }
state: { y: [N], x: [N] }
parameters: { W: { shape: [N, N], structure: positive-semidefinite } }
velocity: ${velocity}
energy: 1/2*(x + y)'*(x + y)
`;
    const found = await changes(`${text}claims: [descent]`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join()).not.toContain('velocity.x with -W');
  });
});
