/** Speed of compiled kernels: Ė of EQ2 and the matrix of EQ7. Run with `npx tsx bench/kernel.ts`. */
import { compileBoundedKernel, compileKernel, type Kernel } from '../src/numeric/kernel.js';
import { compileDefinitenessTest } from '../src/numeric/linear-algebra.js';
import * as build from '../src/symbolic/build.js';
import type { Expression } from '../src/symbolic/expression.js';
import { matrixShape, SCALAR, vectorShape } from '../src/symbolic/shape.js';

const NN = matrixShape('N', 'N');
const vector = (name: string): Expression => build.symbol(name, vectorShape('N'), 'state');
const one = build.ones(vectorShape('N'));

/** Ė = (Λ(y)(y − b − ½(W + W')g))'(Wg − y + b) with g = tanh(y) and any W. */
function energyRate(): Expression {
  const W = build.symbol('W', NN, 'parameter');
  const [y, b] = [vector('y'), vector('b')];
  const g = build.map('tanh', y);
  const hessian = build.diag(build.subtract(one, build.power(g, 2)));
  const field = build.product(build.HALF, build.sum(W, build.transpose(W)), g);
  const gradient = build.product(hessian, build.sum(y, build.negate(b), build.negate(field)));
  return build.product(build.transpose(gradient), build.sum(build.product(W, g), build.negate(y), b));
}

/** R'F + F'R with F = WΛ(αW − γS) + βW + γS, Λ = Λ(Wu + b), and R = F. */
function inequality(): Expression {
  const [W, S] = ['W', 'S'].map((name) => build.symbol(name, NN, 'parameter', ['symmetric'])) as [
    Expression,
    Expression,
  ];
  const [a, b, c] = ['a', 'beta', 'c'].map((name) => build.symbol(name, SCALAR, 'parameter')) as [
    Expression,
    Expression,
    Expression,
  ];
  const z = build.sum(build.product(W, vector('u')), vector('b'));
  const hessian = build.diag(build.subtract(one, build.power(build.map('tanh', z), 2)));
  const inner = build.subtract(build.product(a, W), build.product(c, S));
  const F = build.sum(build.product(W, hessian, inner), build.product(b, W), build.product(c, S));
  return build.sum(build.product(build.transpose(F), F), build.product(build.transpose(F), F));
}

function fill(kernel: Kernel, n: number): void {
  for (const x of kernel.inputs.values()) {
    for (let i = 0; i < x.length; i += 1) x[i] = Math.sin(7.3 * i + x.length) / Math.sqrt(n);
    if (x.length === n * n)
      for (let i = 0; i < n; i += 1) for (let j = 0; j < i; j += 1) x[j * n + i] = x[i * n + j] as number;
  }
}

/** Runs a second, five times over; the best rate. */
function rate(run: () => void): number {
  let best = 0;
  let count = 1;
  for (let round = 0; round < 5; ) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i += 1) run();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (seconds < 0.1) {
      count *= 2;
      continue;
    }
    best = Math.max(best, count / seconds);
    round += 1;
  }
  return best;
}

const show = (name: string, n: number, perSecond: number): void =>
  console.log(`${name.padEnd(30)} N = ${String(n).padStart(3)}  ${perSecond.toPrecision(3).padStart(10)} /s`);

for (const N of [2, 8, 32, 128, 512]) {
  const plain = compileKernel([energyRate()], { N });
  fill(plain, N);
  show('energy rate', N, rate(plain.run));
  const bounded = compileBoundedKernel([energyRate()], { N });
  fill(bounded, N);
  show('energy rate with bound', N, rate(bounded.run));
}
for (const N of [4, 16, 64, 256]) {
  const kernel = compileKernel([inequality()], { N });
  fill(kernel, N);
  const test = compileDefinitenessTest(N);
  const [matrix] = kernel.outputs as readonly [Float64Array];
  show('matrix of the inequality', N, rate(kernel.run));
  show(
    '… and its definiteness',
    N,
    rate(() => {
      kernel.run();
      test.decide(matrix);
    }),
  );
}
