/** What is given, as a quick test of samples: rounding decides for the sample, since confirmation looks again. */
import type { Obligation } from '../../claims/types.js';
import { compileBoundedKernel } from '../../numeric/kernel.js';
import * as build from '../../symbolic/build.js';
import type { Expression } from '../../symbolic/expression.js';
import { symmetricPart } from '../../symbolic/functions.js';
import { concrete, type SearchContext } from './context.js';
import type { SampleSpace } from './space.js';

export class Given {
  private readonly test: () => boolean;

  /** What is `solved` otherwise is not tested. */
  constructor(c: SearchContext, space: SampleSpace, solved: ReadonlySet<Obligation> = new Set()) {
    const tested = c.claim.given.filter((o) => !solved.has(o));
    const conditions = tested.flatMap((o): { value: Expression; zero: boolean }[] => {
      if (o.kind === 'sign')
        return [{ value: o.sign === 'nonpositive' ? build.negate(o.quantity) : o.quantity, zero: false }];
      if (o.kind === 'equal') return [{ value: build.subtract(o.left, o.right), zero: true }];
      if (o.kind === 'semidefinite') {
        return [{ value: build.apply('lambda_min', symmetricPart(o.matrix)), zero: false }];
      }
      return [];
    });
    if (conditions.length === 0) {
      this.test = () => true;
      return;
    }
    const kernel = compileBoundedKernel(
      conditions.map((q) => concrete(c, q.value)),
      c.dimensions,
    );
    this.test = () => {
      space.copyInto(kernel.inputs);
      kernel.run();
      return conditions.every(({ zero }, k) => {
        const values = kernel.outputs[k] as Float64Array;
        const bounds = kernel.bounds[k] as Float64Array;
        return values.every((v, i) => (zero ? Math.abs(v) <= (bounds[i] as number) : v >= -(bounds[i] as number)));
      });
    };
  }

  /** Whether the current sample satisfies what is given, up to rounding. */
  holds(): boolean {
    return this.test();
  }
}
