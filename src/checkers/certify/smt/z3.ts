/**
 * z3 in a thread of its own. Effort is limited by z3's own count of work, which does not depend on the machine; the
 * clock is the emergency brake.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** What z3 says of a script: no model, a model as text, or neither. */
export type Answer =
  | { readonly kind: 'unsat' }
  | { readonly kind: 'sat'; readonly model: string }
  | { readonly kind: 'unknown' };

/** Work, in z3's units (about 10 million a second), and seconds. */
export interface Limits {
  readonly work: number;
  readonly seconds: number;
}

const UNKNOWN: Answer = { kind: 'unknown' };

/** Runs in the thread; `require` finds the package by the path that it is given. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
(async () => {
  const { init } = require(workerData.path);
  const { Z3 } = await init();
  const context = Z3.mk_context(Z3.mk_config());
  parentPort.postMessage(await Z3.eval_smtlib2_string(context, workerData.script));
})().catch((error) => parentPort.postMessage('(error ' + String(error) + ')'));
`;

/** Decides a script of declarations and assertions in SMT-LIB. */
export async function solve(script: string, limits: Limits): Promise<Answer> {
  const path = createRequire(import.meta.url).resolve('z3-solver');
  const text = `(set-option :rlimit ${limits.work})\n${script}\n(check-sat)\n(get-model)\n`;
  const worker = new Worker(PROGRAM, { eval: true, workerData: { path, script: text } });
  try {
    const output = await new Promise<string>((resolve) => {
      const brake = setTimeout(() => resolve('unknown'), limits.seconds * 1000);
      const end = (said: string): void => {
        clearTimeout(brake);
        resolve(said);
      };
      worker.once('message', (said: unknown) => end(String(said)));
      worker.once('error', () => end('unknown'));
      worker.once('exit', () => end('unknown'));
    });
    const [verdict = '', ...model] = output.trim().split('\n');
    if (verdict.trim() === 'unsat') return { kind: 'unsat' };
    return verdict.trim() === 'sat' ? { kind: 'sat', model: model.join('\n') } : UNKNOWN;
  } finally {
    await worker.terminate();
  }
}
