/** What a verdict assumes, in words: only what its claim depends on. */
import type { Derivation } from '../derivation/derivation.js';
import { jumpArguments } from '../derivation/kinks.js';
import type { DeclaredLagrangian, Parameter, Structure } from '../design/types.js';
import type { Expression } from '../symbolic/expression.js';
import type { Dependence } from './dependence.js';

/** What the design assumes of the parameters and Lagrangians on which a claim depends. */
export function designAssumptions(d: Derivation, on: Dependence): string[] {
  return [
    ...d.design.parameters.filter((p) => on.onParameter(p.symbol.name)).flatMap(parameterAssumption),
    ...d.design.lagrangians.filter(on.onLagrangian).flatMap(lagrangianAssumption),
  ];
}

function parameterAssumption({ symbol, structures, range, value }: Parameter): string[] {
  if (value !== undefined) return [];
  const words = structures.filter((s) => s.kind !== 'general').map(structureText);
  if (range !== undefined) words.push(`range [${range.join(', ')}]`);
  return words.length === 0 ? [] : [`${symbol.name} ${words.join(', ')}`];
}

/** `symmetric`, `rank 2`, `block-tridiagonal [2, N]`. */
function structureText(s: Structure): string {
  switch (s.kind) {
    case 'rank':
      return `rank ${s.rank}`;
    case 'norm-at-most':
    case 'block-norm-at-most':
      return `${s.kind} ${s.bound}`;
    case 'block-tridiagonal':
      return `block-tridiagonal [${s.sizes.join(', ')}]`;
    default:
      return s.kind;
  }
}

function lagrangianAssumption({ lagrangian: { name, definition } }: DeclaredLagrangian): string[] {
  if (definition.kind !== 'any') return [];
  const more = [...definition.assumptions].map((assumption) => `, ${assumption}`).join('');
  return [`${name} any twice continuously differentiable function${more}`];
}

/** The assumption that claims are judged off the kinks, where they are. */
export function offKinks(d: Derivation, on: Dependence, judged: readonly Expression[]): string[] {
  if (d.velocityJumps && on.onVelocity)
    return ['off the kinks, where the velocity jumps and there is no classical solution'];
  return judged.some((e) => jumpArguments(e).length > 0) ? ['off the kinks of the formulas'] : [];
}
