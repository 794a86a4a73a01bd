import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENGINE } from '../../src/cli/engine.js';
import { givenState, statesFrom } from '../../src/cli/starts.js';
import { Session } from './session.js';

let s: Session;
beforeEach(() => {
  s = new Session();
});
afterEach(() => s.dispose());

const RISING = `
name: A memory with weights that are not symmetric
dimensions: { N: { fixed: 2 } }
state: { y: [N] }
parameters:
  W: { shape: [N, N], value: [[0, 2], [0, 0]] }
lagrangians:
  L: { is: relu, gradient: g }
velocity: { y: W*g(y) - y }
energy: y'*g(y) - L(y) - 1/2*g(y)'*W*g(y)
`;
const TWO = `
name: Two vectors
dimensions: { N: 2, M: 1 }
state: { first: [N], second: [M] }
parameters:
  A: { shape: [M, N] }
lagrangians:
  L: { is: tanh, gradient: g }
velocity: { first: A'*g(second) - first, second: A*g(first) - second }
energy: first'*g(first) - L(first) + second'*g(second) - L(second) - g(second)'*A*g(first)
`;
const JUMPING = `
name: A flow that is turned back
dimensions: { N: 1 }
state: { y: [N] }
velocity: { y: 0.3 - sign(y) }
energy: y'*y
`;

interface Json {
  readonly runs: readonly {
    readonly status: string;
    readonly end: Readonly<Record<string, readonly number[]>>;
    readonly ascent?: { readonly evidence: { readonly enclosure: readonly number[] } };
  }[];
  readonly design: object;
}
const json = (out: string): Json => JSON.parse(out) as Json;

describe('simulate', () => {
  it('shows where states go, and the same bytes for the same seed', async () => {
    const file = s.file('two.yaml', TWO);
    const first = await s.run(['simulate', file, '--runs', '2', '--seed', '7'], ENGINE);
    expect(first.status).toBe(0);
    expect(first.out).toContain('Drawn for seed 7: A.');
    expect(first.out.match(/steady at time/g)).toHaveLength(2);
    expect(await s.run(['simulate', file, '--runs', '2', '--seed', '7'], ENGINE)).toEqual(first);
    expect((await s.run(['simulate', file, '--runs', '2', '--seed', '8'], ENGINE)).out).not.toEqual(first.out);
  });

  it('prints one JSON object', async () => {
    const args = ['simulate', s.file('two.yaml', TWO), '--from', 'second=0', '--from', 'first=[0, 0]', '--json'];
    const { out, status } = await s.run(args, ENGINE);
    expect(status).toBe(0);
    expect(json(out)).toMatchObject({
      tool: 'energy-audit',
      seed: 1,
      design: {
        name: 'Two vectors',
        dimensions: { N: 2, M: 1 },
        drawn: { A: [[expect.any(Number), expect.any(Number)]] },
      },
      runs: [{ status: 'steady', time: 0, steps: 0, start: { first: [0, 0], second: [0] }, end: { second: [0] } }],
    });
  });

  it('takes other sizes', async () => {
    const { out } = await s.run(
      ['simulate', s.file('two.yaml', TWO), '--size', 'N=7', '--runs', '1', '--json'],
      ENGINE,
    );
    expect(json(out).runs[0]?.end['first']).toHaveLength(7);
  });

  it('refutes descent with a state at which the energy certainly rises: status 1', async () => {
    const file = s.file('rising.yaml', RISING);
    const text = await s.run(['simulate', file, '--from', 'y=[2,1]'], ENGINE);
    expect(text.status).toBe(1);
    expect(text.out).toContain('descent is refuted: at time 0 the rate of the energy lies in [1, 1]');
    const { out } = await s.run(['simulate', file, '--from', 'y=[2,1]', '--json'], ENGINE);
    expect(json(out).runs[0]?.ascent?.evidence).toMatchObject({
      kind: 'counterexample',
      quantity: 'rate',
      values: {
        W: [
          [0, 2],
          [0, 0],
        ],
        y: [2, 1],
      },
      enclosure: [1, 1],
    });
  });

  it('says where a run could not be followed: status 3', async () => {
    const { out, status } = await s.run(['simulate', s.file('jump.yaml', JUMPING), '--steps', '500'], ENGINE);
    expect(out).toContain('step-limit');
    expect(status).toBe(3);
  });

  it.each([
    [['--from', 'frist=[1,2]'], /"frist" is no state of the design; did you mean "first"\?/],
    [['--from', 'first=[1,2,3]'], /first has 2 entries at this size, but found 3/],
    [['--from', 'first=[1,x]'], /Expected numbers after first=, but found "x"/],
    [['--from', 'first=[1e999,1]'], /Expected numbers after first=, but found "1e999"/],
    [['--from', '[1,2]'], /Expected a state and its value, such as y=\[1,2\]/],
    [['--from', 'first=0', '--from', 'first=1', '--from', 'second=1'], /first is given twice and second once/],
    [['--size', 'K=3'], /no dimension has that name/],
    [['--tolerance', '1'], /Expected a number from 1e-13 to 0.1/],
    [['--runs', '0'], /Expected an integer from 1/],
  ])('%j is refused', async (options, message) => {
    const { err, out, status } = await s.run(['simulate', s.file('two.yaml', TWO), ...options], ENGINE);
    expect(err).toMatch(message);
    expect([out, status]).toEqual(['', 2]);
  });
});

describe('states on the command line', () => {
  it('make one start with each value of a vector', () => {
    const given = ['y=[1,-2.5e1]', 'x=3', 'y=[.5, 0]', 'x = -1'].reduce(
      (before: ReturnType<typeof givenState>, text) => givenState(text, before),
      [],
    );
    expect(statesFrom('--from', given)).toEqual([
      new Map<string, number | number[]>([
        ['y', [1, -25]],
        ['x', 3],
      ]),
      new Map<string, number | number[]>([
        ['y', [0.5, 0]],
        ['x', -1],
      ]),
    ]);
    expect(statesFrom('--from', [])).toEqual([]);
  });
});
