/** What a user would write by hand: loops on typed arrays that draw W, y, b and check Ė ≤ 0 at N fixed when called. */

/** A function that draws and checks one sample. */
export function descentLoop(n: number): () => void {
  const weights = new Float64Array(n * n);
  const [state, bias, activation, field] = [0, 1, 2, 3].map(() => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let [a, b, c, d] = [1, 2, 3, 4];
  // Marsaglia's xorshift with 128 bits of state.
  const fill = (array: Float64Array, bound: number): void => {
    const scale = bound * 2 ** -31;
    for (let i = 0; i < array.length; i += 1) {
      const t = a ^ (a << 11);
      a = b;
      b = c;
      c = d;
      d = d ^ (d >>> 19) ^ t ^ (t >>> 8);
      array[i] = d * scale;
    }
  };
  return () => {
    fill(weights, 2);
    fill(state, 10);
    fill(bias, 2);
    for (let i = 0; i < n; i += 1) activation[i] = Math.tanh(state[i] as number);
    field.fill(0);
    for (let i = 0; i < n; i += 1) {
      const g = activation[i] as number;
      let sum = 0;
      for (let j = 0, at = i * n; j < n; j += 1, at += 1) {
        const w = weights[at] as number;
        sum += w * (activation[j] as number);
        field[j] = (field[j] as number) + w * g;
      }
      field[i] = (field[i] as number) + sum;
    }
    let rate = 0;
    for (let i = 0; i < n; i += 1) {
      const g = activation[i] as number;
      const half = (field[i] as number) / 2;
      const pull = (state[i] as number) - (bias[i] as number);
      rate += (1 - g * g) * (pull - half) * (half - pull);
    }
    if (!(rate <= 1e-9)) throw new Error('a violation');
  };
}
