/** Compiled kernels: expressions evaluated at given dimensions, as often as needed, without allocation. */
import type { Expression } from '../symbolic/expression.js';
import type { Dimensions } from '../symbolic/size.js';
import { BOUNDED, PLAIN } from './codegen-arithmetic.js';
import { functionFromText } from './codegen-function.js';
import { type Generated, Generator } from './codegen.js';
import { generateForSamples } from './codegen-samples.js';
import type { Arithmetic } from './codegen-value.js';
import { NUMERIC_FUNCTIONS, pow, step } from './functions.js';
import { finish, mapError, powerError, stepError, underflow } from './kernel-errors.js';
import { BOUNDED_VECTOR_FUNCTIONS, VECTOR_FUNCTIONS } from './kernel-vectors.js';
import { BOUNDED_MATRIX_FUNCTIONS } from './linear-algebra-bounds.js';
import { MATRIX_FUNCTIONS } from './linear-algebra-dense.js';
import { extremeEigenvalue, spectralNorm } from './linear-algebra-norm.js';
import { lower } from './lower.js';
import { forEachOperand, type Program } from './program.js';
import { memoryOf } from './wasm.js';
import { type Products, productsOn } from './wasm-products.js';

/** Row-major buffers: the caller fills the inputs in place, calls `run`, reads the outputs. */
export interface Kernel {
  /** Buffers by symbol name. A symbol with the fact `symmetric` (or a definite one) must be filled symmetrically. */
  readonly inputs: ReadonlyMap<string, Float64Array>;
  /** Values, in the order of the expressions; NaN where undefined. */
  readonly outputs: readonly Float64Array[];
  /** Parts that have no numeric form for every argument, and then give NaN: eigenvalues of non-symmetric matrices. */
  readonly unsupported: readonly string[];
  readonly run: () => void;
}

export interface BoundedKernel extends Kernel {
  /**
   * For each output a bound on |computed − exact value at the inputs|, entry by entry; Infinity where no bound is
   * known, as where a divisor may be 0 within its own error, and where the output is NaN.
   */
  readonly bounds: readonly Float64Array[];
}

const RUNTIME = {
  functions: NUMERIC_FUNCTIONS,
  pow,
  step,
  underflow,
  mapError,
  powerError,
  stepError,
  finish,
  vector: VECTOR_FUNCTIONS,
  vectorBounded: BOUNDED_VECTOR_FUNCTIONS,
  // A bounded kernel takes these from the decompositions on which its bounds rest.
  matrix: {
    ...MATRIX_FUNCTIONS,
    norm: spectralNorm,
    lambda_min: (a: Float64Array, to: Float64Array, n: number) => extremeEigenvalue(a, to, n, -1),
    lambda_max: (a: Float64Array, to: Float64Array, n: number) => extremeEigenvalue(a, to, n, 1),
  },
  matrixBounded: BOUNDED_MATRIX_FUNCTIONS,
} as const;

/** What generated code is: given its buffers and what it calls, the function to run. */
type Factory<Run> = (b: Float64Array[], r: typeof RUNTIME, w: Products | undefined) => Run;

/** Buffers of these sizes in one memory, and the routines on it. */
function buffersWithRoutines(sizes: readonly number[]): { buffers: Float64Array[]; routines: Products } {
  const bytes = sizes.reduce((total, n) => total + aligned(n), 0);
  const memory = memoryOf(bytes);
  let at = 0;
  const buffers = sizes.map((n) => {
    const buffer = new Float64Array(memory.buffer, at, n);
    at += aligned(n);
    return buffer;
  });
  return { buffers, routines: productsOn(memory) };
}

/** The bytes of n doubles, in whole cache lines. */
const aligned = (n: number): number => 64 * Math.ceil(n / 8);

interface Compiled {
  readonly kernel: Kernel;
  readonly bounds: readonly Float64Array[];
}

/** Turns generated code into a function. The code holds slot numbers and literals only, no text of the user's. */
function assemble(program: Program, generated: Generated): Compiled {
  const { buffers, routines } = generated.callsRoutines
    ? buffersWithRoutines(generated.sizes)
    : { buffers: generated.sizes.map((n) => new Float64Array(n)), routines: undefined };
  const buffer = (i: number): Float64Array => buffers[i] as Float64Array;
  const factory = functionFromText(['B', 'R', 'W'], generated.code) as Factory<() => void>;
  const unsupported = new Set<string>();
  forEachOperand(program.outputs, (node) => {
    if (node.kind === 'matrix' && node.function.startsWith('lambda') && !node.of.symmetric && node.of.rows > 1)
      unsupported.add(`${node.function} of a matrix that is not symmetric`);
  });
  return {
    kernel: {
      inputs: new Map([...generated.inputs].map(([name, i]) => [name, buffer(i.value)])),
      outputs: generated.outputs.map((o) => buffer(o.value)),
      unsupported: [...unsupported],
      run: factory(buffers, RUNTIME, routines),
    },
    bounds: generated.outputs.map((o) => buffer(o.bound ?? o.value)),
  };
}

function compile(outputs: readonly Expression[], dimensions: Dimensions, arithmetic: Arithmetic): Compiled {
  const program = lower(outputs, dimensions);
  return assemble(program, new Generator(program, arithmetic).generate(program));
}

/** Compiles expressions at the given dimensions. Symbols that no expression mentions are no inputs. */
export const compileKernel = (outputs: readonly Expression[], dimensions: Dimensions): Kernel =>
  compile(outputs, dimensions, PLAIN).kernel;

/** Compiles expressions together with rigorous bounds on their rounding errors, by running error analysis. */
export function compileBoundedKernel(outputs: readonly Expression[], dimensions: Dimensions): BoundedKernel {
  const { kernel, bounds } = compile(outputs, dimensions, BOUNDED);
  return { ...kernel, bounds };
}

/** A kernel that computes many samples in one call: buffers hold the samples one after the other. */
export interface SamplesKernel {
  /** Buffers by symbol name, for `capacity` samples. */
  readonly inputs: ReadonlyMap<string, Float64Array>;
  readonly output: Float64Array;
  /** Computes the first `count` samples; each as the plain kernel of the expression would. */
  readonly run: (count: number) => void;
}

/** Compiles an expression for many samples at once; undefined where its program is not small straight-line code. */
export function compileSamplesKernel(
  expression: Expression,
  dimensions: Dimensions,
  capacity: number,
): SamplesKernel | undefined {
  const generated = generateForSamples(lower([expression], dimensions));
  if (generated === undefined) return undefined;
  const buffers = generated.sizes.map((n) => new Float64Array(n * capacity));
  const buffer = (i: number): Float64Array => buffers[i] as Float64Array;
  const factory = functionFromText(['B', 'R', 'W'], generated.code) as Factory<(count: number) => void>;
  return {
    inputs: new Map([...generated.inputs].map(([name, i]) => [name, buffer(i.value)])),
    output: buffer((generated.outputs[0] as Generated['outputs'][number]).value),
    run: factory(buffers, RUNTIME, undefined),
  };
}

/** The code of a kernel, to look at. */
export const kernelSource = (outputs: readonly Expression[], dimensions: Dimensions, bounded = false): string => {
  const program = lower(outputs, dimensions);
  return new Generator(program, bounded ? BOUNDED : PLAIN).generate(program).code;
};
