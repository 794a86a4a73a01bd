/** The design that `energy-audit init` writes: a memory whose energy falls, with each part explained. */
export const STARTER_DESIGN = `# A dynamical memory: what moves (velocity) and what is said to fall along it (energy).
# Check it with:  energy-audit check memory.yaml
name: My memory

# Sizes of numeric checks; the statements are about every size.
dimensions: { N: 4 }

# The state, a vector of N numbers.
state: { y: [N] }

parameters:
  W: { shape: [N, N], structure: symmetric } # try "general" and see what becomes of descent
  b: { shape: [N] }

# L is a Lagrangian of the catalogue, g its gradient (the activation), Lambda its Hessian.
lagrangians:
  L: { is: tanh, gradient: g, hessian: Lambda }

# * is the matrix product, ' the transpose, .* the product entry by entry.
# Formulas with commas, brackets or a leading quote stand in double quotes.
velocity:
  y: W*g(y) - y + b

energy: (y - b)'*g(y) - L(y) - 1/2*g(y)'*W*g(y)

claims:
  - descent # the energy never rises
  - strict-descent # and stands still only where the state does
  - stationary-points # its gradient vanishes exactly where the velocity does
  - { id: gradient-form, equal: ["grad(energy, y)", "Lambda(y)*(y - b - W*g(y))"] }
`;
