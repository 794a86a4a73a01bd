/** The replay checker shares no code with the search for proofs. */
import { expect, it } from 'vitest';
import { filesOf, importsOf, textOf } from './imports.js';

it('the replay checker imports nothing of the search for proofs', () => {
  const files = filesOf('src/checkers/prove/replay', /\.ts$/);
  expect(files.length).toBeGreaterThan(10);
  const imports = files.flatMap((file) => importsOf(file, textOf(file))).map(({ to }) => to);
  expect(imports.filter((to) => /^src\/checkers\/prove\/[^/]+\.ts$/.test(to))).toEqual([]);
  expect(imports.filter((to) => /normal-form|\/network|\/linear|\/simplify/.test(to))).toEqual([]);
});
