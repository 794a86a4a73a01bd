import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDesign, parseDesign } from '../../src/design/load.js';
import { DesignError, type Diagnostic } from '../../src/design/types.js';

const GOOD = `name: test
dimensions: { N: 4, M: 3 }
state: { y: [N] }
parameters:
  W: { shape: [N, N], structure: symmetric }
  P: { shape: [N, M] }
  b: { shape: [N] }
lagrangians:
  L: { is: relu, gradient: g, hessian: Lambda }
define:
  R: identity(N) - W
velocity:
  y: W*g(y) - y + b + 0*P*P'*b
energy: (y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)
claims:
  - descent
`;

async function refusal(run: () => Promise<unknown>): Promise<Diagnostic> {
  try {
    await run();
  } catch (error) {
    if (error instanceof DesignError) return error.diagnostic;
    throw error;
  }
  throw new Error('expected a refusal');
}

/** The refusal of the good design with one line replaced by others. */
const broken = (line: RegExp, by: string): Promise<Diagnostic> => {
  expect(GOOD).toMatch(line);
  return refusal(() =>
    parseDesign(
      GOOD.replace(line, () => by),
      'design.yaml',
    ),
  );
};

const VELOCITY = /^ {2}y: W.*$/m;
const ENERGY = /^energy:.*$/m;
const DIMENSIONS = /^dimensions:.*$/m;
const W = /^ {2}W:.*$/m;
const L = /^ {2}L:.*$/m;
const R = /^ {2}R:.*$/m;
const CLAIM = /^ {2}- descent$/m;

