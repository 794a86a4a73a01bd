import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveDesign, shippedDesigns } from '../../src/cli/design-path.js';
import { internalErrorText } from '../../src/cli/error-text.js';
import { hasColour } from '../../src/cli/io.js';
import { version } from '../../src/cli/version.js';
import { DesignError } from '../../src/design/types.js';
import * as b from '../../src/symbolic/build.js';
import { ExpressionError } from '../../src/symbolic/error.js';
import { fakeEngine } from './fake-engine.js';
import { Session } from './session.js';

let s: Session;
beforeEach(() => {
  s = new Session();
});
afterEach(() => s.dispose());

describe('commands', () => {
  it.each([
    ['chekc', /no command "chekc".*did you mean "check"\?/],
    ['simulat', /no command "simulat".*did you mean "simulate"\?/],
    ['steady-state', /no command "steady-state".*did you mean "steady-states"\?/],
    ['a.yaml', /energy-audit check a\.yaml/],
    ['--foo', /unknown option '--foo'/],
  ])('%s is refused with what to do', async (word, message) => {
    const { out, err, status } = await s.run([word]);
    expect(err).toMatch(message);
    expect([out, status]).toEqual(['', 2]);
  });

  it('without a command shows the help and is bad input', async () => {
    const { err, status } = await s.run([]);
    expect(err).toContain('Usage: energy-audit');
    expect(status).toBe(2);
  });

  it.each([[['--help']], [['help']], [['check', '--help']], [['help', 'derive']]])('%j', async (args) => {
    const { out, err, status } = await s.run(args);
    expect(out).toContain('Usage: energy-audit');
    expect([err, status]).toEqual(['', 0]);
  });

  it('--version is that of package.json', async () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(version()).toBe(manifest.version);
    expect(await s.run(['--version'])).toEqual({ status: 0, out: `${manifest.version}\n`, err: '' });
  });

  it.each([[['check']], [['derive']], [['replay']], [['derive', 'a.yaml', 'b.yaml']]])(
    '%j: wrong number of arguments',
    async (args) => {
      const { err, status } = await s.run(args);
      expect(err).toMatch(/^error: (missing required argument|too many arguments)/);
      expect(status).toBe(2);
    },
  );
});

