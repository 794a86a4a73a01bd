/** A Jacobian by differences, where a velocity has no derivative that the tool knows. */
import type { Field } from './method.js';

/** The step that balances cancellation against curvature: √ε times the size of the entry. */
const RELATIVE_STEP = Math.sqrt(Number.EPSILON);

/** ∂v/∂y by forward differences, column by column; accurate to about √ε where v is smooth. */
export function differenceJacobian(velocity: Field, n: number): Field {
  const [moved, here, there] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  return (y, out) => {
    velocity(y, here);
    moved.set(y);
    for (let j = 0; j < n; j += 1) {
      const at = y[j] as number;
      moved[j] = at + RELATIVE_STEP * Math.max(1, Math.abs(at));
      const h = (moved[j] as number) - at;
      velocity(moved, there);
      moved[j] = at;
      for (let i = 0; i < n; i += 1) out[i * n + j] = ((there[i] as number) - (here[i] as number)) / h;
    }
  };
}
