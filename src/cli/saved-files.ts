/** Where the counterexamples of a run are saved. */
import { basename, join } from 'node:path';

/** Names for the saved counterexamples of one run: `<design>-<claim>.json`, numbered where that is taken. */
export class SavedFiles {
  readonly #folder: string;
  readonly #taken = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The path for a claim of a design; never the same twice. */
  pathFor(design: { readonly name: string; readonly file: string | null }, claim: string): string {
    const stem = `${slug(basename(design.file ?? design.name).replace(/\.(ya?ml|json)$/i, ''))}-${slug(claim)}`;
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? `${stem}.json` : `${stem}-${count}.json`;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      return join(this.#folder, name);
    }
  }
}

/** A part of a file name that every file system takes. */
const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80) || 'design';
