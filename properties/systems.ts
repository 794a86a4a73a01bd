/**
 * The systems of the paper (arXiv:2410.13866) as designs, for any Lagrangian: EQ1 with EQ2, EQ5 with EQ6, EQ9 with
 * EQ10. W, b and the states are free; g = ∇L, Λ = ∇²L.
 */
import { defineDesign, type DesignInput, type Formula, type LagrangianInput } from '../src/design/define.js';
import type { Design } from '../src/design/types.js';
import type { CatalogueName } from '../src/lagrangians/index.js';

/** A name of the catalogue, or a Lagrangian as a design declares it. */
export type LagrangianChoice = CatalogueName | Exclude<LagrangianInput, string>;

interface SystemOptions {
  /** The size up to which samples are drawn. */
  readonly size?: number;
  /** The structure of W. */
  readonly weights?: 'symmetric' | 'general';
}

const DEFAULT_SIZE = 3;

function system(
  title: string,
  state: 'y' | 'u',
  choice: LagrangianChoice,
  { size = DEFAULT_SIZE, weights = 'symmetric' }: SystemOptions,
  rest: Pick<DesignInput, 'define' | 'energy' | 'claims'> & { readonly velocity: Formula; readonly withS?: boolean },
): Promise<Design> {
  const lagrangian: LagrangianInput = typeof choice === 'string' ? { is: choice } : choice;
  const { velocity, withS = false, ...content } = rest;
  const named = typeof choice === 'string' ? choice : 'a Lagrangian of the user';
  return defineDesign({
    name: `${title}, ${named}, W ${weights}`,
    dimensions: { N: size },
    state: { [state]: ['N'] },
    parameters: {
      W: { shape: ['N', 'N'], structure: weights },
      b: { shape: ['N'] },
      ...(withS ? { S: { shape: ['N', 'N'], structure: 'symmetric' } as const } : {}),
    },
    lagrangians: { L: { ...lagrangian, gradient: 'g', hessian: 'Lambda' } },
    velocity: { [state]: velocity },
    ...content,
  });
}

/**
 * EQ1 with EQ2: ẏ = Wg(y) − y + b, E = (y − b)'g(y) − L(y) − ½g(y)'Wg(y). With W = W': ∇E = −Λẏ, so that Ė = −ẏ'Λẏ,
 * which is the claim `rate-form`; it is ≤ 0 for every state only where L is convex.
 */
export const classicalSystem = (choice: LagrangianChoice, options: SystemOptions = {}): Promise<Design> =>
  system('EQ1 with EQ2', 'y', choice, options, {
    velocity: 'W*g(y) - y + b',
    energy: "(y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)",
    claims: ['descent', 'flat-directions', { id: 'rate-form', equal: ['rate', "-velocity'*Lambda(y)*velocity"] }],
  });

/** E = αE1 + βE2 + γE3. */
export interface EnergyMix {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

/** EQ6 and its F with ∇E = F(u − g), for W = W'. Without γ the matrix S does not appear. */
function mixture({ alpha, beta, gamma }: EnergyMix): { energy: Formula; F: Formula; f: Formula; z: Formula } {
  const terms = [
    [alpha, "(u'*W*g(z) - L(z) - 1/2*g(z)'*W*g(z))"],
    [beta, "(1/2*u'*W*u - L(z))"],
    [gamma, "(1/2*f'*S*f)"],
  ] as const;
  const factors = [
    [alpha, 'W*Lambda(z)*W'],
    [beta, 'W'],
    [gamma, '(identity(N) - W*Lambda(z))*S'],
  ] as const;
  const written = (parts: readonly (readonly [number, string])[]): string =>
    parts
      .filter(([coefficient]) => coefficient !== 0)
      .map(([coefficient, formula]) => `(${coefficient})*${formula}`)
      .join(' + ');
  return { z: 'W*u + b', f: 'u - g(z)', energy: written(terms), F: written(factors) };
}

const mixName = ({ alpha, beta, gamma }: EnergyMix): string => `alpha ${alpha}, beta ${beta}, gamma ${gamma}`;

function fifthSystem(
  title: string,
  R: Formula,
  mix: EnergyMix,
  choice: LagrangianChoice,
  options: SystemOptions,
): Promise<Design> {
  const { z, f, energy, F } = mixture(mix);
  return system(`${title}, ${mixName(mix)}`, 'u', choice, options, {
    withS: mix.gamma !== 0,
    define: { z, f, F, R },
    velocity: '-R*f',
    energy,
    claims: [
      'descent',
      { id: 'inequality-7', psd: "R'*F + F'*R" },
      { id: 'gradient-form', equal: ['grad(energy, u)', 'F*f'] },
    ],
  });
}

/** EQ5 with EQ6 and R the polar factor of F, the choice of Proposition 5: then R'F + F'R = 2P ≥ 0. */
export const polarSystem = (mix: EnergyMix, choice: LagrangianChoice, options: SystemOptions = {}): Promise<Design> =>
  fifthSystem('EQ5 with EQ6 and R = polar(F)', 'polar(F)', mix, choice, options);

/** EQ5 with EQ6 and R = F, the gradient flow: R'F + F'R = 2F'F ≥ 0. */
export const gradientSystem = (
  mix: EnergyMix,
  choice: LagrangianChoice,
  options: SystemOptions = {},
): Promise<Design> => fifthSystem('EQ5 with EQ6 and R = F', 'F', mix, choice, options);

/** EQ5 with EQ6 and any R that is given as a formula in W, b, u, z, f, F, g, Lambda and, where γ ≠ 0, S. */
export const mixedSystem = (
  mix: EnergyMix,
  R: Formula,
  choice: LagrangianChoice,
  options: SystemOptions = {},
): Promise<Design> => fifthSystem(`EQ5 with EQ6 and R = ${R}`, R, mix, choice, options);

/**
 * EQ9 with EQ10 and S = I: ẏ = R v, E = ½v'v, v = Wg(y) − y + b. Since ∇E = (ΛW' − I)v, the flow descends for
 * R = I − ΛW' (`transposed`), whatever W and L are. For R = I − WΛ (`printed`) it need not.
 */
export const velocitySystem = (
  R: 'transposed' | 'printed',
  choice: LagrangianChoice,
  options: SystemOptions = {},
): Promise<Design> =>
  system(`EQ9 with EQ10, R ${R}`, 'y', choice, options, {
    define: {
      v: 'W*g(y) - y + b',
      F: "identity(N) - Lambda(y)*W'",
      R: R === 'transposed' ? "identity(N) - Lambda(y)*W'" : 'identity(N) - W*Lambda(y)',
    },
    velocity: 'R*v',
    energy: "1/2*v'*v",
    claims: ['descent', { id: 'inequality-7', psd: "R'*F + F'*R" }],
  });
