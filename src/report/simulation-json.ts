/** Runs of a memory as one JSON object. */
import { shaped } from '../design/structures/shaped.js';
import { valuesOfStates } from '../dynamics/ascent.js';
import type { Memory } from '../dynamics/memory.js';
import type { Run } from '../dynamics/run.js';
import { RUN_STATUSES } from '../dynamics/run-status.js';
import type { Simulation } from '../dynamics/simulate.js';
import { evidenceJson, writeJson } from './json.js';

/** What every command that runs a memory says of its numbers. */
export function memoryJson({ design, dimensions, numbers }: Memory): object {
  const drawn = design.parameters.filter(({ symbol }) => numbers.drawn.includes(symbol.name));
  return {
    name: design.name,
    file: design.file ?? null,
    dimensions,
    drawn: Object.fromEntries(
      drawn.map(({ symbol }) => [
        symbol.name,
        shaped(numbers.parameters.get(symbol.name) ?? [], symbol.shape, dimensions),
      ]),
    ),
    ...(numbers.lagrangians.size === 0 ? {} : { lagrangians: numbers.standIns }),
  };
}

export const runJson = (memory: Memory, run: Run): object => ({
  status: run.status,
  meaning: RUN_STATUSES[run.status],
  time: run.time,
  steps: run.steps,
  rejected: run.rejected,
  stiffSteps: run.stiffSteps,
  start: valuesOfStates(memory, run.start),
  end: valuesOfStates(memory, run.end),
  speed: run.speed,
  period: run.period,
  left: run.left,
  kinks: run.kinks,
  energy: run.energy,
  rise: run.rise,
  ascent: run.ascent && { time: run.ascent.time, evidence: evidenceJson(run.ascent.evidence) },
});

export const renderSimulationJson = ({ memory, seed, runs }: Simulation, version: string): string =>
  `${writeJson({
    tool: 'energy-audit',
    version,
    seed,
    design: memoryJson(memory),
    runs: runs.map((run) => runJson(memory, run)),
  })}\n`;
