/** A progress bar on standard error, drawn only where a person watches. */
import type { SingleBar } from 'cli-progress';
import type { Progress } from './engine.js';

export interface ProgressBar {
  update(progress: Progress): void;
  /** Takes the bar away, to write something or at the end; the next update draws it again. */
  clear(): void;
}

const NONE: ProgressBar = { update: () => undefined, clear: () => undefined };

export async function progressBar(interactive: boolean): Promise<ProgressBar> {
  if (!interactive) return NONE;
  const { SingleBar: Bar, Presets } = (await import('cli-progress')).default;
  let bar: SingleBar | undefined;
  return {
    update({ claim, done, total }) {
      if (bar === undefined) {
        const format = '  {bar} {percentage}%  {claim}';
        bar = new Bar(
          { format, stream: process.stderr, clearOnComplete: true, gracefulExit: false },
          Presets.shades_classic,
        );
        bar.start(total, done, { claim });
        return;
      }
      bar.setTotal(total);
      bar.update(done, { claim });
    },
    clear() {
      bar?.stop();
      bar = undefined;
    },
  };
}
