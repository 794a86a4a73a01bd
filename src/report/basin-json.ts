/** Basins of a memory as one JSON object. */
import type { BasinAnswer, EntryName } from '../dynamics/analyse-basins.js';
import { valuesOfStates } from '../dynamics/ascent.js';
import type { Destination } from '../dynamics/attractors.js';
import { CONFIDENCE } from '../dynamics/basin.js';
import { writeJson } from './json.js';
import { memoryJson, runJson } from './simulation-json.js';

/** The number of an attractor, or how a run ended that led to none. */
const label = ({ attractor, status }: Destination): number | string => attractor ?? status;

const entryText = ({ state, index }: EntryName): string => `${state}[${index}]`;

export const renderBasinJson = (answer: BasinAnswer, version: string): string => {
  const { memory, seed, at, shares, map, attractors } = answer;
  return `${writeJson({
    tool: 'energy-audit',
    version,
    seed,
    design: memoryJson(memory),
    at: at.map(({ run, destination, neighbours, onKink }) => ({
      attractor: destination.attractor ?? null,
      run: runJson(memory, run),
      neighbours,
      onKink,
    })),
    shares: shares && {
      region: shares.radius === undefined ? 'domain' : { radius: shares.radius },
      samples: shares.samples,
      confidence: CONFIDENCE,
      of: shares.of.map(({ destination, count, share, interval }) => ({
        to: label(destination),
        count,
        share,
        interval: [interval.low, interval.high],
      })),
    },
    map: map && {
      across: { entry: entryText(map.axes[0]), values: map.across },
      down: { entry: entryText(map.axes[1]), values: map.down },
      to: map.labels.map((row) => row.map(label)),
    },
    attractors: attractors.map(({ kind, stability, state, period }, number) => ({
      number,
      kind,
      stability,
      state: valuesOfStates(memory, state),
      period,
    })),
  })}\n`;
};
