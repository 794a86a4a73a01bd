/** The command line: commands and options, and how errors become messages and exit statuses. */
import { Command, CommanderError, Option } from 'commander';
import { renderErrorJson } from '../report/json.js';
import { nearest } from '../symbolic/nearest.js';
import type { BasinOptions } from './commands/basin.js';
import type { CheckOptions } from './commands/check.js';
import type { DeriveFormat } from './commands/derive.js';
import type { PaperOptions } from './commands/paper.js';
import type { ReportOptions } from './commands/report.js';
import type { SimulateOptions } from './commands/simulate.js';
import type { SteadyStatesOptions } from './commands/steady-states.js';
import type { Engine } from './engine.js';
import { badInput, inputError, inputErrorText, internalErrorText } from './error-text.js';
import { EXIT, type ExitStatus } from './exit-status.js';
import type { Io } from './io.js';
import { collect, duration, integer, positive, reportFile, size, tolerance } from './options.js';
import { givenState, twoEntries } from './starts.js';
import { version } from './version.js';

export const DEFAULT_SAMPLES = 100_000;
/** Samples for each claim of the paper: there are hundreds of claims. */
const PAPER_SAMPLES = 3000;
export const DEFAULT_SEED = 1;
export const SAVE_FOLDER = 'counterexamples';
const LARGEST_SEED = 2 ** 32 - 1;
const COMMANDS = [
  'basin',
  'check',
  'derive',
  'init',
  'paper',
  'replay',
  'report',
  'simulate',
  'steady-states',
  'help',
] as const;

/** Runs a command line (without `node` and the script) and returns the exit status. */
export async function run(args: readonly string[], engine: Engine, io: Io): Promise<ExitStatus> {
  try {
    checkCommand(args);
    let status: ExitStatus = EXIT.ok;
    const program = commandLine(engine, io, (result) => {
      status = result;
    });
    if (args.length === 0) {
      io.err(program.helpInformation());
      return EXIT.badInput;
    }
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    return report(error, args, io);
  }
}

function report(error: unknown, args: readonly string[], io: Io): ExitStatus {
  const isUsage = error instanceof CommanderError;
  if (isUsage && error.exitCode === 0) return EXIT.ok;
  const found = isUsage ? inputError(badInput(usageMessage(error))) : inputError(error);
  if (found !== undefined) {
    if (args.includes('--json')) io.out(renderErrorJson(found));
    else io.err(`${io.errorStyle.red('error:')} ${inputErrorText(found)}\n`);
    return EXIT.badInput;
  }
  io.err(internalErrorText(error, process.env['ENERGY_AUDIT_DEBUG'] === '1'));
  return EXIT.internalError;
}

const usageMessage = (error: CommanderError): string => error.message.replace(/^error: /, '').replaceAll('\n', ' ');

/** Names what a word that is no command may have meant. */
function checkCommand(args: readonly string[]): void {
  const [word] = args;
  if (word === undefined || word.startsWith('-') || COMMANDS.some((name) => name === word)) return;
  if (/\.(ya?ml|json)$/i.test(word))
    throw badInput(`"${word}" is no command; to check that design: energy-audit check ${word}`);
  const near = nearest(word, COMMANDS);
  throw badInput(
    `there is no command "${word}" in this version; ` +
      (near === undefined ? `the commands are ${COMMANDS.join(', ')}` : `did you mean "${near}"?`),
  );
}