describe('one clear message with its place', () => {
  it('reads the design that the cases below break', async () => {
    const design = await parseDesign(GOOD);
    expect(design.warnings).toEqual([]);
  });

  const cases: readonly (readonly [string, RegExp, string, number, number, RegExp])[] = [
    // [what, line, replacement, line number, column, message]
    ['unknown key', /^name: test$/m, 'name: test\nenergie: 0', 2, 1, /unknown key "energie"; did you mean "energy"\?/],
    ['misspelt name', VELOCITY, '  y: W*g(y) - y + bb', 13, 19, /velocity\.y: unknown name "bb"; did you mean "b"\?/],
    ['misspelt function', VELOCITY, '  y: W*tahn(y)', 13, 8, /unknown name "tahn"; did you mean "tanh"\?/],
    ['wrong shape inside', VELOCITY, '  y: y + 2*(P*y) - b', 13, 13, /P is a matrix \[N, M\], but y is a vector \[N\]/],
    ['undeclared parameter', VELOCITY, '  y: K*y', 13, 6, /unknown name "K"/],
    ['a unit', VELOCITY, '  y: 5 cm*y', 13, 6, /a product needs its sign/],
    ['an energy that is a vector', ENERGY, 'energy: y', 14, 9, /energy: the energy is a vector \[N\]/],
    [
      'a velocity of another shape',
      VELOCITY,
      "  y: P'*y",
      13,
      6,
      /velocity of y is a vector \[M\], but y is a vector \[N\]/,
    ],
    ['a number as velocity', VELOCITY, '  y: 0', 13, 6, /a constant c is c\*ones\(N\)/],
    ['a missing velocity', /^state:.*$/m, 'state: { y: [N], z: [M] }', 13, 3, /the state z has no velocity/],
    ['a velocity of no state', VELOCITY, '  y: y\n  z: y', 14, 3, /velocity: unknown key "z"/],
    ['a cycle', R, '  R: identity(N) - S\n  S: R*R', 11, 6, /leads back to itself: R → S → R/],
    ['itself', R, '  R: R*W', 11, 6, /leads back to itself: R → R/],
    ['a forward reference', R, '  R: identity(N) - S\n  S: W*W', 11, 20, /S is defined below R/],
    [
      'size 0',
      DIMENSIONS,
      'dimensions: { N: 0, M: 3 }',
      2,
      18,
      /dimensions\.N: expected a whole number ≥ 1, but found 0/,
    ],
    ['a size that is not whole', DIMENSIONS, 'dimensions: { N: 2.5, M: 3 }', 2, 18, /whole number ≥ 1, but found 2\.5/],
    ['a size that is a text', DIMENSIONS, 'dimensions: { N: four, M: 3 }', 2, 18, /found the text "four"/],
    ['a size too large', DIMENSIONS, 'dimensions: { N: 1e9, M: 3 }', 2, 18, /sizes up to/],
    ['an unknown size', W, '  W: { shape: [N, K] }', 5, 19, /"K" is no dimension/],
    [
      'a structure without square',
      W,
      '  W: { shape: [N, M], structure: symmetric }',
      5,
      34,
      /symmetric needs a square matrix/,
    ],
    [
      'an unknown structure',
      W,
      '  W: { shape: [N, N], structure: symetric }',
      5,
      34,
      /unknown structure "symetric"; did you mean "symmetric"/,
    ],
    [
      'structures that exclude each other',
      W,
      '  W: { shape: [N, N], structure: [skew, symmetric] }',
      5,
      34,
      /skew and symmetric contradict each other/,
    ],
    ['a structure without its option', W, '  W: { shape: [N, N], structure: rank }', 5, 34, /write \{ rank: 2 \}/],
    ['a rank above the size', W, '  W: { shape: [N, N], structure: { rank: 9 } }', 5, 42, /rank at most 4/],
    [
      'blocks that do not add up',
      W,
      '  W: { shape: [N, N], structure: { block-tridiagonal: [2, 1] } }',
      5,
      55,
      /add up to 3, but N is 4/,
    ],
    [
      'a bound of blocks without blocks',
      W,
      '  W: { shape: [N, N], structure: { block-norm-at-most: 1 } }',
      5,
      34,
      /not in the list/,
    ],
    [
      'values that are not symmetric',
      W,
      '  W: { shape: [2, 2], structure: symmetric, value: [[0, 1], [2, 0]] }',
      5,
      52,
      /entry \(1, 2\) is 1, but entry \(2, 1\) is 2/,
    ],
    [
      'values that are not definite',
      W,
      '  W: { shape: [2, 2], structure: positive-definite, value: [[1, 2], [2, 1]] }',
      5,
      60,
      /negative eigenvalue/,
    ],
    [
      'values that are not stable',
      W,
      '  W: { shape: [2, 2], structure: stable, value: [[1, 0], [0, -1]] }',
      5,
      49,
      /positive real part/,
    ],
    ['values of another size', W, '  W: { shape: [N, N], value: [[1, 2], [2, 1]] }', 5, 30, /found 2 rows, but N is 4/],
    ['ragged values', W, '  W: { value: [[1, 2], [2]] }', 5, 24, /row 2 has 1 numbers, but the first has 2/],
    [
      'a number that is 0 as a double',
      W,
      '  W: { value: [[1, 1e-400], [2, 1]] }',
      5,
      20,
      /a double cannot hold 1e-400/,
    ],
    ['NaN', W, '  W: { value: [[1, .nan], [2, 1]] }', 5, 20, /\.nan is not a finite number/],
    ['NaN as a text', W, '  W: { value: [[1, NaN], [2, 1]] }', 5, 20, /expected a number, but found the text "NaN"/],
    ['values outside their range', W, '  W: { value: [[3]], range: [-1, 1] }', 5, 15, /the entry 3 is outside/],
    ['a range upside down', W, '  W: { shape: [N, N], range: [1, -1] }', 5, 30, /expected low ≤ high/],
    [
      'an unknown Lagrangian',
      L,
      '  L: { is: rleu }',
      9,
      12,
      /no Lagrangian "rleu" in the catalogue; did you mean "relu"/,
    ],
    ['an unknown option', L, '  L: { is: leaky-relu, slpoe: 0.1 }', 9, 24, /unknown key "slpoe"; did you mean "slope"/],
    [
      'an option out of bounds',
      L,
      '  L: { is: softmax, beta: 0, gradient: g, hessian: Lambda }',
      9,
      27,
      /expected a number other than 0, but found 0/,
    ],
    ['assumptions of a known Lagrangian', L, '  L: { is: relu, assume: convex }', 9, 26, /"assume" is for "is: any"/],
    [
      'parameters in the formula of a Lagrangian',
      L,
      '  L: { activation: tanh(b*x), gradient: g, hessian: Lambda }',
      9,
      25,
      /b is a parameter/,
    ],
    [
      'a mistake in the formula of a Lagrangian',
      L,
      '  L: { formula: "sum(tahn(x))", gradient: g }',
      9,
      22,
      /unknown name "tahn"/,
    ],
    ['a name twice', W, '  y: { shape: [N, N] }', 5, 3, /"y" cannot name a parameter: it names a state already/],
    ['the name of a function', W, '  exp: { shape: [N, N] }', 5, 3, /it is a function in formulas/],
    ['the name of a prototype', W, '  constructor: { shape: [N, N] }', 5, 3, /it has a meaning in JavaScript/],
    ['__proto__ as a name', W, '  __proto__: { shape: [N, N] }', 5, 3, /it has a meaning in JavaScript/],
    ['__proto__ in a formula', VELOCITY, '  y: __proto__*y', 13, 6, /unknown name "__proto__"/],
    ['constructor in a formula', VELOCITY, '  y: y.constructor', 13, 7, /cannot be taken out of a value/],
    ['JavaScript', VELOCITY, '  y: "import(\'fs\')"', 13, 14, /strings are not part of formulas/],
    ['an assignment', VELOCITY, '  y: W = 3', 13, 8, /assignments and function definitions/],
    ['an unknown claim', CLAIM, '  - decent', 16, 5, /unknown claim "decent"; did you mean "descent"/],
    ['two claims of one id', CLAIM, '  - descent\n  - descent', 17, 5, /two claims have the id "descent"/],
    ['two statements in one claim', CLAIM, '  - { psd: W, nonnegative: 1 }', 16, 5, /one claim makes one statement/],
    ['a mistake in a claim', CLAIM, '  - { nonnegative: "y\'*y +" }', 16, 26, /something is missing after "\+"/],
    ['a claim that is a number', CLAIM, '  - 3', 16, 5, /expected the name of a claim or a statement/],
    ['an empty formula', ENERGY, 'energy:', 14, 8, /energy: a formula is missing/],
    ['a boolean', ENERGY, 'energy: true', 14, 9, /expected a formula, but found true/],
    // The traps of YAML.
    ['a comma in { }', VELOCITY, '  { y: max(y, 0) + b }', 13, 8, /a comma ends a value.*double quotes/],
    ['a comma in [ ]', CLAIM, '  - { equal: [grad(energy, y), W*y] }', 16, 15, /a comma ends a value.*double quotes/],
    ['a transpose in single quotes', ENERGY, "energy: 'y'*y'", 14, 12, /In single quotes a transpose is written ''/],
    ['a leading *', ENERGY, 'energy: *y', 14, 9, /a leading \* is a YAML alias.*double quotes/],
    ['a leading !', ENERGY, 'energy: !y', 14, 9, /a leading ! is a YAML tag/],
    ['a leading &', ENERGY, 'energy: &y', 14, 9, /a leading & is a YAML anchor/],
    ['a leading [', ENERGY, 'energy: [1, 2]*y', 14, 15, /If this is a formula, put/],
    ['a comment that cuts a formula', ENERGY, "energy: y'*( #y", 14, 12, /what follows " #" is a comment/],
    ['a leading quote', ENERGY, 'energy: "\'*y"', 14, 10, /nothing does/],
    ['a key twice', ENERGY, 'energy: 0\nenergy: 1', 15, 1, /the key "energy" stands here twice/],
    ['another document', ENERGY, 'energy: 0\n---\nname: b', 15, 1, /another document/],
    [
      'a tag of another language',
      ENERGY,
      "energy: !!js/function y'*y",
      14,
      9,
      /!!js\/function is not part of a design/,
    ],
    ['a tag of YAML 1.1', /^state:.*$/m, 'state: !!omap { y: [N] }', 3, 8, /!!omap is not part of a design/],
    ['a tag that does not fit', ENERGY, "energy: !!int y'*y", 14, 9, /!!int does not fit/],
    ['a tag for a mapping', /^state:.*$/m, 'state: { y: !!map [N] }', 3, 13, /!!map/],
    ['a syntax error', /^state:.*$/m, 'state: { y: [N }', 3, 16, /not valid YAML/],
    ['a formula over two lines', ENERGY, "energy: >-\n  y'*y +\n  y'*zz", 16, 6, /unknown name "zz"/],
    ['an escape in double quotes', ENERGY, 'energy: "y\'*\\u0079 + zz"', 14, 22, /unknown name "zz"/],
    ['an unknown Greek name', ENERGY, 'energy: β*L(y)', 14, 9, /unknown name "β"/],
  ];

  it.each(cases)('%s', async (_, line, by, row, column, message) => {
    const found = await broken(line, by);
    expect(found.message).toMatch(message);
    expect(found.message).not.toMatch(/internal error|at .*\.[tj]s:/);
    expect(found.file).toBe('design.yaml');
    expect(found.place).toEqual({ line: row, column });
  });
});

