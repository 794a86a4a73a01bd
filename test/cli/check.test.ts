import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Contradiction } from '../../src/checkers/audit.js';
import type { AuditOptions } from '../../src/cli/engine.js';
import { readCounterexample } from '../../src/report/counterexample-file.js';
import type { CheckReport } from '../../src/verdicts/types.js';
import { REFUTED } from '../report/examples.js';
import { fakeEngine } from './fake-engine.js';
import { Session } from './session.js';

let s: Session;
beforeEach(() => {
  s = new Session();
});
afterEach(() => s.dispose());

const claims = (out: string): CheckReport['designs'][number]['claims'] =>
  (JSON.parse(out) as CheckReport).designs.flatMap((d) => d.claims);

describe('exit status of check', () => {
  it.each([
    ['nothing refuted', ['flat-directions'], 0],
    ['a refutation', ['flat-directions', 'descent'], 1],
    ['something inconclusive', ['flat-directions', 'convex'], 3],
    ['a refutation and something inconclusive', ['convex', 'descent'], 1],
  ])('%s', async (_, ids, status) => {
    const path = s.file('a.yaml', ids.join('\n'));
    expect((await s.run(['check', path, '--no-save'])).status).toBe(status);
    expect((await s.run(['check', path, '--no-save', '--json'])).status).toBe(status);
  });

  it('is that of the worst design', async () => {
    const good = s.file('good.yaml', 'flat-directions');
    const open = s.file('open.yaml', 'convex');
    const wrong = s.file('wrong.yaml', 'descent');
    const bad = s.file('bad.yaml', 'BAD');
    expect((await s.run(['check', good, open, '--no-save'])).status).toBe(3);
    expect((await s.run(['check', wrong, open, good, '--no-save'])).status).toBe(1);
    expect((await s.run(['check', wrong, bad, good, '--no-save'])).status).toBe(2);
  });
});

describe('bad input', () => {
  it('names file, line and column, and the other designs are still checked', async () => {
    const bad = s.file('bad.yaml', 'BAD');
    const { out, err, status } = await s.run(['check', bad, s.file('a.yaml', 'flat-directions')]);
    expect(err).toBe(`error: ${bad}:3:7: unknown key "enrgy"; did you mean "energy"?\n`);
    expect(out).toContain('○ unrefuted     flat-directions');
    expect(status).toBe(2);
  });

  it('is one JSON object with --json, also when other files are fine', async () => {
    const bad = s.file('bad.yaml', 'BAD');
    const { out, err, status } = await s.run(['check', s.file('a.yaml', 'descent'), bad, '--json']);
    expect(JSON.parse(out)).toEqual({
      tool: 'energy-audit',
      error: { file: bad, line: 3, column: 7, message: 'unknown key "enrgy"; did you mean "energy"?' },
    });
    expect([err, status]).toEqual(['', 2]);
  });

  it('suggests a shipped design for a missing file', async () => {
    const { err, status } = await s.run(['check', s.path('none.yaml')]);
    expect(err).toMatch(/none\.yaml: no such file, and no shipped design of that name/);
    expect(status).toBe(2);
  });

  it.each([
    [['--samples', '-5'], /integer from 1/],
    [['--samples', '0'], /integer from 1/],
    [['--samples', '1.5'], /integer from 1/],
    [['--seed', 'NaN'], /integer from 0/],
    [['--seed', '-1'], /integer from 0/],
    [['--seed'], /argument missing/],
    [['--time-limit', '0'], /positive number of seconds/],
    [['--time-limit', 'Infinity'], /positive number of seconds/],
    [['--threads', '0'], /integer from 1/],
    [['--size', 'N'], /such as N=8/],
    [['--size', 'N=0'], /such as N=8/],
    [['--size', 'N=2.5'], /such as N=8/],
    [['--size', 'N=2', '--size', 'N=3'], /given twice/],
    [['--size', 'K=3'], /no dimension has that name; .*the dimensions are N, M/],
    [['--size', 'n=3'], /did you mean "N"\?/],
    [['--size', 'M=3'], /fixes M at 2/],
    [['--only', 'desent'], /did you mean "descent"\? the claims are descent, convex/],
    [['--report', 'x.pdf'], /\.html, \.tex, \.md or \.json/],
    [['--report', 'no/such/folder/x.md'], /folder no\/such\/folder does not exist/],
    [['--smaples', '5'], /unknown option '--smaples'.*Did you mean --samples\?/],
  ])('option %j is refused', async (options, message) => {
    const path = s.file('a.yaml', 'descent\nconvex');
    const { out, err, status } = await s.run(['check', path, ...options]);
    expect(err).toMatch(/^error: [^\n]+\n$/);
    expect(err).toMatch(message);
    expect([out, status]).toEqual(['', 2]);
    const json = await s.run(['check', '--json', path, ...options]);
    const { error } = JSON.parse(json.out) as { error: { message: string; file: null } };
    expect(error.message).toMatch(message);
    expect([json.err, json.status, error.file]).toEqual(['', 2, null]);
  });

  it('takes the size that a design fixes', async () => {
    expect((await s.run(['check', s.file('a.yaml', 'flat-directions'), '--size', 'M=2'])).status).toBe(0);
  });
});

