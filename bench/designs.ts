/** The designs that are measured. */

/** EQ1 and EQ2 with any W: its symmetric part acts, so that Ė = −v'Λv and every sample must be drawn. */
export const classical = (n: number, lagrangian = 'tanh'): string => `
name: Classical energy
dimensions: { N: { fixed: ${n} } }
state: { y: [N] }
parameters:
  W: { shape: [N, N] }
  b: { shape: [N] }
lagrangians:
  L: { is: ${lagrangian}, gradient: g, hessian: Lambda }
velocity: { y: 1/2*(W + W')*g(y) - y + b }
energy: (y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)
claims: [descent]
`;

/** EQ2 as it is derived: with symmetric W and any size. */
export const derived = (lagrangian: string): string => `
name: Classical energy
dimensions: { N: 4 }
state: { y: [N] }
parameters:
  W: { shape: [N, N], structure: symmetric }
  b: { shape: [N] }
lagrangians:
  L: { is: ${lagrangian}, gradient: g, hessian: Lambda }
velocity: { y: W*g(y) - y + b }
energy: (y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)
claims: [descent]
`;

/** Inequality (7), R'F + F'R ⪰ 0, for an R that is not F: R = diag(1 + r²)F, which satisfies it. */
export const inequality = (n: number): string => `
name: Inequality
dimensions: { N: { fixed: ${n} } }
state: { u: [N] }
parameters:
  W: { shape: [N, N], structure: symmetric }
  S: { shape: [N, N], structure: symmetric }
  b: { shape: [N] }
  r: { shape: [N] }
  alpha: { shape: [] }
  gamma: { shape: [] }
  delta: { shape: [] }
lagrangians:
  L: { is: tanh, gradient: g, hessian: Lambda }
define:
  F: W*Lambda(W*u + b)*(alpha*W - gamma*S) + delta*W + gamma*S
  R: diag(1 + r.*r)*F
velocity: { u: -u }
energy: 1/2*u'*u
claims: [{ id: inequality, psd: "R'*F + F'*R" }]
`;

/** EX6 of the paper for given weights, with inequality (7) for all states. */
export const allSlopes = (weights: readonly (readonly number[])[]): string => `
name: Given weights
dimensions: { N: ${weights.length} }
state: { u: [N] }
parameters:
  W: { shape: [N, N], value: ${JSON.stringify(weights)} }
  b: { shape: [N] }
lagrangians:
  L: { is: tanh, gradient: g, hessian: Lambda }
define:
  z: W*u + b
  F: identity(N) - W'*Lambda(z)
  R: identity(N)
velocity: { u: R*(g(z) - u) }
energy: 1/2*(u - g(z))'*(u - g(z))
claims:
  - descent
  - { id: inequality, psd: "R'*F + F'*R" }
`;
