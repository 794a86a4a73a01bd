/** Shares that are estimated by counting. */

/** An interval that holds the share with at least the confidence with which it was asked for. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/** Halvings after which the end of an interval is as exact as a double. */
const HALVINGS = 60;

/**
 * The interval of Clopper and Pearson (1934) for the share behind `hits` out of `trials`: its ends are the shares at which
 * so many hits, or more, or fewer, have the probability (1 − confidence)/2. It holds the share with at least that
 * confidence, whatever the share is.
 */
export function clopperPearson(hits: number, trials: number, confidence: number): ShareInterval {
  if (trials === 0) return { low: 0, high: 1 };
  const tail = (1 - confidence) / 2;
  const atMost = binomialDistribution(trials);
  return {
    low: hits === 0 ? 0 : where((p) => 1 - atMost(hits - 1, p) < tail).low,
    high: hits === trials ? 1 : where((p) => atMost(hits, p) > tail).high,
  };
}

/** Brackets the share up to which a condition holds, which holds from 0 on. */
function where(holds: (p: number) => boolean): ShareInterval {
  let [low, high] = [0, 1];
  for (let k = 0; k < HALVINGS; k += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return { low, high };
}

/** P(X ≤ k) for X binomial with n trials of probability p. */
function binomialDistribution(n: number): (k: number, p: number) => number {
  const logFactorial = new Float64Array(n + 1);
  for (let i = 2; i <= n; i += 1) logFactorial[i] = (logFactorial[i - 1] as number) + Math.log(i);
  return (k, p) => {
    const [hit, miss] = [Math.log(p), Math.log1p(-p)];
    let sum = 0;
    for (let i = 0; i <= k; i += 1) {
      const ways = (logFactorial[n] as number) - (logFactorial[i] as number) - (logFactorial[n - i] as number);
      sum += Math.exp(ways + i * hit + (n - i) * miss);
    }
    return Math.min(1, sum);
  };
}
