/** What a user waits for: the help text, the first output of a check, its end; and the memory it takes. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { median } from './measure.js';
import { table } from './table.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const LIMITS = { help: 0.3, first: 1.5, total: 5, memory: 200 };

interface Run {
  /** Seconds to the first byte of output, and to the end. */
  readonly first: number;
  readonly total: number;
  /** Processor seconds of the whole process, and its largest memory in MB. */
  readonly cpu: number;
  readonly memory: number;
}

/** Reports the resources of the process when it ends; loaded before the program. */
const WATCH =
  'data:text/javascript,process.on("exit",()=>{const r=process.resourceUsage();' +
  'process.stderr.write("\\nusage "+(r.userCPUTime+r.systemCPUTime)/1e6+" "+r.maxRSS/1024+"\\n")})';

function run(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const seconds = (): number => (performance.now() - start) / 1000;
    let first: number | undefined;
    let errors = '';
    const child = spawn(process.execPath, ['--import', WATCH, MAIN, ...args], { cwd: ROOT });
    child.stdout.on('data', () => {
      first ??= seconds();
    });
    child.stderr.on('data', (text: Buffer) => {
      errors += text.toString();
    });
    child.on('error', reject);
    child.on('close', () => {
      const [, cpu, memory] = /usage ([\d.]+) ([\d.]+)/.exec(errors) ?? [];
      resolve({ first: first ?? Number.NaN, total: seconds(), cpu: Number(cpu), memory: Number(memory) });
    });
  });
}

async function medianRun(rounds: number, ...args: readonly string[]): Promise<Run> {
  const runs: Run[] = [];
  for (let i = 0; i < rounds; i += 1) runs.push(await run(...args));
  const of = (key: keyof Run): number => median(runs.map((r) => r[key]));
  return { first: of('first'), total: of('total'), cpu: of('cpu'), memory: of('memory') };
}

export async function benchStartUp(): Promise<void> {
  if (!existsSync(MAIN)) spawnSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'ignore' });
  const help = await medianRun(5, '--help');
  const rows = [
    ['--help', help.first.toFixed(2), help.total.toFixed(2), help.cpu.toFixed(2), help.memory.toFixed(0)].concat(
      help.total < LIMITS.help ? 'reached' : `above ${LIMITS.help} s`,
    ),
  ];
  const designs = readdirSync(new URL('../designs', import.meta.url)).filter((file) => file.endsWith('.yaml'));
  for (const design of designs.sort()) {
    const r = await medianRun(1, 'check', `designs/${design}`, '--no-save', '--seed', '1');
    const missed = [
      ...(r.first < LIMITS.first ? [] : [`first above ${LIMITS.first} s`]),
      ...(r.total < LIMITS.total ? [] : [`total above ${LIMITS.total} s`]),
      ...(r.memory < LIMITS.memory ? [] : [`memory above ${LIMITS.memory} MB`]),
    ];
    rows.push([
      design,
      r.first.toFixed(2),
      r.total.toFixed(2),
      r.cpu.toFixed(2),
      r.memory.toFixed(0),
      missed.length === 0 ? 'reached' : missed.join(', '),
    ]);
  }
  table(
    'Start-up and whole runs of check with 100,000 samples for each claim (s; memory in MB)',
    ['', 'first', 'total', 'processor', 'memory', ''],
    rows,
  );
}