describe('what the engine is asked for', () => {
  async function asked(...options: string[]): Promise<AuditOptions> {
    let found: AuditOptions | undefined;
    const engine = fakeEngine({
      onAudit: (_, o) => {
        found = o;
      },
    });
    await s.run(['check', s.file('a.yaml', 'descent\nflat-directions\nconvex'), '--no-save', ...options], engine);
    if (found === undefined) throw new Error('no audit');
    return found;
  }

  it('defaults', async () => {
    const { seed, samples, sizes, only, timeLimitSeconds, timings, threads } = await asked();
    expect({ seed, samples, sizes, only, timeLimitSeconds, timings }).toEqual({
      seed: 1,
      samples: 100_000,
      sizes: {},
      only: undefined,
      timeLimitSeconds: undefined,
      timings: false,
    });
    expect(threads).toBeGreaterThanOrEqual(1);
  });

  it('every option', async () => {
    const o = await asked(
      ...['--seed', '7', '--samples', '1e3', '--size', 'N=8', '--size', 'M=2', '--only', 'convex', '--only', 'descent'],
      ...['--time-limit', '2.5', '--threads', '3', '--timings'],
    );
    expect(o).toMatchObject({ seed: 7, samples: 1000, sizes: { N: 8, M: 2 }, threads: 3, timings: true });
    expect(o.only).toEqual(['descent', 'convex']);
    expect(o.timeLimitSeconds).toBeGreaterThan(1.5);
    expect(o.timeLimitSeconds).toBeLessThanOrEqual(2.5);
  });
});

