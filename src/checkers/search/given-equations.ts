/**
 * The equalities of what is given as equations: the states that satisfy them form a surface, or are a few points, which
 * random samples miss. Newton's method leads to them, and a solution is verified in a small box.
 */
import type { Obligation } from '../../claims/types.js';
import { ifDifferentiable } from '../../derivation/derivation.js';
import { vanishingConditions } from '../../derivation/vanishing.js';
import { compileKernel, type Kernel } from '../../numeric/kernel.js';
import { independentColumns } from '../../numeric/linear-solve.js';
import * as build from '../../symbolic/build.js';
import { jacobian } from '../../symbolic/differential.js';
import type { Expression, SymbolExpression } from '../../symbolic/expression.js';
import { mentions } from '../../symbolic/rewrite.js';
import { isRowShape } from '../../symbolic/shape.js';
import { sizeValue } from '../../symbolic/size.js';
import type { VerifiedSolution } from './conditions.js';
import { concrete, type SearchContext } from './context.js';
import type { ExactPoint } from './exact-point.js';
import { compileNewton } from './newton.js';
import type { SampleSpace } from './space.js';
import { countOf, freeVectors, verifySystem, type ZeroSystem } from './zero-systems.js';

type Equality = Obligation & { kind: 'equal' };

/** Readings of the equalities that are tried: a product is 0 where one of its factors is. */
const MOST_READINGS = 8;
/** Systems up to this many equations are solved. */
const MOST_EQUATIONS = 24;

/** The vectors that an equality may be solved for. */
const unknownsOf = (c: SearchContext): readonly SymbolExpression[] => [
  ...c.derivation.states,
  ...c.claim.variables,
  ...freeVectors(c.design),
];

const differenceOf = (c: SearchContext, o: Equality): Expression => concrete(c, build.subtract(o.left, o.right));

/** The equalities of what is given that samples drawn at random do not satisfy. */
export function bindingEqualities(c: SearchContext): readonly Equality[] {
  const names = new Set(unknownsOf(c).map((x) => x.name));
  return c.claim.given.filter((o): o is Equality => o.kind === 'equal' && mentions(differenceOf(c, o), names));
}

/** The binding equalities as equations, in each reading that has no more of them than numbers to solve for. */
export function givenEquations(c: SearchContext): readonly GivenEquations[] {
  const equalities = bindingEqualities(c);
  const columns = equalities.map((o) => differenceOf(c, o)).map((e) => (isRowShape(e.shape) ? build.transpose(e) : e));
  if (columns.length === 0 || columns.some((e) => e.shape.columns !== '1')) return [];
  return readingsOf(columns).flatMap((reading) => {
    const equations = build.stack(reading);
    const unknowns = unknownsOf(c).filter((x) => mentions(equations, new Set([x.name])));
    const count = sizeValue(equations.shape.rows, c.dimensions);
    if (count > Math.min(MOST_EQUATIONS, countOf(c, unknowns))) return [];
    const slopes = ifDifferentiable(() => build.block([unknowns.map((x) => jacobian(equations, x))]));
    return slopes === undefined
      ? []
      : [new GivenEquations(c, { unknowns, equations, jacobian: slopes }, new Set(equalities), columns)];
  });
}

/** The equations as they are, then those in which one is replaced by a condition under which it holds. */
function readingsOf(columns: readonly Expression[]): readonly (readonly Expression[])[] {
  const others = columns.flatMap((e, i) => vanishingConditions(e).map((condition) => columns.with(i, condition)));
  return [columns, ...others].slice(0, MOST_READINGS);
}

export class GivenEquations {
  private slopes: Kernel | undefined;

  constructor(
    private readonly c: SearchContext,
    private readonly system: ZeroSystem,
    readonly solved: ReadonlySet<Obligation>,
    /** The sides' differences, which must have values where the equations hold. */
    private readonly differences: readonly Expression[],
  ) {}

  /** A function that moves the current sample of a space to a solution nearby, where it finds one. */
  compile(space: SampleSpace): () => boolean {
    const { unknowns, equations, jacobian: slopes } = this.system;
    const names = unknowns.map((x) => x.name);
    return compileNewton(space, names, equations, slopes);
  }

  /** A solution near a point, in which as few numbers as possible differ from those of the point. */
  verify(at: ExactPoint): VerifiedSolution | undefined {
    const result = verifySystem(this.c, { ...this.system, free: this.pivots(at) }, at);
    if (result.kind === 'failed') return undefined;
    const { box, enclosure } = result;
    const values = at.enclose(this.differences, enclosure).flat();
    return values.every((e) => e.fault === undefined) ? { solved: this.solved, box, enclosure } : undefined;
  }

  /** The numbers on which the equations depend most independently. */
  private pivots(at: ExactPoint): readonly number[] {
    this.slopes ??= compileKernel([this.system.jacobian], this.c.dimensions);
    for (const [name, buffer] of this.slopes.inputs) buffer.set(at.point.values.get(name) ?? []);
    this.slopes.run();
    const rows = sizeValue(this.system.equations.shape.rows, this.c.dimensions);
    return independentColumns(this.slopes.outputs[0] as Float64Array, rows);
  }
}
