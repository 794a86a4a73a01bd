/**
 * The explicit Runge–Kutta pair of Dormand and Prince (1980, "A family of embedded Runge–Kutta formulae"): order 5 with
 * an error estimate of order 4; its seventh stage is the velocity at the end of the step. Between the ends the quartic
 * interpolant of Shampine, as in Hairer, Nørsett and Wanner, "Solving ordinary differential equations I", II.6.
 */
import { type Method, type Step, type System, type Tolerance, weightedNorm } from './method.js';

/** Weights of the error estimate: those of order 5 less those of order 4. */
const E1 = 71 / 57600;
const E3 = -71 / 16695;
const E4 = 71 / 1920;
const E5 = -17253 / 339200;
const E6 = 22 / 525;
const E7 = -1 / 40;
/** Weights of the quartic part of the interpolant. */
const D1 = -12715105075 / 11282082432;
const D3 = 87487479700 / 32700410799;
const D4 = -10690763975 / 1880347072;
const D5 = 701980252875 / 199316789632;
const D6 = -1453857185 / 822651844;
const D7 = 69997945 / 29380423;

export function dormandPrince({ n, velocity }: System, tolerance: Tolerance): Method {
  const stage = (): Float64Array => new Float64Array(n);
  const [k2, k3, k4, k5, k6, k7, z, error] = [stage(), stage(), stage(), stage(), stage(), stage(), stage(), stage()];
  let lastEnd: Float64Array = z;
  let lastH = 0;

  return {
    name: 'explicit',
    q: 5,
    error,

    attempt(y, k1, h, next) {
      for (let i = 0; i < n; i += 1) z[i] = (y[i] as number) + h * (1 / 5) * (k1[i] as number);
      velocity(z, k2);
      for (let i = 0; i < n; i += 1)
        z[i] = (y[i] as number) + h * ((3 / 40) * (k1[i] as number) + (9 / 40) * (k2[i] as number));
      velocity(z, k3);
      for (let i = 0; i < n; i += 1)
        z[i] =
          (y[i] as number) +
          h * ((44 / 45) * (k1[i] as number) - (56 / 15) * (k2[i] as number) + (32 / 9) * (k3[i] as number));
      velocity(z, k4);
      for (let i = 0; i < n; i += 1)
        z[i] =
          (y[i] as number) +
          h *
            ((19372 / 6561) * (k1[i] as number) -
              (25360 / 2187) * (k2[i] as number) +
              (64448 / 6561) * (k3[i] as number) -
              (212 / 729) * (k4[i] as number));
      velocity(z, k5);
      for (let i = 0; i < n; i += 1)
        z[i] =
          (y[i] as number) +
          h *
            ((9017 / 3168) * (k1[i] as number) -
              (355 / 33) * (k2[i] as number) +
              (46732 / 5247) * (k3[i] as number) +
              (49 / 176) * (k4[i] as number) -
              (5103 / 18656) * (k5[i] as number));
      velocity(z, k6);
      for (let i = 0; i < n; i += 1)
        next[i] =
          (y[i] as number) +
          h *
            ((35 / 384) * (k1[i] as number) +
              (500 / 1113) * (k3[i] as number) +
              (125 / 192) * (k4[i] as number) -
              (2187 / 6784) * (k5[i] as number) +
              (11 / 84) * (k6[i] as number));
      velocity(next, k7);
      for (let i = 0; i < n; i += 1)
        error[i] =
          h *
          (E1 * (k1[i] as number) +
            E3 * (k3[i] as number) +
            E4 * (k4[i] as number) +
            E5 * (k5[i] as number) +
            E6 * (k6[i] as number) +
            E7 * (k7[i] as number));
      lastEnd = next;
      lastH = h;
      return weightedNorm(error, y, next, tolerance);
    },

    velocityAfter(_next, out) {
      out.set(k7);
    },

    // Stages 6 and 7 are both at the end of the step: |v(a) − v(b)|/|a − b| is the size of an eigenvalue.
    stiffness() {
      let velocities = 0;
      let states = 0;
      for (let i = 0; i < n; i += 1) {
        const dv = (k7[i] as number) - (k6[i] as number);
        const dy = (lastEnd[i] as number) - (z[i] as number);
        velocities += dv * dv;
        states += dy * dy;
      }
      return states > 0 ? lastH * Math.sqrt(velocities / states) : 0;
    },

    interpolate({ from, velocityFrom: k1, to, h }: Step, theta, out) {
      const rest = 1 - theta;
      for (let i = 0; i < n; i += 1) {
        const y = from[i] as number;
        const change = (to[i] as number) - y;
        const bend = h * (k1[i] as number) - change;
        const turn = change - h * (k7[i] as number) - bend;
        const quartic =
          h *
          (D1 * (k1[i] as number) +
            D3 * (k3[i] as number) +
            D4 * (k4[i] as number) +
            D5 * (k5[i] as number) +
            D6 * (k6[i] as number) +
            D7 * (k7[i] as number));
        out[i] = y + theta * (change + rest * (bend + theta * (turn + rest * quartic)));
      }
    },
  };
}
