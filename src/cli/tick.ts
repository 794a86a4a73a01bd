/** Long computations let the program breathe, so that Ctrl-C is heard. */

/** Waits for what else the program has to do; throws once the signal is aborted, so that the computation ends. */
export const breathing =
  (signal: AbortSignal): (() => Promise<void>) =>
  async () => {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    signal.throwIfAborted();
  };
