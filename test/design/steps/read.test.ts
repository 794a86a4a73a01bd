/** Derivations in steps: what may cite what, and what a mistake is answered with. */
import { describe, expect, it } from 'vitest';
import { designOfStep, parseSteps } from '../../../src/design/steps/load.js';
import { DesignError } from '../../../src/design/types.js';

const HEAD = `name: t
dimensions: { N: 2 }
state: { y: [N] }
parameters: { A: { shape: [N, N] }, B: { shape: [N, N] } }
velocity: { y: -y }
energy: y'*y
`;
const withSteps = (steps: string): string => `${HEAD}steps:\n${steps.replace(/^/gm, '  ')}\n`;

async function problemOf(text: string): Promise<string> {
  try {
    await parseSteps(text);
  } catch (error) {
    if (error instanceof DesignError)
      return `${error.diagnostic.place?.line}:${error.diagnostic.place?.column} ${error.message}`;
    throw error;
  }
  return 'read';
}

const ONE = '- { id: one, equal: [A, A] }\n';

describe('derivations in steps', () => {
  it('are read with what a step cites as what is given', async () => {
    const file = await parseSteps(
      withSteps(`- { id: one, psd: A, given: [{ psd: A }] }
- { id: falls, claim: descent }
- { id: two, cite: (2), psd: 2*A, given: [{ psd: "A" }], from: [one, falls] }`),
    );
    const step = file?.steps[2] ?? expect.fail('three steps');
    const design = designOfStep(file ?? expect.fail('a file'), step);
    expect(design.claims.map((c) => c.given.map((g) => g.kind))).toEqual([['psd', 'nonpositive']]);
    expect(design.source).toContain('nonpositive: rate');
    expect(design.source).not.toContain('steps:');
  });

  it('are told from designs', async () => {
    expect(await parseSteps(HEAD)).toBeUndefined();
  });

  it.each([
    [
      'a later step',
      `- { id: one, equal: [A, A], from: [two] }\n- { id: two, equal: [A, A] }`,
      'steps[0].from[0]: the step "two" comes later; a step rests on those before it',
    ],
    ['itself', '- { id: one, equal: [A, A], from: [one] }', 'steps[0].from[0]: the step "one" cites itself'],
    [
      'a step that is not there',
      `${ONE}- { id: two, equal: [A, A], from: [on] }`,
      'steps[1].from[0]: there is no step "on"; did you mean "one"?',
    ],
    [
      'a step twice',
      `${ONE}- { id: two, equal: [A, A], from: [one, one] }`,
      'steps[1].from[1]: the step "one" is cited twice',
    ],
    [
      'a step that fails',
      `- { id: one, equal: [A, B], expect: fails }\n- { id: two, equal: [A, A], from: one }`,
      'steps[1].from: the step "one" fails, so that nothing rests on it',
    ],
    [
      'what is known under an assumption only',
      `- { id: one, psd: A, given: [{ psd: A }] }\n- { id: two, psd: A, from: [one] }`,
      'steps[1].from: the step "one" holds only given A, which is neither given here nor a step that is cited',
    ],
    [
      'what discharges each other',
      `- { id: one, psd: A, given: [{ psd: B }] }\n- { id: two, psd: B, given: [{ psd: A }] }\n- { id: three, psd: A, from: [one, two] }`,
      'steps[2].from: the step "one" holds only given B, which is neither given here nor a step that is cited',
    ],
    [
      'a claim about all states',
      `- { id: one, claim: strict-descent }\n- { id: two, psd: A, from: [one] }`,
      'steps[1].from[0]: the step "one" speaks of more than one state; cite steps that are equal, nonpositive, nonnegative, psd, or the claim descent',
    ],
  ])('do not cite %s', async (_, steps, message) => {
    expect(await problemOf(withSteps(steps))).toMatch(/^\d+:\d+ /);
    expect((await problemOf(withSteps(steps))).replace(/^\S+ /, '')).toBe(message);
  });

  it.each(['define: { rate: "1 + y\'*y" }', 'lagrangians: { rate: { is: tanh, gradient: g, hessian: H } }'])(
    'do not cite descent where the design has a rate of its own: %s',
    async (own) => {
      const steps = withSteps(`- { id: falls, claim: descent }\n- { id: two, psd: A, from: [falls] }`);
      expect(await problemOf(`${own}\n${steps}`)).toContain(
        'the step "falls" says that the rate is at most 0, but this design has a rate of its own',
      );
    },
  );

  it.each([
    ['- { equal: [A, A] }', 'a step needs an "id", by which others can cite it'],
    ['- { id: one, equals: [A, A] }', 'unknown key "equals"; did you mean "equal"?'],
    ['- { id: one, equal: [A, A], expect: fail }', 'expected holds or fails, but found "fail"'],
    [`- { id: one, equal: [A, B], expect: fails, repaired-by: one }`, 'the step "one" does not come later'],
    [`${ONE}- { id: one, equal: [A, B] }`, 'two claims have the id "one"'],
    [
      `- { id: one, equal: [A, A], repaired-by: two }\n- { id: two, equal: [A, A] }`,
      '"repaired-by" is for a step with "expect: fails"',
    ],
    ['[]', 'the list of steps is empty'],
  ])('with a mistake are refused: %s', async (steps, message) => {
    expect(await problemOf(withSteps(steps))).toContain(message);
  });

  it('have no claims besides', async () => {
    expect(await problemOf(`${withSteps(ONE)}claims: [descent]\n`)).toContain('a derivation has steps and no claims');
  });
});
