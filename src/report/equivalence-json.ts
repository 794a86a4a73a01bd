/** The steady states of two memories, matched by a map, as one JSON object. */
import { valuesOfStates } from '../dynamics/ascent.js';
import type { Comparison } from '../dynamics/equivalence.js';
import { writeJson } from './json.js';
import { surveyJson } from './steady-states-json.js';

/** `state`, `continuum` and `to.state` count from 0 in `states` and `families` of the two. */
export const renderComparisonJson = ({ seed, from, to, shared, map, pairs }: Comparison, version: string): string =>
  `${writeJson({
    tool: 'energy-audit',
    version,
    seed,
    ...surveyJson(from),
    compare: {
      map: Object.fromEntries(map.map(({ state, formula }) => [state, formula])),
      shared,
      other: surveyJson(to),
      pairs: pairs.map((pair) => ({
        from: pair.from === undefined ? null : { [pair.from.kind]: pair.from.index },
        ...(pair.image === undefined ? {} : { mapped: valuesOfStates(to.memory, pair.image) }),
        to: pair.to === undefined ? null : { state: pair.to },
        verdict: pair.verdict,
        ...(pair.reason === undefined ? {} : { reason: pair.reason }),
      })),
    },
  })}\n`;
