/** The parts of the README that come from the program: its sessions, tables and printed results. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadDesign } from '../../src/index.js';
import { CATALOGUE, CATALOGUE_NAMES } from '../../src/lagrangians/index.js';
import { shippedDesigns } from '../../src/cli/design-path.js';

export const ROOT = join(import.meta.dirname, '..', '..');
const TSX = pathToFileURL(join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const PROGRAM = join(ROOT, 'src', 'cli', 'main.ts');

/** The environment without what decides colours or the settings of properties. */
export function plain(): NodeJS.ProcessEnv {
  const ours = /^(FORCE_COLOR|ENERGY_AUDIT_\w+)$/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))), NO_COLOR: '1' };
}

/** A fenced block: its language and its text, without the fences. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

const FENCED = /^```(\w+)\n([\s\S]*?)^```$/gm;

export const blocksOf = (readme: string): readonly Block[] =>
  [...readme.matchAll(FENCED)].map(([, language = '', text = '']) => ({ language, text }));

function node(args: readonly string[], folder: string): string {
  const { stdout, stderr, error } = spawnSync(process.execPath, ['--import', TSX, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: plain(),
  });
  if (error !== undefined) throw error;
  if (stderr !== '') throw new Error(stderr);
  return stdout;
}

/** The README with every part that comes from the program made anew. */
export async function madeAnew(readme: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  try {
    const [design] = blocksOf(readme).filter((b) => b.language === 'yaml');
    if (design === undefined) throw new Error('the README has no design');
    writeFileSync(join(folder, 'memory.yaml'), design.text);
    writeFileSync(
      join(folder, 'symmetric.yaml'),
      design.text.replace('W: { shape: [N, N] }', 'W: { shape: [N, N], structure: symmetric }'),
    );
    let printed = '';
    const withBlocks = readme.replace(FENCED, (whole, language: string, text: string) => {
      if (language === 'console') return fence(language, session(text, folder));
      if (language === 'ts') printed = text.includes("from 'vitest'") ? '' : example(text, folder);
      return language === 'text' ? fence(language, printed) : whole;
    });
    return between(between(withBlocks, 'catalogue', catalogueTable()), 'designs', await designTable());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\`\`\``;

/** The command of a session, run, with what it prints. */
function session(text: string, folder: string): string {
  const [line = ''] = text.split('\n');
  const [, command] = /^\$ npx energy-audit (.+)$/.exec(line) ?? [];
  if (command === undefined) throw new Error(`not a session: ${line}`);
  return `${line}\n${node([PROGRAM, ...command.split(' ')], folder)}`;
}

/** What an example of the library prints. */
function example(text: string, folder: string): string {
  const file = join(folder, 'example.mts');
  writeFileSync(file, fromSource(text));
  return node([file], folder);
}

/** An example that imports the sources in place of the installed package. */
export const fromSource = (text: string): string =>
  text
    .replaceAll("'energy-audit'", `'${pathToFileURL(join(ROOT, 'src', 'index.ts')).href}'`)
    .replaceAll("'energy-audit/properties'", `'${pathToFileURL(join(ROOT, 'properties', 'index.ts')).href}'`);

function between(readme: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [readme.indexOf(open), readme.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`the README has no place for ${name}`);
  return `${readme.slice(0, from + open.length)}\n${content}\n${readme.slice(to)}`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const cell = (text: string): string => text.replaceAll('|', '\\|');

function catalogueTable(): string {
  const rows = CATALOGUE_NAMES.map((name) => {
    const { activation, potential, options } = CATALOGUE[name];
    const named = Object.entries(options).map(([key, o]) => `\`${key}: ${o.default}\` ${o.doc}`);
    return row([`\`${name}\``, `\`${cell(activation)}\``, `\`${cell(potential)}\``, named.join(', ')]);
  });
  return [row(['name', 'g', 'L', 'options']), row(['---', '---', '---', '---']), ...rows].join('\n');
}

async function designTable(): Promise<string> {
  const folder = join(ROOT, 'designs');
  const rows = await Promise.all(
    shippedDesigns(folder).map(async (name) => {
      const design = await loadDesign(join(folder, `${name}.yaml`));
      return row([`\`${name}\``, cell(design.name), cell(design.cite ?? '')]);
    }),
  );
  return [row(['name', 'what', 'from']), row(['---', '---', '---']), ...rows].join('\n');
}
