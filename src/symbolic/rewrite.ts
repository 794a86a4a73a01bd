/** Walking and rebuilding expressions. Shared sub-expressions are visited once. */
import * as build from './build.js';
import { ExpressionError } from './error.js';
import {
  type Expression,
  FORMULA_DIRECTION,
  FORMULA_SIZE,
  FORMULA_VARIABLE,
  type Lagrangian,
  type LagrangianExpression,
} from './expression.js';
import { idOf } from './identity.js';
import { lagrangianName, print } from './print-text.js';
import type { Size } from './size.js';

/** The direct sub-expressions, in order. */
export function children(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case 'number':
    case 'constant':
    case 'size':
    case 'symbol':
    case 'identity':
    case 'ones':
      return [];
    case 'sum':
      return e.terms;
    case 'product':
    case 'hadamard':
      return e.factors;
    case 'power':
      return [e.base, e.exponent];
    case 'transpose':
    case 'map':
    case 'diag':
    case 'diagonal':
    case 'function':
      return [e.argument];
    case 'step':
      return e.direction === undefined ? [e.argument] : [e.argument, e.direction];
    case 'lagrangian':
      return [e.argument, ...e.directions];
    case 'block':
      return e.blocks.flat();
  }
}

/** The same operation applied to other sub-expressions, given in the order of `children`. */
export function rebuild(e: Expression, parts: readonly Expression[]): Expression {
  const [first = e, second] = parts;
  switch (e.kind) {
    case 'number':
    case 'constant':
    case 'size':
    case 'symbol':
    case 'identity':
    case 'ones':
      return e;
    case 'sum':
      return build.sum(...parts);
    case 'product':
      return build.product(...parts);
    case 'hadamard':
      return build.hadamard(...parts);
    case 'power':
      return build.power(first, second as Expression);
    case 'transpose':
      return build.transpose(first);
    case 'map':
      return build.map(e.function, first);
    case 'diag':
      return build.diag(first);
    case 'diagonal':
      return build.diagonal(first);
    case 'function':
      return build.apply(e.name, first);
    case 'step':
      return build.step(first, second);
    case 'lagrangian':
      return build.lagrangian(e.lagrangian, e.order, first, parts.slice(1));
    case 'block': {
      const rest = [...parts];
      return build.block(e.blocks.map((row) => rest.splice(0, row.length)));
    }
  }
}

/**
 * Rebuilds an expression from its leaves up. `replace` sees each node after its parts were rewritten and returns the
 * node that takes its place.
 */
export function rewrite(expression: Expression, replace: (e: Expression) => Expression): Expression {
  const done = new Map<number, Expression>();
  const visit = (e: Expression): Expression => {
    const id = idOf(e);
    const known = done.get(id);
    if (known !== undefined) return known;
    const before = children(e);
    const after = before.map(visit);
    const result = replace(after.every((part, i) => part === before[i]) ? e : rebuild(e, after));
    done.set(id, result);
    return result;
  };
  return visit(expression);
}

/** Visits every distinct sub-expression once, parts before wholes. */
export function forEachNode(expressions: readonly Expression[], visit: (e: Expression) => void): void {
  const seen = new Set<number>();
  const walk = (e: Expression): void => {
    const id = idOf(e);
    if (seen.has(id)) return;
    seen.add(id);
    children(e).forEach(walk);
    visit(e);
  };
  expressions.forEach(walk);
}

/** Whether some sub-expression satisfies a test. */
export function contains(expression: Expression, test: (e: Expression) => boolean): boolean {
  let found = false;
  forEachNode([expression], (e) => {
    found ||= test(e);
  });
  return found;
}

/** Whether the symbols of any of these names occur. */
export const mentions = (expression: Expression, names: ReadonlySet<string>): boolean =>
  contains(expression, (e) => e.kind === 'symbol' && names.has(e.name));

/** Names of all symbols that occur. */
export function symbolNames(expressions: readonly Expression[]): Set<string> {
  const names = new Set<string>();
  forEachNode(expressions, (e) => {
    if (e.kind === 'symbol') names.add(e.name);
  });
  return names;
}

/**
 * Replaces symbols by expressions of the same shape, all at once: what is put in is not searched again, also where
 * rebuilding collapses to it (−x with x → −y is y).
 */
export function substitute(expression: Expression, values: ReadonlyMap<string, Expression>): Expression {
  const done = new Map<number, Expression>();
  const visit = (e: Expression): Expression => {
    if (e.kind === 'symbol') return values.get(e.name) ?? e;
    const id = idOf(e);
    const known = done.get(id);
    if (known !== undefined) return known;
    const before = children(e);
    const after = before.map(visit);
    const result = after.every((part, i) => part === before[i]) ? e : rebuild(e, after);
    done.set(id, result);
    return result;
  };
  return visit(expression);
}