function commandLine(engine: Engine, io: Io, finish: (status: ExitStatus) => void): Command {
  const program = new Command('energy-audit')
    .description('Does the energy of a dynamical memory really go down? Derives, checks, and shows the evidence.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: () => undefined })
    .addHelpText('after', `\n${EXAMPLES}\n\n${STATUSES}`);

  program
    .command('check')
    .description('settle the claims of designs and show the verdicts with their evidence')
    .argument('<design...>', 'design files, or names of shipped designs')
    .option('--only <id>', 'settle this claim only (repeatable)', collect)
    .option('--samples <n>', 'samples for each claim', integer(1, 1e12), DEFAULT_SAMPLES)
    .option('--seed <s>', 'seed of every random choice', integer(0, LARGEST_SEED), DEFAULT_SEED)
    .option('--size <dimension=n>', 'size for numeric checks, such as N=8 (repeatable)', size)
    .option('--time-limit <seconds>', 'stop then; what is not decided is inconclusive', duration)
    .option('--json', 'print one JSON object and nothing else')
    .option('--timings', 'show how long each claim took')
    .option('--report <file>', 'also write a report; .html, .tex, .md or .json', reportFile)
    .option(
      '--threads <n>',
      'claims settled at once, each by a thread; the output does not depend on it',
      integer(1, 256),
      1,
    )
    .option('--save <folder>', 'where counterexamples are saved', SAVE_FOLDER)
    .option('--no-save', 'save no counterexamples')
    .option('--no-prove', 'look for no proofs and certificates, only for counterexamples')
    .addOption(new Option('--prove', 'look for proofs first').default(true).hideHelp())
    .option('--no-repair', 'do not look for what would make refuted claims true')
    .option('--save-proofs <folder>', 'where proofs are saved; without it none are')
    .option('--save-certificates <folder>', 'where covers by boxes are saved; without it none are')
    .action(async (designs: string[], options: CheckOptions) => {
      const { check } = await import('./commands/check.js');
      finish(await check(designs, options, engine, io));
    });

  program
    .command('report')
    .description('settle the claims of designs, or of the paper, and write one file that says it all')
    .argument('<design...>', 'design files, names of shipped designs, or: paper')
    .requiredOption('-o, --output <file>', 'the report; .html, .tex, .md or .json', reportFile)
    .option('--only <id>', 'this claim or row only (repeatable)', collect)
    .option(
      '--samples <n>',
      `samples for each claim (default: ${DEFAULT_SAMPLES}; paper: ${PAPER_SAMPLES})`,
      integer(1, 1e12),
    )
    .option('--seed <s>', 'seed of every random choice', integer(0, LARGEST_SEED), DEFAULT_SEED)
    .option('--size <dimension=n>', 'size for numeric checks, such as N=8 (repeatable)', size)
    .option('--time-limit <seconds>', 'stop then; what is not decided is inconclusive', duration)
    .option('--threads <n>', 'claims settled at once; the output does not depend on it', integer(1, 256), 1)
    .option('--no-prove', 'look for no proofs and certificates, only for counterexamples')
    .option('--no-repair', 'do not look for what would make refuted claims true')
    .action(async (designs: string[], options: ReportOptions) => {
      const { report } = await import('./commands/report.js');
      finish(await report(designs, options, { design: DEFAULT_SAMPLES, paper: PAPER_SAMPLES }, engine, io));
    });

  program
    .command('derive')
    .description('derive gradient, Hessian and energy rate')
    .argument('<design>', 'design file, or the name of a shipped design')
    .addOption(
      new Option('--format <format>', 'how to print the derivation')
        .choices(FORMATS)
        .default('text' satisfies DeriveFormat),
    )
    .action(async (design: string, { format }: { format: DeriveFormat }) => {
      const { derive } = await import('./commands/derive.js');
      finish(await derive(design, format, engine, io));
    });

  program
    .command('init')
    .description('write a design to start from; never over an existing file')
    .argument('[folder]', 'folder to write design.yaml into', '.')
    .action(async (folder: string) => {
      const { init } = await import('./commands/init.js');
      finish(await init(folder, engine, io));
    });

  program
    .command('replay')
    .description('check a saved counterexample, proof or certificate again, or a derivation step by step')
    .argument('<file>', 'file that check saved, or a derivation: a design with steps')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (file: string, { json }: { json?: true }) => {
      const { replay } = await import('./commands/replay.js');
      finish(await replay(file, json ?? false, engine, io));
    });

  program
    .command('paper')
    .description('settle the statements of arXiv:2410.13866 as printed, row by row')
    .option('--only <id>', 'settle this row only (repeatable)', collect)
    .option('--samples <n>', 'samples for each claim', integer(1, 1e12), PAPER_SAMPLES)
    .option('--seed <s>', 'seed of every random choice', integer(0, LARGEST_SEED), DEFAULT_SEED)
    .option('--json', 'print one JSON object and nothing else')
    .option('--report <file>', 'also write a report; .html, .tex, .md or .json', reportFile)
    .option('--threads <n>', 'claims settled at once; the output does not depend on it', integer(1, 256), 1)
    .action(async (options: PaperOptions) => {
      const { paper } = await import('./commands/paper.js');
      finish(await paper(options, engine, io));
    });

  program
    .command('basin')
    .description('where states of the memory lead, and how much of a region leads where')
    .argument('<design>', 'design file, or the name of a shipped design')
    .option('--at <state=value>', 'where this state leads, such as y=[1,2] (repeatable)', givenState)
    .option('--samples <n>', 'states drawn from the domain, to estimate the shares that lead to each', integer(1, 1e9))
    .option('--radius <r>', 'draw them from the ball of this radius around --at', positive)
    .option('--map <entries>', 'map two entries, such as y[1],y[2], over the domain', twoEntries)
    .option('--resolution <n>', 'points of the map in each direction', integer(2, 2000), 33)
    .option('--time <t>', 'the longest time of a run', positive, 1000)
    .option('--tolerance <r>', 'relative error of a step; the absolute one is a thousandth of it', tolerance, 1e-6)
    .option('--steps <n>', 'the most steps of a run', integer(1, 1e9), 100_000)
    .option('--seed <s>', 'seed of parameters and states that are not given', integer(0, LARGEST_SEED), DEFAULT_SEED)
    .option('--size <dimension=n>', 'size of a dimension, such as N=8 (repeatable)', size)
    .option('--json', 'print one JSON object and nothing else')
    .action(async (design: string, options: BasinOptions) => {
      const { basin } = await import('./commands/basin.js');
      finish(await basin(design, options, engine, io));
    });

  program
    .command('simulate')
    .description('run the memory: where states go, and what the energy does on the way')
    .argument('<design>', 'design file, or the name of a shipped design')
    .option('--from <state=value>', 'start here, such as y=[1,2] (repeatable; once more is one more run)', givenState)
    .option('--runs <n>', 'runs from drawn starts; 5 where none are given', integer(1, 1e6))
    .option('--time <t>', 'the longest time of a run', positive, 1000)
    .option('--tolerance <r>', 'relative error of a step; the absolute one is a thousandth of it', tolerance, 1e-6)
    .option('--steps <n>', 'the most steps of a run', integer(1, 1e9), 100_000)
    .option('--seed <s>', 'seed of parameters and starts that are not given', integer(0, LARGEST_SEED), DEFAULT_SEED)
    .option('--size <dimension=n>', 'size of a dimension, such as N=8 (repeatable)', size)
    .option('--json', 'print one JSON object and nothing else')
    .action(async (design: string, options: SimulateOptions) => {
      const { simulate } = await import('./commands/simulate.js');
      finish(await simulate(design, options, engine, io));
    });

  program
    .command('steady-states')
    .description('find the steady states of a memory, and say which are stable and by what evidence')
    .argument('<design>', 'design file, or the name of a shipped design')
    .option('--starts <n>', 'starts of the search, where not all steady states can be enumerated', integer(1, 1e6), 100)
    .option('--seed <s>', 'seed of parameters without value and of starts', integer(0, LARGEST_SEED), DEFAULT_SEED)
    .option('--size <dimension=n>', 'size of a dimension, such as N=8 (repeatable)', size)
    .option('--compare <other>', 'another design, whose steady states are matched with these by --map')
    .option(
      '--map <formula>',
      'the state of OTHER, such as W*u + b; state=formula where it has several (repeatable)',
      collect,
    )
    .option('--json', 'print one JSON object and nothing else')
    .action(async (design: string, options: SteadyStatesOptions) => {
      const { steadyStates } = await import('./commands/steady-states.js');
      finish(await steadyStates(design, options, engine, io));
    });

  return program;
}

const FORMATS = ['text', 'tex', 'markdown', 'json'] satisfies DeriveFormat[];

const EXAMPLES = `Examples:
  $ energy-audit init                        a design to start from
  $ energy-audit check design.yaml           its claims, one by one
  $ energy-audit check hopfield-1984         a design that comes with the package
  $ energy-audit report design.yaml -o report.html
  $ energy-audit derive design.yaml --format tex`;

const STATUSES = `Exit status: 0 nothing refuted; 1 a claim refuted; 2 bad input; 3 something inconclusive and
nothing refuted; 70 a bug in energy-audit; 130 interrupted.`;
