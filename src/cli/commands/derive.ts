/** `derive`: gradient, Hessian and energy rate of a design. */
import type { DerivationView } from '../../derivation/view.js';
import { ExpressionError } from '../../symbolic/error.js';
import { resolveDesign } from '../design-path.js';
import type { Engine } from '../engine.js';
import { badInput } from '../error-text.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { INTERRUPTED, interruptible } from '../interrupt.js';
import type { Io } from '../io.js';
import { version } from '../version.js';

export const DERIVE_FORMATS = ['text', 'tex', 'markdown', 'json'] as const;
export type DeriveFormat = (typeof DERIVE_FORMATS)[number];

export async function derive(argument: string, format: DeriveFormat, engine: Engine, io: Io): Promise<ExitStatus> {
  const { path, shown } = resolveDesign(argument);
  const design = { ...(await engine.loadDesign(path)), file: shown };
  const result = await interruptible(engine.derive(design), io.interrupt).catch((error: unknown) => {
    if (error instanceof ExpressionError) throw badInput(error.message, shown);
    throw error;
  });
  if (result === INTERRUPTED) return EXIT.interrupted;
  io.out(await render({ ...result, file: shown }, format, io));
  return EXIT.ok;
}

async function render(view: DerivationView, format: DeriveFormat, io: Io): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../../report/derivation-text.js')).renderDerivationText(view, io.terminal.style);
    case 'tex':
      return (await import('../../report/derivation-tex.js')).renderDerivationTex(view);
    case 'markdown':
      return (await import('../../report/derivation-markdown.js')).renderDerivationMarkdown(view);
    case 'json':
      return (await import('../../report/derivation-json.js')).renderDerivationJson(view, version());
  }
}
