/** Ctrl-C: what waits for a result stops waiting. */

export const INTERRUPTED = Symbol('interrupted');

/** The result, or `INTERRUPTED` as soon as the signal is aborted; a result that comes later is dropped. */
export async function interruptible<T>(result: Promise<T>, signal: AbortSignal): Promise<T | typeof INTERRUPTED> {
  if (signal.aborted) {
    result.catch(() => undefined);
    return INTERRUPTED;
  }
  let stop = (): void => undefined;
  const aborted = new Promise<typeof INTERRUPTED>((resolve) => {
    stop = () => resolve(INTERRUPTED);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    // A late failure of what was given up must not end the process as an unhandled rejection.
    result.catch(() => undefined);
  }
}
