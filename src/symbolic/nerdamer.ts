/**
 * The adapter for nerdamer, and its only importer: antiderivatives as candidates. nerdamer runs in a thread of its
 * own that is ended when time is up, since it may not come back; its answers may be wrong and must be checked.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as build from './build.js';
import type { Expression } from './expression.js';
import { print } from './print-text.js';
import { contains, rewrite } from './rewrite.js';

/** What the thread runs: one integration, its result as text. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.module).then((loaded) => {
  const nerdamer = loaded.default ?? loaded;
  const text = nerdamer('integrate(' + workerData.formula + ',' + workerData.variable + ')').toString();
  parentPort.postMessage(text);
}).catch(() => parentPort.postMessage(undefined));
`;

const DEFAULT_TIME_LIMIT = 8000;

/** Functions that nerdamer reads as we mean them. */
const KNOWN: ReadonlySet<string> = new Set(['exp', 'log', 'sin', 'cos', 'tan', 'atan', 'sinh', 'cosh', 'tanh', 'erf']);

/** A scalar formula in functions that nerdamer knows; undefined where there is none. */
function translated(e: Expression): string | undefined {
  const { map, sum, ONE, negate, reciprocal } = build;
  const plain = rewrite(e, (part) => {
    if (part.kind !== 'map') return part;
    const z = part.argument;
    switch (part.function) {
      case 'sigmoid':
        return reciprocal(sum(ONE, map('exp', negate(z))));
      case 'softplus':
        return map('log', sum(ONE, map('exp', z)));
      case 'log1p':
        return map('log', sum(ONE, z));
      case 'expm1':
        return sum(map('exp', z), negate(ONE));
      case 'logcosh':
        return map('log', map('cosh', z));
      default:
        return part;
    }
  });
  const strange = contains(plain, (part) => {
    switch (part.kind) {
      case 'number':
      case 'constant':
      case 'symbol':
      case 'sum':
      case 'product':
      case 'power':
        return false;
      case 'map':
        return !KNOWN.has(part.function);
      default:
        return true;
    }
  });
  return strange ? undefined : print(plain);
}

/**
 * A candidate for ∫ f dx as nerdamer writes it, with exp for powers of e; undefined where nerdamer finds none in time.
 */
export async function integralCandidate(
  f: Expression,
  variable: string,
  timeLimit: number = DEFAULT_TIME_LIMIT,
): Promise<string | undefined> {
  const formula = translated(f);
  if (formula === undefined || formula.length > 2000) return undefined;
  const module = pathToFileURL(createRequire(import.meta.url).resolve('nerdamer/all')).href;
  const worker = new Worker(PROGRAM, {
    eval: true,
    workerData: { module, formula, variable },
    stdout: true,
    stderr: true,
  });
  const text = await new Promise<unknown>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeLimit);
    const settle = (value: unknown): void => {
      clearTimeout(timer);
      resolve(value);
    };
    worker.once('message', settle);
    worker.once('error', () => settle(undefined));
    worker.once('exit', () => settle(undefined));
  });
  await worker.terminate();
  if (typeof text !== 'string' || text.length > 20_000 || /integrate|Infinity|NaN|\[|\bi\b/.test(text))
    return undefined;
  return text.replace(/\be\b/g, 'exp(1)');
}

/** exp(1)^z as exp(z). */
export const withoutPowersOfE = (e: Expression): Expression =>
  rewrite(e, (part) =>
    part.kind === 'power' &&
    part.base.kind === 'map' &&
    part.base.function === 'exp' &&
    build.isNumber(part.base.argument, 1)
      ? build.map('exp', part.exponent)
      : part,
  );