/** Replaces every occurrence of one sub-expression by another of its shape; what is put in is not searched again. */
export function replacePart(expression: Expression, part: Expression, by: Expression): Expression {
  const [wanted, done] = [idOf(part), new Map<number, Expression>()];
  const visit = (e: Expression): Expression => {
    const id = idOf(e);
    if (id === wanted) return by;
    const known = done.get(id);
    if (known !== undefined) return known;
    const before = children(e);
    const after = before.map(visit);
    const result = after.every((x, i) => x === before[i]) ? e : rebuild(e, after);
    done.set(id, result);
    return result;
  };
  return visit(expression);
}

/** Replaces Lagrangians by others, by name: how an `any` becomes a concrete one. */
export const replaceLagrangians = (expression: Expression, by: ReadonlyMap<string, Lagrangian>): Expression =>
  rewrite(expression, (e) => {
    const other = e.kind === 'lagrangian' ? by.get(e.lagrangian.name) : undefined;
    return e.kind === 'lagrangian' && other !== undefined
      ? build.lagrangian(other, e.order, e.argument, e.directions)
      : e;
  });

/** A scalar formula in one scalar symbol, applied to every entry of `z`. */
export function lift(formula: Expression, variable: string, z: Expression): Expression {
  if (build.isScalar(z)) return substitute(formula, new Map([[variable, z]]));
  const depends = (e: Expression): boolean => mentions(e, new Set([variable]));
  const visit = (e: Expression): Expression => {
    if (!depends(e)) return e;
    switch (e.kind) {
      case 'symbol':
        return z;
      case 'sum':
        return build.sum(...e.terms.map((t) => build.broadcast(visit(t), z.shape)));
      case 'product':
        return build.hadamard(...e.factors.map(visit));
      case 'power':
        if (!depends(e.exponent)) return build.power(visit(e.base), e.exponent);
        break;
      case 'map':
        return build.map(e.function, visit(e.argument));
      case 'step':
        return build.step(visit(e.argument), e.direction === undefined ? undefined : visit(e.direction));
      default:
    }
    throw new ExpressionError('unsupported', `${print(e)} cannot be applied entry by entry`, e);
  };
  return build.broadcast(visit(formula), z.shape);
}

/** Replaces one size by another everywhere: formulas of size `n` become formulas of the size at hand. */
function resize(expression: Expression, from: Size, to: Size): Expression {
  return rewrite(expression, (e) => {
    const shape = {
      rows: e.shape.rows === from ? to : e.shape.rows,
      columns: e.shape.columns === from ? to : e.shape.columns,
    };
    if (e.kind === 'size') return e.size === from ? build.sizeNumber(to) : e;
    if (e.kind === 'ones') return build.ones(shape);
    if (e.kind === 'identity') return build.identity(shape.rows);
    if (e.kind === 'symbol') return { ...e, shape };
    return e;
  });
}

/** A formula in the vector `FORMULA_VARIABLE` of size `FORMULA_SIZE`, at a vector z. */
export const applyFormula = (formula: Expression, z: Expression): Expression =>
  substitute(resize(formula, FORMULA_SIZE, z.shape.rows), new Map([[FORMULA_VARIABLE, z]]));

/** The formula behind one application of a Lagrangian or of one of its derivatives. */
export function unfoldLagrangian(e: LagrangianExpression): Expression {
  const { definition } = e.lagrangian;
  const unsupported = (why: string): ExpressionError =>
    new ExpressionError('unsupported', `${lagrangianName(e.lagrangian, e.order)} ${why}`, e);
  if (definition.kind === 'any') throw unsupported('has no formula: its Lagrangian is declared as any');
  if (definition.kind === 'entrywise') {
    const formula = definition.derivatives[e.order];
    if (formula === undefined && e.order === 0)
      throw unsupported('has no formula: no integral of its activation was found');
    if (formula === undefined) throw unsupported('is a derivative of too high an order');
    const values = lift(formula, FORMULA_VARIABLE, e.argument);
    if (e.order === 0) return build.sumEntries(values);
    return e.order === 1 ? values : build.diag(build.hadamard(values, ...e.directions));
  }
  const formula = [definition.potential, definition.gradient, definition.hessian, definition.third][e.order];
  if (formula === undefined) throw unsupported('is a derivative of too high an order');
  const values = new Map([[FORMULA_VARIABLE, e.argument]]);
  if (e.directions[0] !== undefined) values.set(FORMULA_DIRECTION, e.directions[0]);
  return substitute(resize(formula, FORMULA_SIZE, e.argument.shape.rows), values);
}

/** Replaces every Lagrangian by its formula. */
export const unfold = (expression: Expression): Expression =>
  rewrite(expression, (e) => (e.kind === 'lagrangian' ? unfoldLagrangian(e) : e));

/** Whether an application has a formula: one of `any` has none, nor has the integral of an activation where none was found. */
function hasFormula({ lagrangian: { definition }, order }: LagrangianExpression): boolean {
  if (definition.kind === 'any') return false;
  return definition.kind !== 'entrywise' || order > 0 || definition.derivatives[0] !== undefined;
}

/** Replaces every Lagrangian that has a formula; others stay as they are. */
export const unfoldKnown = (expression: Expression): Expression =>
  rewrite(expression, (e) => (e.kind === 'lagrangian' && hasFormula(e) ? unfoldLagrangian(e) : e));