describe('formulas out of bounds', () => {
  const around = (formula: string): string => GOOD.replace(ENERGY, () => `energy: "${formula}"`);
  it.each([
    ['parentheses', `${'('.repeat(5000)}1${')'.repeat(5000)}`],
    ['signs', `${'-'.repeat(10_000)}1`],
    ['transposes', `1${"'".repeat(10_000)}`],
    ['powers', Array.from({ length: 5000 }, () => '1').join('^')],
    ['calls', `${'exp('.repeat(3000)}1${')'.repeat(3000)}`],
    ['matrices', `${'['.repeat(5000)}1${']'.repeat(5000)}`],
    ['10,000 parentheses', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['a long sum', Array.from({ length: 50_000 }, () => '1').join('+')],
  ])('%s', async (_, formula) => {
    const found = await refusal(() => parseDesign(around(formula)));
    expect(found.message).toMatch(/nested|characters|too large|transposes/);
    expect(found.message.length).toBeLessThan(300);
    expect(found.place?.line).toBe(14);
  });

  it('reads a long sum', async () => {
    const design = await parseDesign(around(Array.from({ length: 3900 }, () => 'L(y)').join('+')));
    expect(design.energy.kind).toBe('sum');
  });
});

describe('files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'design-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const loading = (path: string): Promise<Diagnostic> => refusal(() => loadDesign(path));

  it('reads YAML and JSON', async () => {
    const design = await loadDesign(await file('good.yaml', GOOD));
    expect(design.name).toBe('test');
    const json = { name: 'j', dimensions: { N: 1 }, state: { y: ['N'] }, velocity: { y: '-y' }, energy: "y'*y" };
    expect((await loadDesign(await file('good.json', JSON.stringify(json, null, '\t')))).name).toBe('j');
    expect((await loadDesign(await file('bom.yaml', `\uFEFF${GOOD}`))).name).toBe('test');
    expect((await loadDesign(await file('crlf.yaml', GOOD.replaceAll('\n', '\r\n')))).name).toBe('test');
  });

  it('refuses what is no design', async () => {
    expect((await loading(await file('empty.yaml', ''))).message).toMatch(/the file is empty/);
    expect((await loading(await file('blank.yaml', ' \n\n'))).message).toMatch(/the file is empty/);
    expect((await loading(await file('comment.yaml', '# nothing\n'))).message).toMatch(/nothing but comments/);
    expect((await loading(await file('list.yaml', '- 1\n'))).message).toMatch(/expected a design/);
    expect((await loading(await file('text.yaml', 'hello\n'))).message).toMatch(
      /expected a design.*found the text "hello"/,
    );
    expect((await loading(folder)).message).toMatch(/this is a directory/);
    expect((await loading(join(folder, 'none.yaml'))).message).toBe('there is no such file');
    expect((await loading('/dev/null')).message).toMatch(/not a regular file/);
    expect((await loading(await file('latin.yaml', Uint8Array.of(0x6e, 0xe4, 0x6d, 0xff)))).message).toMatch(/UTF-8/);
    const large = await loading(await file('large.yaml', new Uint8Array(50_000_000).fill(0x61)));
    expect(large.message).toMatch(/at most 1000000 bytes, but this one has 50000000/);
  });

  it('speaks of JSON where the file is JSON', async () => {
    const found = async (text: string, name = 'bad.json'): Promise<Diagnostic> => loading(await file(name, text));
    expect(await found('{"name": "t",, }')).toMatchObject({
      message: 'not valid JSON: Unexpected , in object',
      place: { line: 1, column: 14 },
    });
    for (const text of ['{"a": [1, 2}', '[1, 2', '{"a": tru', '{"name": "t" "x": 1}']) {
      const { message } = await found(text);
      expect(message).toMatch(/^not valid JSON: /);
      expect(message).not.toMatch(/YAML|flow|formula|block/);
      expect((await found(text, 'bad.yaml')).message).toMatch(/^not valid YAML: /);
    }
  });

  it('reads tags that say what the value is', async () => {
    const tagged = GOOD.replace('N: 4', 'N: !!int 4').replace(/^name: (.*)$/m, 'name: !!str $1');
    expect((await parseDesign(tagged)).name).toBe('test');
  });

  it('refuses the bombs of YAML', async () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0 ? '&a0 [1,1,1,1,1,1,1,1,1,1]' : `&a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(',')}]`,
    );
    const bomb = `name: x\ndimensions:\n${levels.map((l, i) => `  k${i}: ${l}`).join('\n')}\n`;
    expect((await refusal(() => parseDesign(bomb))).message).toMatch(/too many entries/);
    expect((await refusal(() => parseDesign('&a [*a]'))).message).toMatch(/contains itself/);
    const nested = (text: string): Promise<Diagnostic> => refusal(() => parseDesign(text));
    for (const [open, place] of [
      ['name: [', { line: 1, column: 56 }],
      ['[', { line: 1, column: 51 }],
      ['- ', { line: 1, column: 102 }],
      ['{ a: ', { line: 1, column: 255 }],
      ['? ', { line: 1, column: 102 }],
    ] as const) {
      const deep = await nested(`${open}${open.slice(open.startsWith('name') ? 6 : 0).repeat(20_000)}`);
      expect(deep.message).toBe('the file is nested too deeply: lists and mappings have at most 50 levels');
      expect(deep.place, open).toEqual(place);
    }
    const lines = Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
    expect(await nested(lines)).toMatchObject({ message: /nested too deeply/, place: { line: 51 } });
    // As deep as is read, and refused for what it is.
    expect((await nested(`${'['.repeat(50)}${']'.repeat(50)}`)).message).toMatch(/expected a design/);
    expect((await refusal(() => parseDesign(`%YAML 1.1\n---\n${GOOD}`))).message).toMatch(/remove the %YAML line/);
    const keys = Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect((await refusal(() => parseDesign(keys))).message).toMatch(/too many entries|unknown key/);
  });

  it('reads aliases', async () => {
    const design = await parseDesign(
      GOOD.replace('[N, N], structure', '&s [N, N], structure').replace('shape: [N, M]', 'shape: *s'),
    );
    expect(design.parameters[1]?.symbol.shape).toEqual({ rows: 'N', columns: 'N' });
  });
});
