/**
 * z3 in a thread of its own. Effort is limited by z3's own count of work, which does not depend on the machine. The
 * clock is the emergency brake, far beyond the longest that this work was seen to take, so that it decides nothing.
 */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** What z3 says of a script: no model, a model as text, or neither. */
export type Answer =
  | { readonly kind: 'unsat' }
  | { readonly kind: 'sat'; readonly model: string }
  | { readonly kind: 'unknown' };

/** Work, in z3's units, of which one took up to 10 microseconds, and seconds. */
export interface Limits {
  readonly work: number;
  readonly seconds: number;
}

/** Milliseconds between the ticks while z3 works. */
const BREATH = 200;

const UNKNOWN: Answer = { kind: 'unknown' };

/**
 * Runs in the thread; `require` finds the package by the path that it is given. Each question has a context of its own.
 * z3 reads a script while its caller has gone on: the script must lie in memory that lasts, which the package's own
 * `eval_smtlib2_string` does not see to.
 */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
(async () => {
  const { init } = require(workerData.path);
  const { em, Z3 } = await init();
  const ask = async (script) => {
    const bytes = Buffer.from(script + '\\0');
    const address = em._malloc(bytes.length);
    em.HEAPU8.set(bytes, address);
    const context = Z3.mk_context(Z3.mk_config());
    return (await em.async_call(em._async_Z3_eval_smtlib2_string, context, address)).trim().split('\\n');
  };
  const said = await ask(workerData.question);
  const isVacuous = said[0] === 'unsat' && (await ask(workerData.conditions))[0] !== 'sat';
  parentPort.postMessage(isVacuous ? 'unknown' : said.join('\\n'));
})().catch((error) => parentPort.postMessage('(error ' + String(error) + ')'));
`;

/**
 * Decides whether conditions in SMT-LIB and a violation of a claim have a common model. Where the conditions alone have
 * none, or none is found, the answer is neither: nothing is said of a claim that speaks of no numbers. Where `tick`
 * throws while z3 works, z3 is stopped and the error goes on.
 */
export async function solve(
  conditions: string,
  violation: string,
  limits: Limits,
  tick: () => Promise<void>,
): Promise<Answer> {
  const path = createRequire(import.meta.url).resolve('z3-solver');
  const limit = `(set-option :rlimit ${limits.work})`;
  const workerData = {
    path,
    question: [limit, conditions, violation, '(check-sat)', '(get-model)'].join('\n'),
    conditions: [limit, conditions, '(check-sat)'].join('\n'),
  };
  const worker = new Worker(PROGRAM, { eval: true, workerData });
  const timers: NodeJS.Timeout[] = [];
  try {
    const output = await new Promise<string>((resolve, reject) => {
      worker.once('message', (said: unknown) => resolve(String(said)));
      worker.once('error', () => resolve('unknown'));
      worker.once('exit', () => resolve('unknown'));
      timers.push(
        setTimeout(() => resolve('unknown'), limits.seconds * 1000),
        setInterval(() => void tick().catch(reject), BREATH),
      );
    });
    const [verdict = '', ...model] = output.trim().split('\n');
    if (verdict.trim() === 'unsat') return { kind: 'unsat' };
    return verdict.trim() === 'sat' ? { kind: 'sat', model: model.join('\n') } : UNKNOWN;
  } finally {
    timers.forEach(clearTimeout);
    await worker.terminate();
  }
}
