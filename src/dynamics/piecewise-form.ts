/** Velocities that are linear in pieces: what is a kink in them, and what they are on each piece. */
import { isContinuous, type LinearPieces, linearPieces } from '../lagrangians/linear-pieces.js';
import * as build from '../symbolic/build.js';
import { jacobian } from '../symbolic/differential.js';
import { type Expression, FORMULA_VARIABLE, type SymbolExpression } from '../symbolic/expression.js';
import { idOf } from '../symbolic/identity.js';
import { children, mentions, rebuild } from '../symbolic/rewrite.js';
import { SCALAR } from '../symbolic/shape.js';
import { sizeValue } from '../symbolic/size.js';
import { derivation, ifDifferentiable } from '../derivation/derivation.js';
import type { Memory } from './memory.js';

/** An entrywise function that is linear in pieces, with its argument, which is affine in the states on each piece. */
export interface Unit {
  readonly pieces: LinearPieces;
  /** Entries of the argument. */
  readonly size: number;
  /** For each break a vector that is 1 where the argument lies beyond it, else 0. */
  readonly beyond: readonly SymbolExpression[];
  /** z = Z y + z_0 on a piece. */
  readonly slope: Expression;
  readonly offset: Expression;
}

/** ẏ = M y + c on each piece; M, c, Z and z_0 are free of states. */
export interface PiecewiseForm {
  readonly units: readonly Unit[];
  readonly matrix: Expression;
  readonly offset: Expression;
  /** Whether the velocity may jump between pieces. */
  readonly jumps: boolean;
}

/** Which line each entry of each unit is on: one digit an entry. */
export type Digits = Uint8Array;

/** The expressions of a form: M, c, then Z and z_0 of each unit; c and z_0 are their values at states 0. */
export const formulasOf = (form: PiecewiseForm): readonly Expression[] => [
  form.matrix,
  form.offset,
  ...form.units.flatMap((u) => [u.slope, u.offset]),
];

/** Not linear in pieces, or not seen to be. */
class NotLinear extends Error {}

const X = build.symbol(FORMULA_VARIABLE, SCALAR);

/** The velocity of a memory as a function that is linear in pieces; undefined where it is not one. */
export function piecewiseForm(memory: Memory): PiecewiseForm | undefined {
  const d = derivation(memory.design);
  try {
    return ifDifferentiable(() => new Reader(memory, d.states).read(memory.concrete(d.velocity)));
  } catch (error) {
    if (error instanceof NotLinear) return undefined;
    throw error;
  }
}

interface Found {
  readonly unit: Unit;
  /** Slope and value of the function at its argument, with the symbols of the piece. */
  readonly slope: Expression;
  readonly value: Expression;
}

class Reader {
  private readonly names: ReadonlySet<string>;
  private readonly found = new Map<string, Found>();
  private jumps = false;

  constructor(
    private readonly memory: Memory,
    private readonly states: readonly SymbolExpression[],
  ) {
    this.names = new Set(states.map((x) => x.name));
  }

  read(velocity: Expression): PiecewiseForm {
    const onPiece = this.visit(velocity);
    const { slope: matrix, offset } = this.affine(onPiece);
    return { units: [...this.found.values()].map(({ unit }) => unit), matrix, offset, jumps: this.jumps };
  }

  private visit(e: Expression): Expression {
    if (!mentions(e, this.names)) return e;
    switch (e.kind) {
      case 'lagrangian':
        return this.lagrangian(e.lagrangian.definition, e.order, e.argument, e);
      case 'map':
        return this.unit(build.map(e.function, X), e.argument).value;
      case 'step':
        if (e.direction !== undefined) throw new NotLinear();
        return this.unit(build.step(X), e.argument).value;
      case 'function':
        throw new NotLinear();
      default:
        return rebuild(
          e,
          children(e).map((part) => this.visit(part)),
        );
    }
  }

  private lagrangian(
    definition: (Expression & { kind: 'lagrangian' })['lagrangian']['definition'],
    order: number,
    argument: Expression,
    e: Expression,
  ): Expression {
    const g = definition.kind === 'entrywise' ? definition.derivatives[1] : undefined;
    if (g === undefined || order < 1) throw new NotLinear();
    const { slope, value, unit } = this.unit(g, argument);
    if (order === 2 && unit.beyond.length > 0) this.jumps = true;
    return order === 1 ? value : order === 2 ? build.diag(slope) : build.zero(e.shape);
  }

  private unit(formula: Expression, rawArgument: Expression): Found {
    const argument = this.visit(rawArgument);
    if (!build.isVector(argument) && !build.isScalar(argument)) throw new NotLinear();
    const key = `${idOf(formula)}:${idOf(argument)}`;
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const pieces = linearPieces(formula);
    if (pieces === undefined) throw new NotLinear();
    if (!isContinuous(pieces)) this.jumps = true;
    const number = this.found.size;
    const beyond = pieces.breaks.map((_, k) => build.symbol(`piece_${number}_${k}$`, argument.shape));
    const combination = (of: 'slope' | 'intercept'): Expression => {
      const ones = build.ones(argument.shape);
      const steps = pieces.breaks.map((_, k) =>
        build.product(
          build.subtract(
            build.number((pieces.lines[k + 1] as LinearPieces['lines'][number])[of]),
            build.number((pieces.lines[k] as LinearPieces['lines'][number])[of]),
          ),
          beyond[k] as SymbolExpression,
        ),
      );
      return build.sum(
        build.product(build.number((pieces.lines[0] as LinearPieces['lines'][number])[of]), ones),
        ...steps,
      );
    };
    const slope = combination('slope');
    const value = build.sum(
      build.isScalar(argument) ? build.product(slope, argument) : build.hadamard(slope, argument),
      combination('intercept'),
    );
    const size = sizeValue(argument.shape.rows, this.memory.dimensions);
    const found: Found = { unit: { pieces, size, beyond, ...this.affine(argument) }, slope, value };
    this.found.set(key, found);
    return found;
  }

  /** The matrix and the constant of an expression that is affine in the states. */
  private affine(e: Expression): { slope: Expression; offset: Expression } {
    const slope = build.block([this.states.map((x) => jacobian(e, x))]);
    if (mentions(slope, this.names)) throw new NotLinear();
    return { slope, offset: e };
  }
}
