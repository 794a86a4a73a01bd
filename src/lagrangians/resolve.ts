/** From the declaration of a Lagrangian in a design to the Lagrangian. */
import { ExpressionError } from '../symbolic/error.js';
import type { Lagrangian, LagrangianAssumption, LagrangianDefinition } from '../symbolic/expression.js';
import { suggestion } from '../symbolic/nearest.js';
import { activationDefinition, formulaDefinition, type FormulaParser } from './custom.js';
import { CATALOGUE_NAMES, catalogueDefinition, isCatalogueName } from './registry.js';

export type { FormulaParser } from './custom.js';

/** A Lagrangian as declared: exactly one of `is`, `formula` and `activation`. */
export interface LagrangianDeclaration {
  readonly name: string;
  /** The names of g and Λ in formulas. */
  readonly gradient?: string | undefined;
  readonly hessian?: string | undefined;
  /** A catalogue name, or `any`. */
  readonly is?: string | undefined;
  /** A scalar formula in the vector x. */
  readonly formula?: string | undefined;
  /** An entrywise formula of g in x. */
  readonly activation?: string | undefined;
  /** What is assumed of an `any`. */
  readonly assume?: readonly string[] | undefined;
  readonly options: Readonly<Record<string, number>>;
}

export const ASSUMPTIONS = {
  convex: 'L is convex',
  'strictly-convex': 'L is strictly convex',
  entrywise: 'L(x) = Σ ℓ(x_i)',
  'bounded-gradient': 'g is bounded',
} as const satisfies Record<LagrangianAssumption, string>;

const isAssumption = (name: string): name is LagrangianAssumption => Object.hasOwn(ASSUMPTIONS, name);

function refuse(code: 'unsupported' | 'unknown-name', message: string): never {
  throw new ExpressionError(code, message);
}

/** The Lagrangian of a declaration; `parse` reads its formulas. Mistakes are refused with an `ExpressionError`. */
export async function resolveLagrangian(declaration: LagrangianDeclaration, parse: FormulaParser): Promise<Lagrangian> {
  const { name, gradient, hessian } = declaration;
  return { name, gradient, hessian, definition: await definitionOf(declaration, parse) };
}

async function definitionOf(declaration: LagrangianDeclaration, parse: FormulaParser): Promise<LagrangianDefinition> {
  const { name, is, formula, activation, assume, options } = declaration;
  const given = [is, formula, activation].filter((text) => text !== undefined);
  if (given.length !== 1)
    refuse(
      'unsupported',
      `the Lagrangian ${name} needs exactly one of is, formula and activation, but has ${given.length}`,
    );
  if (assume !== undefined && is !== 'any')
    refuse('unsupported', `the Lagrangian ${name} has assume, which goes with "is: any" only`);
  if (is !== undefined && is !== 'any') {
    if (!isCatalogueName(is))
      refuse(
        'unknown-name',
        `there is no Lagrangian "${is}" in the catalogue${suggestion(is, [...CATALOGUE_NAMES, 'any'])}`,
      );
    return catalogueDefinition(is, options);
  }
  const [option] = Object.keys(options);
  if (option !== undefined)
    refuse(
      'unknown-name',
      `the Lagrangian ${name} has the option "${option}", but only catalogue entries have options`,
    );
  if (formula !== undefined) return formulaDefinition(formula, parse);
  if (activation !== undefined) return activationDefinition(activation, parse);
  const assumptions = new Set<LagrangianAssumption>();
  for (const text of assume ?? []) {
    if (!isAssumption(text))
      refuse('unknown-name', `there is no assumption "${text}"${suggestion(text, Object.keys(ASSUMPTIONS))}`);
    assumptions.add(text);
  }
  return { kind: 'any', assumptions };
}
