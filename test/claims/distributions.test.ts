import { expect, test } from 'vitest';
import { formulateClaims } from '../../src/claims/formulate.js';
import { type ClaimInput, defineDesign } from '../../src/design/define.js';
import { design, names, settle } from '../checkers/support.js';

/** ‖y‖²/2 falls along −y; W is a random matrix that only some claims are about. */
const withGoe = (claims: readonly ClaimInput[], velocity = '-y', structure: 'goe' | 'symmetric' = 'goe') =>
  design({ parameters: { W: { shape: ['N', 'N'], structure } }, velocity: { y: velocity }, energy: "y'*y/2", claims });

test('claims for every value of a goe parameter are not supported, the others are settled', async () => {
  const verdicts = await settle(
    withGoe([
      'descent',
      'bounded-below',
      { id: 'wrong', nonnegative: "-y'*y" },
      { id: 'psd', psd: 'W' },
      { id: 'identity', equal: ['W', "W'"] },
      { id: 'given', nonnegative: "-y'*y", given: [{ nonnegative: "y'*W*y" }] },
    ]),
  );
  expect(names(verdicts)).toEqual({
    descent: 'unrefuted',
    'bounded-below': 'unrefuted',
    wrong: 'refuted',
    psd: 'inconclusive',
    identity: 'inconclusive',
    given: 'inconclusive',
  });
  expect(verdicts.psd?.evidence).toMatchObject({ kind: 'reason', code: 'unsupported' });
  expect(JSON.stringify(verdicts.psd?.evidence)).toContain('W is goe, a distribution');
});

test('a goe parameter in the velocity leaves every claim about the velocity open, and none about the energy', async () => {
  const verdicts = await settle(withGoe(['descent', 'flat-directions', 'bounded-below'], '-y + W*y'));
  expect(names(verdicts)).toEqual({
    descent: 'inconclusive',
    'flat-directions': 'inconclusive',
    'bounded-below': 'unrefuted',
  });
  expect(names(await settle(withGoe(['descent'], '-y + W*y', 'symmetric')))).toEqual({ descent: 'refuted' });
});

test('what does not depend on the parameter stays an obligation of its own', async () => {
  const claims = formulateClaims(
    await defineDesign({ ...withGoe(['strict-descent']), energy: "y'*W*y", velocity: { y: '-y' } }),
  );
  expect(claims[0]?.obligations.map((o) => o.kind)).toEqual(['unsupported', 'unsupported']);
  const back = formulateClaims(await defineDesign(withGoe(['stationary-points'])));
  expect(back[0]?.obligations.map((o) => o.kind)).toEqual(['zero-implies', 'zero-implies']);
});
