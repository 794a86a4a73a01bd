/** The command line as a process: real streams, signals, and the exit status. */
import type { Engine } from './engine.js';
import { internalErrorText } from './error-text.js';
import { EXIT } from './exit-status.js';
import { processIo } from './io.js';
import { run } from './program.js';

/** Runs the arguments of this process with an engine and ends the process. */
export function runProcess(engine: Engine): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Nobody reads any more (`| head`): nothing to say, and no one to say it to.
      process.exit(error.code === 'EPIPE' ? EXIT.brokenPipe : EXIT.internalError);
    });
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);

  const interruption = new AbortController();
  process.on('SIGINT', () => {
    // The second time, at once.
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    interruption.abort();
  });
  run(process.argv.slice(2), engine, processIo(interruption.signal)).then(exit, crash);
}

/** Ends the process once what was written has gone out; threads do not keep it. */
function exit(status: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(status)));
}

function crash(error: unknown): void {
  process.stderr.write(internalErrorText(error, process.env['ENERGY_AUDIT_DEBUG'] === '1'));
  exit(EXIT.internalError);
}
