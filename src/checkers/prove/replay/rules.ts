/** The rules of proofs. Each says what it concludes; a step that does not follow is rejected. */
import type { Rule } from './rule.js';
import { DEFINITE_RULES } from './rules-definite.js';
import { EQUAL_RULES } from './rules-equal.js';
import { SCALAR_RULES } from './rules-scalar.js';
import { SIGN_RULES } from './rules-sign.js';
import { SPECTRAL_RULES } from './rules-spectral.js';
import { ZERO_RULES } from './rules-zero.js';

export const RULES: Readonly<Record<string, Rule>> = {
  ...SIGN_RULES,
  ...SCALAR_RULES,
  ...SPECTRAL_RULES,
  ...DEFINITE_RULES,
  ...ZERO_RULES,
  ...EQUAL_RULES,
};

export const ruleNamed = (name: string): Rule | undefined => (Object.hasOwn(RULES, name) ? RULES[name] : undefined);
