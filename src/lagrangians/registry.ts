/** The catalogue of Lagrangians: every name with its entry, and how options are checked. */
import { ExpressionError } from '../symbolic/error.js';
import type { LagrangianDefinition } from '../symbolic/expression.js';
import { suggestion } from '../symbolic/nearest.js';
import * as Q from '../symbolic/rational.js';
import { elu } from './catalogue/elu.js';
import { exp } from './catalogue/exp.js';
import { gaussian } from './catalogue/gaussian.js';
import { gelu } from './catalogue/gelu.js';
import { hardSigmoid } from './catalogue/hard-sigmoid.js';
import { hardTanh } from './catalogue/hard-tanh.js';
import { identity } from './catalogue/identity.js';
import { layerNorm } from './catalogue/layer-norm.js';
import { leakyRelu } from './catalogue/leaky-relu.js';
import { power } from './catalogue/power.js';
import { relu } from './catalogue/relu.js';
import { repu } from './catalogue/repu.js';
import { selu } from './catalogue/selu.js';
import { sigmoid } from './catalogue/sigmoid.js';
import { silu } from './catalogue/silu.js';
import { sine } from './catalogue/sine.js';
import { smoothLeakyRelu } from './catalogue/smooth-leaky-relu.js';
import { softmax } from './catalogue/softmax.js';
import { softplus } from './catalogue/softplus.js';
import { sparsemax } from './catalogue/sparsemax.js';
import { sphericalNorm } from './catalogue/spherical-norm.js';
import { tanh } from './catalogue/tanh.js';
import type { CatalogueEntry, EntryOption, OptionValues } from './entry.js';

export const CATALOGUE_NAMES = [
  'identity',
  'relu',
  'leaky-relu',
  'smooth-leaky-relu',
  'repu',
  'power',
  'exp',
  'sine',
  'tanh',
  'hard-tanh',
  'sigmoid',
  'hard-sigmoid',
  'softplus',
  'elu',
  'selu',
  'gelu',
  'silu',
  'gaussian',
  'softmax',
  'sparsemax',
  'layer-norm',
  'spherical-norm',
] as const;
export type CatalogueName = (typeof CATALOGUE_NAMES)[number];

export const CATALOGUE: Readonly<Record<CatalogueName, CatalogueEntry>> = {
  identity,
  relu,
  'leaky-relu': leakyRelu,
  'smooth-leaky-relu': smoothLeakyRelu,
  repu,
  power,
  exp,
  sine,
  tanh,
  'hard-tanh': hardTanh,
  sigmoid,
  'hard-sigmoid': hardSigmoid,
  softplus,
  elu,
  selu,
  gelu,
  silu,
  gaussian,
  softmax,
  sparsemax,
  'layer-norm': layerNorm,
  'spherical-norm': sphericalNorm,
} satisfies Record<CatalogueName, CatalogueEntry>;

export const isCatalogueName = (name: string): name is CatalogueName => Object.hasOwn(CATALOGUE, name);

/** The entry of a name; an unknown name is refused with the nearest one that exists. */
export function catalogueEntry(name: string): CatalogueEntry {
  if (isCatalogueName(name)) return CATALOGUE[name];
  throw new ExpressionError(
    'unknown-name',
    `there is no Lagrangian ${JSON.stringify(name)} in the catalogue${suggestion(name, CATALOGUE_NAMES)}`,
  );
}

/** The options of an entry with their defaults, what they mean and which values they admit. */
export const catalogueOptions = (name: string): Readonly<Record<string, EntryOption>> => catalogueEntry(name).options;

/** Given options over the defaults, as exact numbers; an unknown option or a value outside is refused. */
export function optionValues(name: string, given: Readonly<Record<string, number>>): OptionValues {
  const options = catalogueOptions(name);
  for (const [key, value] of Object.entries(given)) {
    const option = Object.hasOwn(options, key) ? options[key] : undefined;
    if (option === undefined) {
      const known = Object.keys(options);
      const hint = known.length === 0 ? '; it has no options' : suggestion(key, known);
      throw new ExpressionError('unknown-name', `${name} has no option ${JSON.stringify(key)}${hint}`);
    }
    if (!Number.isFinite(value) || !option.admits(value))
      throw new ExpressionError(
        'unsupported',
        `the option ${key} of ${name} is ${value}, but ${option.expects} is needed`,
      );
  }
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => [key, Q.fromDecimal(String(given[key] ?? option.default))]),
  );
}

/** The definition of a catalogue Lagrangian with options over the defaults. */
export const catalogueDefinition = (
  name: string,
  options: Readonly<Record<string, number>> = {},
): LagrangianDefinition => catalogueEntry(name).define(optionValues(name, options));

/** An entry in one line: name, g, L, options with defaults, domain and reference. */
export function describeEntry(name: string): string {
  const entry = catalogueEntry(name);
  const options = Object.entries(entry.options).map(([key, o]) => `${key} = ${o.default}: ${o.doc}, ${o.expects}`);
  return [
    `${entry.name}: g(x) = ${entry.activation}, L(x) = ${entry.potential}, for ${entry.domain}`,
    ...options,
    entry.reference,
  ].join('; ');
}