describe('derive', () => {
  it.each([
    ['text', /Gradient\n {2}grad\(E, y\) = W\*y/],
    ['tex', /\\frac\{\\partial E\}\{\\partial y\} &= W y/],
    ['markdown', /## Gradient\n\n\$\$\n\\frac\{\\partial E\}\{\\partial y\} = W y\n\$\$/],
    ['json', /"tex": "W y"/],
  ])('--format %s', async (format, pattern) => {
    const { out, status } = await s.run(['derive', s.file('a.yaml', 'descent'), '--format', format]);
    expect(out).toMatch(pattern);
    expect(status).toBe(0);
  });

  it('refuses another format', async () => {
    const { err, status } = await s.run(['derive', s.file('a.yaml', ''), '--format', 'xml']);
    expect(err).toMatch(/text, tex, markdown, json/);
    expect(status).toBe(2);
  });

  it('what cannot be differentiated is bad input with the reason', async () => {
    const path = s.file('a.yaml', '');
    const engine = {
      ...fakeEngine(),
      derive: () => Promise.reject(new ExpressionError('not-differentiable', 'sign(y) has no derivative at 0', b.ONE)),
    };
    const { err, status } = await s.run(['derive', path], engine);
    expect(err).toBe(`error: ${path}: sign(y) has no derivative at 0\n`);
    expect(status).toBe(2);
  });
});

describe('init', () => {
  it('writes the starter design into a new folder', async () => {
    const { out, status } = await s.run(['init', s.path('a/b')]);
    expect(readFileSync(s.path('a/b/design.yaml'), 'utf8')).toBe('name: A memory\n');
    expect(out).toContain(`energy-audit check ${s.path('a/b/design.yaml')}`);
    expect(status).toBe(0);
  });

  it('never overwrites', async () => {
    const path = s.file('design.yaml', 'mine');
    const { err, status } = await s.run(['init', s.folder]);
    expect(err).toBe(`error: ${path}: exists already and is left as it is\n`);
    expect([status, readFileSync(path, 'utf8')]).toEqual([2, 'mine']);
  });

  it('refuses a file as folder', async () => {
    const { err, status } = await s.run(['init', s.file('x', '')]);
    expect(err).toMatch(/this is no folder/);
    expect(status).toBe(2);
  });
});

describe('replay', () => {
  async function saved(): Promise<string> {
    await s.run(['check', s.file('a.yaml', 'descent'), '--save', s.folder]);
    return s.path('a-descent.json');
  }

  it('confirms with status 1, as text and as JSON', async () => {
    const file = await saved();
    const text = await s.run(['replay', file]);
    expect(text.out).toContain('✘ refutation confirmed');
    expect(text.out).toContain('rate = 1, exactly.');
    expect(text.status).toBe(1);
    const json = await s.run(['replay', file, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      claim: { id: 'descent' },
      replay: { verdict: 'confirmed', enclosure: [1, 1] },
    });
    expect(json.status).toBe(1);
  });

  it('what is not reproduced has status 3, and no interval', async () => {
    const file = await saved();
    writeFileSync(file, readFileSync(file, 'utf8').replace('"value": 1', '"value": -1'));
    const { out, status } = await s.run(['replay', file]);
    expect(out).toContain('not reproduced');
    expect(out).not.toMatch(/∞|enclosed|exactly/);
    expect(status).toBe(3);
    const json = JSON.parse((await s.run(['replay', file, '--json'])).out) as { replay: object };
    expect(json.replay).toEqual({ verdict: 'not-reproduced', detail: expect.any(String) as string, disagreements: [] });
  });

  it('lists what the file says otherwise', async () => {
    const file = await saved();
    const engine = fakeEngine({ disagreements: ['the file says that the value is 7, it is 1'] });
    const text = await s.run(['replay', file], engine);
    expect(text.out).toContain('✘ refutation confirmed');
    expect(text.out).toMatch(/\n {6}Disagreement: the file says that the value is 7, it is 1\n$/);
    expect(text.status).toBe(1);
    const json = await s.run(['replay', file, '--json'], engine);
    expect(JSON.parse(json.out)).toHaveProperty('replay.disagreements', ['the file says that the value is 7, it is 1']);
    expect(json.status).toBe(1);
  });

  it('names the saved file where its design has an error', async () => {
    const file = await saved();
    const message = 'the design in the saved counterexample has an error at its line 3, column 7: no';
    const failing = {
      ...fakeEngine(),
      replayCounterexample: () =>
        Promise.reject(new DesignError({ file: 'elsewhere.yaml', place: { line: 3, column: 7 }, message })),
    };
    const { err, status } = await s.run(['replay', file], failing);
    expect([err, status]).toEqual([`error: ${file}: ${message}\n`, 2]);
    const json = await s.run(['replay', file, '--json'], failing);
    expect(JSON.parse(json.out)).toMatchObject({ error: { file, line: null, column: null, message } });
  });

  it('refuses what is no saved counterexample', async () => {
    const path = s.file('x.json', '{}');
    const { err, status } = await s.run(['replay', path]);
    expect(err).toBe(`error: ${path}: not a saved counterexample: tool: expected "energy-audit"\n`);
    expect(status).toBe(2);
    const json = await s.run(['replay', path, '--json']);
    expect(JSON.parse(json.out)).toHaveProperty('error.file', path);
  });
});

describe('designs by name', () => {
  it('takes the file first, then the shipped design', () => {
    mkdirSync(s.path('designs/paper'), { recursive: true });
    const shipped = s.file('designs/hopfield-1984.yaml', '');
    const paper = s.file('designs/paper/ex2.yaml', '');
    const folder = s.path('designs');
    expect(shippedDesigns(folder)).toEqual(['hopfield-1984', 'paper/ex2']);
    expect(resolveDesign('hopfield-1984', folder)).toEqual({ path: shipped, shown: 'hopfield-1984' });
    expect(resolveDesign('paper/ex2', folder).path).toBe(paper);
    expect(resolveDesign(shipped, folder)).toEqual({ path: shipped, shown: shipped });
    expect(() => resolveDesign('hopfeild-1984', folder)).toThrow(/did you mean "hopfield-1984"\?/);
    expect(() => resolveDesign('../designs/hopfield-1984', folder)).toThrow(/no such file/);
  });
});

describe('colours', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { TERM: 'dumb' }, false],
  ])('terminal %s, %j: %s', (terminal, env, colour) => {
    expect(hasColour(terminal, env)).toBe(colour);
  });
});

describe('internalErrorText', () => {
  it('has the stack only where it is asked for', () => {
    const error = new Error('boom.');
    expect(internalErrorText(error, false)).toBe('internal error: boom, please report\n');
    expect(internalErrorText(error, true)).toContain('commands.test.ts');
    expect(internalErrorText('text', true)).toBe('internal error: text, please report\n');
  });
});