describe('output of check', () => {
  it('is in the order of the claims, whatever the order of arrival', async () => {
    const path = s.file('a.yaml', 'descent\nflat-directions\nconvex');
    const engine = fakeEngine({ arrival: (ids) => [...ids].reverse() });
    const outputs = [
      await s.run(['check', path, '--no-save']),
      await s.run(['check', path, '--no-save'], engine),
      await s.run(['check', path, '--no-save', '--threads', '5']),
    ].map((r) => r.out);
    expect(new Set(outputs).size).toBe(1);
    const order = ['descent', 'flat-directions', 'convex'].map((id) => (outputs[0] ?? '').indexOf(`  ${id}\n`));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  it('has times only with --timings', async () => {
    const path = s.file('a.yaml', 'descent');
    expect((await s.run(['check', path, '--no-save'])).out).not.toContain('0.25 s');
    expect((await s.run(['check', path, '--no-save', '--timings'])).out).toContain('0.25 s');
    expect(claims((await s.run(['check', path, '--no-save', '--json'])).out)[0]).not.toHaveProperty('seconds');
    expect(claims((await s.run(['check', path, '--no-save', '--json', '--timings'])).out)[0]).toHaveProperty(
      'seconds',
      0.25,
    );
  });

  it('--only leaves the other claims out; a design without the claim has none', async () => {
    const a = s.file('a.yaml', 'descent\nconvex');
    const b = s.file('b.yaml', 'flat-directions');
    const { out, status } = await s.run(['check', a, b, '--only', 'convex', '--json']);
    expect(claims(out).map((c) => c.id)).toEqual(['convex']);
    expect(status).toBe(3);
  });

  it('names the file as the user did', async () => {
    const a = s.file('a.yaml', 'descent');
    const { out } = await s.run(['check', a, '--json', '--no-save']);
    expect((JSON.parse(out) as CheckReport).designs[0]?.file).toBe(a);
  });

  it('says that the time limit cut the run', async () => {
    const verdict = {
      ...REFUTED,
      verdict: 'inconclusive',
      evidence: { kind: 'reason', code: 'timeout', detail: 'after 2 s' },
    } as const;
    const path = s.file('a.yaml', 'descent');
    const { out, status } = await s.run(
      ['check', path, '--time-limit', '2'],
      fakeEngine({ verdicts: { descent: verdict } }),
    );
    expect(out).toContain('cut by the time limit of 2 s');
    expect(status).toBe(3);
  });
});

describe('files that check writes', () => {
  it('saves counterexamples that replay accepts, and names the command', async () => {
    const path = s.file('My design.yaml', 'descent\nflat-directions');
    const { out } = await s.run(['check', path, '--save', s.path('saved')]);
    const file = s.path('saved/My-design-descent.json');
    expect(readdirSync(s.path('saved'))).toEqual(['My-design-descent.json']);
    expect(out).toContain(`energy-audit replay ${file}`);
    const saved = readCounterexample(file);
    expect(saved.design).toEqual({ file: path, source: 'descent\nflat-directions' });
    expect(saved.evidence).toEqual(REFUTED.evidence);
    const replayed = await s.run(['replay', file]);
    expect(replayed.out).toContain('refutation confirmed');
    expect(replayed.status).toBe(1);
  });

  it('saves covers by boxes where that is asked for, which replay accepts', async () => {
    const path = s.file('a.yaml', 'descent');
    const evidence = {
      kind: 'certificate',
      method: 'intervals (branch and bound)',
      dimensions: { N: 1 },
      domain: { y: [-5, 5] },
      boxes: 1,
      bound: 0,
      covers: [[-1]],
    } as const;
    const engine = fakeEngine({ verdicts: { descent: { ...REFUTED, verdict: 'certified', evidence } } });
    const { out } = await s.run(['check', path, '--json', '--save-certificates', s.path('saved')], engine);
    expect(out).not.toContain('covers');
    const file = s.path('saved/a-descent.json');
    expect(readdirSync(s.path('saved'))).toEqual(['a-descent.json']);
    const replayed = await s.run(['replay', file]);
    expect(replayed.out).toContain('certificate accepted');
    expect(replayed.out).toContain('y in [-5, 5]');
    expect(replayed.status).toBe(0);
  });

  it('gives each counterexample its own file', async () => {
    mkdirSync(s.path('x'));
    const a = s.file('a.yaml', 'descent');
    const b = s.file('x/a.yaml', 'descent');
    await s.run(['check', a, b, '--save', s.path('saved')]);
    expect(readdirSync(s.path('saved')).sort()).toEqual(['a-descent-2.json', 'a-descent.json']);
  });

  it('saves none with --no-save, and goes on where saving fails', async () => {
    const path = s.file('a.yaml', 'descent');
    const { status, err } = await s.run(['check', path, '--save', path]);
    expect(status).toBe(1);
    expect(err).toMatch(/^warning: .*could not be written/);
    await s.run(['check', path, '--no-save']);
    expect(readdirSync(s.folder)).toEqual(['a.yaml']);
  });

  it('writes a report in the format of its ending', async () => {
    const path = s.file('a.yaml', 'descent');
    const { out } = await s.run(['check', path, '--json', '--no-save', '--report', s.path('r.json')]);
    expect(readFileSync(s.path('r.json'), 'utf8')).toBe(out);
    await s.run(['check', path, '--no-save', '--report', s.path('r.md')]);
    expect(readFileSync(s.path('r.md'), 'utf8')).toContain('| `descent` | **refuted** |');
  });

  it.each([
    ['html', '<!doctype html>'],
    ['tex', 'documentclass'],
    ['md', '# Energy audit'],
    ['json', '"derivation": {'],
  ])('report writes the whole of it as .%s, and prints a summary', async (format, holds) => {
    const path = s.file('a.yaml', 'flat-directions');
    const { out, status } = await s.run(['report', path, '-o', s.path(`r.${format}`)]);
    expect(out).toBe(`1 claim: 1 unrefuted\nReport: ${s.path(`r.${format}`)}\n`);
    expect(status).toBe(0);
    expect(readFileSync(s.path(`r.${format}`), 'utf8')).toContain(holds);
  });

  it('writes no report for bad input', async () => {
    await s.run(['check', s.file('bad.yaml', 'BAD'), '--report', s.path('r.json')]);
    expect(existsSync(s.path('r.json'))).toBe(false);
  });
});

describe('Ctrl-C', () => {
  const interrupted = (): ReturnType<typeof fakeEngine> =>
    fakeEngine({ hangAt: 'convex', onAudit: () => void setTimeout(() => s.interrupt.abort(), 20) });

  it('shows what is known and what is not decided', async () => {
    const path = s.file('a.yaml', 'descent\nconvex\nflat-directions');
    const other = s.file('b.yaml', 'flat-directions');
    const { out, status } = await s.run(['check', path, other, '--no-save'], interrupted());
    expect(out).toContain('✘ refuted       descent');
    expect(out).toContain('Interrupted: not decided in Fake memory: convex, flat-directions\n');
    expect(status).toBe(130);
  });

  it('shows verdicts that waited for an earlier one', async () => {
    const path = s.file('a.yaml', 'convex\ndescent');
    const engine = fakeEngine({
      arrival: () => ['descent', 'convex'],
      hangAt: 'convex',
      onAudit: () => void setTimeout(() => s.interrupt.abort(), 20),
    });
    expect((await s.run(['check', path, '--no-save'], engine)).out).toContain('✘ refuted       descent');
  });

  it('is still one JSON object with --json', async () => {
    const path = s.file('a.yaml', 'descent\nconvex');
    const { out, status } = await s.run(['check', path, '--no-save', '--json'], interrupted());
    expect(claims(out).map((c) => [c.id, c.verdict])).toEqual([
      ['descent', 'refuted'],
      ['convex', 'inconclusive'],
    ]);
    expect(status).toBe(130);
  });
});

describe('a bug in the tool', () => {
  it('asks to be reported, without a stack, and exits 70', async () => {
    const { err, status } = await s.run(['check', s.file('a.yaml', 'BUG')]);
    expect(err).toBe('internal error: the impossible happened, please report\n');
    expect(status).toBe(70);
  });

  it('is a claim that is both proved and refuted', async () => {
    const engine = fakeEngine({
      onAudit: () => {
        throw new Contradiction('descent');
      },
    });
    const { err, status } = await s.run(['check', s.file('a.yaml', 'descent')], engine);
    expect(err).toContain('the claim descent is both proved and refuted');
    expect(status).toBe(70);
  });
});
