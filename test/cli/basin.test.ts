import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENGINE } from '../../src/cli/engine.js';
import { Session } from './session.js';

let s: Session;
beforeEach(() => {
  s = new Session();
});
afterEach(() => s.dispose());

const BISTABLE = `
name: Two entries that each settle at -1 or 1
dimensions: { N: { fixed: 2 } }
state: { y: [N] }
domain: { y: [-2, 2] }
velocity: { y: y - y.^3 }
energy: sum(y.^4)/4 - sum(y.^2)/2
`;

describe('basin', () => {
  it('says to which steady state a state flows, and how far around it others do', async () => {
    const file = s.file('b.yaml', BISTABLE);
    const { out, status } = await s.run(['basin', file, '--at', 'y=[0.01,-1.5]', '--at', 'y=[0,0]'], ENGINE);
    expect(status).toBe(0);
    expect(out).toContain('y = [0.01, -1.5] leads to attractor 0');
    expect(out).toContain('all 8 states tried at distance');
    expect(out).toContain('on the border of basins, as far as doubles show');
    expect(out).toMatch(/attractor 0, a steady state, stable: y = \[1, -1\]/);
    expect(out).toMatch(/attractor \d, a steady state, unstable: y = \[0, 0\]/);
  });

  it('estimates shares and draws a map, with the same bytes for the same seed', async () => {
    const args = ['basin', s.file('b.yaml', BISTABLE), '--samples', '60', '--map', 'y[1],y[2]', '--resolution', '4'];
    const text = await s.run(args, ENGINE);
    expect(text.out).toContain('Of the domain, by 60 states drawn from it:');
    expect(text.out).toContain('95 % confidence');
    expect(await s.run(args, ENGINE)).toEqual(text);
    const { out } = await s.run([...args, '--json'], ENGINE);
    const json = JSON.parse(out) as {
      shares: { of: { count: number; interval: [number, number] }[] };
      map: { to: number[][] };
      attractors: { stability: string }[];
    };
    expect(json.shares.of.reduce((sum, { count }) => sum + count, 0)).toBe(60);
    expect(json.map.to.flat().filter((n) => n === json.map.to[0]?.[0])).toHaveLength(4);
    expect(json.attractors.map(({ stability }) => stability)).toEqual(Array.from({ length: 4 }, () => 'stable'));
  });

  it('draws from a ball around a state', async () => {
    const file = s.file('b.yaml', BISTABLE);
    const { out } = await s.run(['basin', file, '--at', 'y=1', '--samples', '20', '--radius', '0.3'], ENGINE);
    expect(out).toContain('Of the ball of radius 0.3');
    expect(out).toContain('attractor 0: 1.0000');
  });

  it.each([
    [[], /nothing is asked for/],
    [['--samples', '3', '--radius', '1'], /--radius is that of a ball around --at/],
    [['--at', 'x=0'], /"x" is no state of the design; the states are y/],
    [['--map', 'y[1]'], /Expected two entries of states, such as y\[1\],y\[2\]/],
    [['--map', 'y[1],y[1]'], /two different entries/],
    [['--map', 'y[1],y[3]'], /y\[3\] is no entry of a state; there are y\[1\] to y\[2\]/],
  ])('%j is refused', async (options, message) => {
    const { err, out, status } = await s.run(['basin', s.file('b.yaml', BISTABLE), ...options], ENGINE);
    expect(err).toMatch(message);
    expect([out, status]).toEqual(['', 2]);
  });
});
