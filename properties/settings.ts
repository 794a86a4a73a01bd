/** How many samples a property draws, and from which seed. */

export interface PropertySettings {
  /** The seed of every random choice; the same seed draws the same samples. */
  readonly seed?: number;
  /** Samples of each property. */
  readonly runs?: number;
  /** The folder for counterexamples; `false` saves none. */
  readonly save?: string | false;
}

export const DEFAULT_SETTINGS = { seed: 1, runs: 100, save: 'counterexamples' } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings in force: the environment (ENERGY_AUDIT_SEED, ENERGY_AUDIT_RUNS) over the options over the defaults. */
export function settings(options: PropertySettings = {}, env: Environment = process.env): Required<PropertySettings> {
  return {
    seed: fromEnvironment('ENERGY_AUDIT_SEED', 0, 2 ** 31 - 1, env) ?? options.seed ?? DEFAULT_SETTINGS.seed,
    runs: fromEnvironment('ENERGY_AUDIT_RUNS', 1, 1e9, env) ?? options.runs ?? DEFAULT_SETTINGS.runs,
    save: options.save ?? DEFAULT_SETTINGS.save,
  };
}

function fromEnvironment(name: string, least: number, most: number, env: Environment): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new RangeError(`${name} is "${text}", but must be an integer from ${least} to ${most}`);
  return value;
}
