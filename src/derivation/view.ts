/** A derivation as plain data, the input of the renderers: what was derived from a design, formula by formula. */
import type { Expression } from '../symbolic/expression.js';
import type { Size } from '../symbolic/size.js';

export interface DerivationView {
  readonly name: string;
  readonly cite: string | undefined;
  readonly file: string | null;
  readonly states: readonly StateView[];
  readonly parameters: readonly ParameterView[];
  readonly lagrangians: readonly LagrangianView[];
  readonly definitions: readonly FormulaView[];
  /** ẏ for each state. */
  readonly velocity: readonly FormulaView[];
  readonly energy: Expression;
  /** ∇E with respect to each state. */
  readonly gradient: readonly FormulaView[];
  /** The blocks ∂²E/∂row ∂column; a block below the diagonal may be left out, being the transpose of its mirror. */
  readonly hessian: readonly HessianBlock[];
  /** Ė = Σ (∇E)'ẏ over the states. */
  readonly rate: Expression;
  /** How it was derived, step by step. */
  readonly steps?: readonly StepView[];
  /** Results other than these, such as a factorisation ∇E = F f: a name for the reader and the formula. */
  readonly further?: readonly FormulaView[];
  readonly secondRoute: SecondRouteSummary;
}

/** A step of a derivation: what is concluded, by which rule, from which steps before it. */
export interface StepView {
  readonly number: number;
  readonly formula: Formula;
  readonly rule: string;
  readonly from: readonly number[];
}

/** A formula as text and as TeX. */
export interface Formula {
  readonly text: string;
  readonly tex: string;
}

export interface StateView {
  readonly name: string;
  readonly size: Size;
}

export interface ParameterView {
  readonly name: string;
  /** The sizes, `[]` for a scalar. */
  readonly shape: readonly Size[];
  /** Structures as the design file writes them: `symmetric`, `rank 2`. */
  readonly structures: readonly string[];
}

export interface LagrangianView {
  readonly name: string;
  readonly gradient: string | undefined;
  readonly hessian: string | undefined;
  /** The catalogue name, `formula`, `activation` or `any`. */
  readonly is: string;
  /** L, g and Λ in the vector x, where the Lagrangian has formulas. */
  readonly formulas:
    | { readonly potential: Expression; readonly gradient: Expression; readonly hessian: Expression }
    | undefined;
}

/** A formula with the name of what it is, or of the state it belongs to. */
export interface FormulaView {
  readonly name: string;
  readonly expression: Expression;
}

export interface HessianBlock {
  readonly row: string;
  readonly column: string;
  readonly expression: Expression;
}

/** How the derivation agrees with the same design differentiated in components. */
export interface SecondRouteSummary {
  /** What was compared: `gradient y`, `hessian y, y`, `rate`. */
  readonly compared: readonly string[];
  readonly notCompared: readonly { readonly what: string; readonly reason: string }[];
  /** The largest difference of the two values of an entry; 0 where nothing was compared. */
  readonly maxDisagreement: number;
}
