import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENGINE } from '../../src/cli/engine.js';
import { Session } from './session.js';

let s: Session;
beforeEach(() => {
  s = new Session();
});
afterEach(() => s.dispose());

const RELU = `
name: Two neurons that suppress each other
dimensions: { N: { fixed: 2 } }
state: { y: [N] }
parameters:
  W: { shape: [N, N], structure: symmetric, value: [[0, -2], [-2, 0]] }
  b: { shape: [N], value: [1, 1] }
lagrangians:
  L: { is: relu, gradient: g }
velocity: { y: W*g(y) - y + b }
energy: (y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)
`;
const FLAT = `
name: A flow along a line of steady states
dimensions: { N: 3 }
state: { y: [N] }
parameters:
  b: { shape: [N] }
velocity: { y: softmax(b) - softmax(y) }
energy: logsumexp(y) - softmax(b)'*y
`;

const INVERTED = `
name: The same neurons by their activities
dimensions: { N: { fixed: 2 } }
state: { u: [N] }
parameters:
  W: { shape: [N, N], value: [[0, -2], [-2, 0]] }
  b: { shape: [N], value: [1, 1] }
lagrangians:
  L: { is: relu, gradient: g }
velocity: { u: u - g(W*u + b) }
energy: 1/2*u'*u
`;

interface Json {
  readonly seed: number;
  readonly complete: unknown;
  readonly states: readonly {
    readonly state: { readonly y: readonly number[] };
    readonly box: { readonly y: readonly (readonly number[])[] };
    readonly stability: string;
    readonly dead: { readonly dimension: number };
    readonly routes: readonly {
      readonly route: string;
      readonly verdict: string;
      readonly bounds?: readonly number[];
    }[];
  }[];
  readonly families: readonly { readonly dimension: number }[];
}
const json = (out: string): Json => JSON.parse(out) as Json;

describe('steady-states', () => {
  it('shows all of them with their stability by each route', async () => {
    const { out, status } = await s.run(['steady-states', s.file('relu.yaml', RELU)], ENGINE);
    expect(status).toBe(0);
    expect(out).toContain('3 steady states: all there are, by solving 4 linear pieces of the velocity.');
    expect(out.match(/^ +\d {2}stable/gm)).toHaveLength(2);
    expect(out.match(/^ +\d {2}unstable/gm)).toHaveLength(1);
    expect(out).toContain('y = [-1, 1]');
    expect(out).toContain('1 dead direction (g)');
    expect(out).toContain('Hessian: not decided; positive semi-definite and singular');
  });

  it('prints one object, the same bytes for the same seed', async () => {
    const args = ['steady-states', s.file('relu.yaml', RELU), '--json'];
    const { out } = await s.run(args, ENGINE);
    expect((await s.run(args, ENGINE)).out).toBe(out);
    const { seed, complete, states, families } = json(out);
    expect([seed, complete, families]).toEqual([1, { pieces: 4, jumps: false }, []]);
    expect(states.map(({ stability }) => stability).sort()).toEqual(['stable', 'stable', 'unstable']);
    for (const { state, box, routes } of states) {
      state.y.forEach((v, i) => {
        const [low = Infinity, high = -Infinity] = box.y[i] ?? [];
        expect(low <= v && v <= high && high - low < 1e-12).toBe(true);
      });
      expect(routes.map(({ route }) => route)).toEqual(['jacobian', 'reduced', 'symmetric', 'hessian', 'condition']);
    }
  });

  it('shows continua, and says that there may be others', async () => {
    const { out } = await s.run(
      ['steady-states', s.file('flat.yaml', FLAT), '--starts', '10', '--size', 'N=4'],
      ENGINE,
    );
    expect(out).toContain('At N = 4');
    expect(out).toContain('1 continuum found from 10 starts');
    expect(out).toMatch(/there may be\s+others/);
    expect(out).toContain('a continuum of dimension 1');
  });

  it('compares two designs whose steady states a map matches', async () => {
    const files = [s.file('inverted.yaml', INVERTED), '--compare', s.file('relu.yaml', RELU)];
    for (const map of ['W*u + b', 'y = W*u + b']) {
      const { out, status } = await s.run(['steady-states', ...files, '--map', map], ENGINE);
      expect(status).toBe(0);
      expect(out).toContain('Mapped by y = W*u + b: 1 same, 2 differs, 0 not decided. The same in both: W, b.');
      expect(out.match(/^ +\d unstable +\d stable +differs$/gm)).toHaveLength(2);
      expect(out).toContain('u = [0, 1] → y = [-1, 1]');
    }
    const { out } = await s.run(['steady-states', ...files, '--map', 'W*u + b', '--json'], ENGINE);
    const { compare, ...own } = JSON.parse(out) as Json & {
      readonly compare: Readonly<Record<string, unknown>> & {
        readonly other: Json;
        readonly pairs: readonly { readonly from: unknown; readonly verdict: string }[];
      };
    };
    expect([own.states.length, compare.other.states.length]).toEqual([3, 3]);
    expect([compare['map'], compare['shared']]).toEqual([{ y: 'W*u + b' }, ['W', 'b']]);
    expect(compare.pairs.map(({ from, verdict }) => [from, verdict])).toEqual(
      ['same', 'differs', 'differs'].map((verdict, state) => [{ state }, verdict]),
    );
  });

  it('refuses what it cannot use', async () => {
    const file = s.file('relu.yaml', RELU);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['--size', 'M=3'], /no dimension has that name/],
      [['--size', 'N=3'], /fixes N at 2/],
      [['--starts', '0'], /from 1 to/],
      [['--seed', 'x'], /integer/],
      [['--map', 'y'], /give that with --compare/],
      [['--compare', file], /--compare needs the state of the other design/],
      [['--compare', file, '--map', 'x=y'], /"x" is no state of/],
      [['--compare', file, '--map', 'y +'], /y \+/],
      [['--compare', 'nowhere.yaml', '--map', 'y'], /nowhere/],
    ];
    for (const [options, message] of cases) {
      const { err, status } = await s.run(['steady-states', file, ...options], ENGINE);
      expect(status).toBe(2);
      expect(err).toMatch(message);
    }
    expect((await s.run(['steady-states', 'nowhere.yaml'], ENGINE)).status).toBe(2);
    expect((await s.run(['steady-states'], ENGINE)).status).toBe(2);
  });
});
