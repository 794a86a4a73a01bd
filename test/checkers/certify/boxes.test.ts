import { beforeAll, describe, expect, test } from 'vitest';
import { boxes } from '../../../src/checkers/certify/boxes/index.js';
import { formulateClaims } from '../../../src/claims/formulate.js';
import { derivation } from '../../../src/derivation/derivation.js';
import { parseDesign } from '../../../src/design/load.js';
import { loadMpfr } from '../../../src/numeric/enclosure.js';
import type { Counterexample, CertificateEvidence } from '../../../src/verdicts/types.js';

beforeAll(loadMpfr);

/** What the method answers for the only claim of a design. */
async function answer(text: string): Promise<CertificateEvidence | Counterexample | undefined> {
  const design = await parseDesign(text);
  const [claim] = formulateClaims(design);
  if (claim === undefined) throw new Error('no claim');
  return boxes(derivation(design), claim, { seed: 1, tick: () => Promise.resolve() });
}
const kindOf = async (text: string): Promise<string> => (await answer(text))?.kind ?? 'nothing';

const statement = (claim: string, size = 2, parameters = ''): string => `
name: a statement
dimensions: { N: { fixed: ${size} } }
state: { y: [N] }
domain: { y: [-5, 5] }
${parameters}
velocity: { y: -y }
energy: 1/2*y'*y
claims: [${claim}]
`;
const memory = (claim: string, weights: string, activation = 'tanh'): string => `
name: a memory of two neurons
dimensions: { N: { fixed: 2 } }
state: { u: [N] }
domain: { u: [-5, 5] }
parameters:
  W: { shape: [N, N], ${weights} }
  b: { shape: [N], value: [0.3, -0.2] }
lagrangians:
  L: { is: ${activation}, gradient: g, hessian: Lambda }
define: { f: "u - g(W*u + b)" }
velocity: { u: -f }
energy: 1/2*f'*f
claims: [${claim}]
`;

describe('what is true with a margin is certified', () => {
  test.each([
    ['a sign', statement('{ nonnegative: "2 - sin(y)\'*cos(y)" }')],
    ['a square, where the bound is reached', statement('{ nonnegative: "(y - ones(N))\'*(y - ones(N))" }')],
    ['a matrix', statement('{ psd: "identity(N) + diag(sin(y))/2 + y*y\'" }')],
    [
      'with a parameter in a range',
      statement('{ nonnegative: "a*(1 + y\'*y) - 1/2" }', 2, 'parameters: { a: { shape: [], range: [1, 2] } }'),
    ],
    ['under a condition', statement('{ nonpositive: "sum(y) - 4", given: [{ nonpositive: "y\'*y - 4" }] }')],
    [
      'entries of a semi-definite matrix',
      statement('{ nonnegative: "W[1, 1] + W[2, 2]" }', 2, '')
        .replace('W[1, 1] + W[2, 2]', 'trace(W)')
        .replace('velocity', 'parameters: { W: { shape: [N, N], structure: positive-semidefinite } }\nvelocity'),
    ],
    ['descent of a memory', memory('descent', 'value: [[0.5, 0.2], [-0.1, 0.4]]')],
    ['descent with a kink', memory('descent', 'value: [[0.5, 0.2], [-0.1, 0.4]]', 'relu')],
    ['strict descent of a memory', memory('strict-descent', 'value: [[0.5, 0.2], [-0.1, 0.4]]')],
    ['descent for weights in a box', memory('descent', 'range: [-0.3, 0.4]')],
  ])('%s', async (_, text) => {
    expect(await kindOf(text)).toBe('certificate');
  });

  test('with sizes, domain, boxes and bound', async () => {
    const found = await answer(statement('{ nonnegative: "1.1 - sin(y)\'*cos(y)" }'));
    expect(found).toMatchObject({ dimensions: { N: 2 }, domain: { y: [-5, 5] } });
    if (found?.kind !== 'certificate') throw new Error('no certificate');
    expect(found.boxes).toBeGreaterThan(10);
    expect(found.bound).toBeLessThanOrEqual(0);
  });
});

describe('what is false is never certified', () => {
  const bump = (height: string, width: string, size: number): string =>
    statement(
      `{ nonnegative: "1 - ${height}*exp(-((y - c)'*(y - c))/(${width})^2)" }`,
      size,
      `parameters: { c: { shape: [N], value: [${[1.2345, -3.21, 0.777, 4.5].slice(0, size).join(', ')}] } }`,
    );
  test.each([
    ['a bump of width 0.05 in four dimensions', bump('1.5', '0.05', 4)],
    ['a bump that exceeds by 1e-12', bump('(1 + 1e-12)', '0.05', 2)],
    ['a spike of width 1e-6', bump('2', '1e-6', 2)],
    ['a square less 1e-12', statement('{ nonnegative: "y\'*y - 1e-12" }')],
    [
      'a square of a difference less 1e-14, off simple numbers',
      statement('{ nonnegative: "(y - 0.1*ones(N))\'*(y - 0.1*ones(N)) - 1e-14" }'),
    ],
    ['an eigenvalue of -1e-12', statement('{ psd: "ones(N)*ones(N)\' - 1e-12*identity(N)" }')],
    ['a violation at the far corner only', statement('{ nonpositive: "y\'*y - 49.999999999999" }')],
    ['near overflow', statement('{ nonpositive: "exp(142*sum(y)) - 1e300" }')],
    ['a logarithm that may not exist', statement('{ nonnegative: "10 + log(y\'*y)*0" }')],
    ['a pole', statement('{ nonpositive: "-1/sum(y)^2" }')],
    ['descent where it fails near one corner', memory('descent', 'value: [[1.2, 3], [-3, 1.2]]')],
    [
      'strict descent of a rotation',
      statement('strict-descent', 2, 'parameters: { J: { shape: [N, N], value: [[0, 1], [-1, 0]] } }').replace(
        'y: -y',
        'y: J*y',
      ),
    ],
  ])('%s', async (_, text) => {
    expect(await kindOf(text)).not.toBe('certificate');
  });

  test('a decimal bound is the decimal: 0.1 is not the double next to it', async () => {
    const text = (low: string): string =>
      statement(`{ nonnegative: "a - 1/10" }`, 2, `parameters: { a: { shape: [], range: [${low}, 1] } }`);
    expect(await kindOf(text('0.1'))).not.toBe('certificate');
    expect(await kindOf(text('0.2'))).toBe('certificate');
  });

  test('a violation that is certain at a point comes back with its numbers', async () => {
    const found = await answer(statement('{ nonpositive: "sum(sin(y)) - 1.9" }'));
    expect(found?.kind).toBe('counterexample');
  });

  test('what jumps or has no interval form is left alone', async () => {
    expect(await kindOf(statement('{ nonnegative: "norm(y*y\' + ones(N)*ones(N)\')" }'))).toBe('nothing');
    expect(
      await kindOf(memory('descent', 'value: [[0, 0], [0, 0]]').replace("1/2*f'*f", "1/2*f'*f + sum(sign(u))")),
    ).toBe('nothing');
  });
});
