/**
 * All comparisons: `npm run bench`, or `npm run bench -- descent inequality` for some. Each ratio is our rate over
 * that of a peer measured in the same run; 2× is twice as fast as the peer.
 */
import { cpus } from 'node:os';
import { benchAdversarial } from './adversarial.js';
import { benchBoxes } from './boxes.js';
import { benchCertificates } from './certificates.js';
import { benchCost, benchDescent } from './descent.js';
import { benchDynamics } from './dynamics.js';
import { benchInequality } from './inequality.js';
import { load } from './measure.js';
import { version } from './python.js';
import { benchStartUp } from './start-up.js';
import { benchSymbolic } from './symbolic.js';

const PARTS = {
  descent: benchDescent,
  inequality: benchInequality,
  certificates: benchCertificates,
  boxes: benchBoxes,
  dynamics: benchDynamics,
  symbolic: benchSymbolic,
  cost: benchCost,
  adversarial: benchAdversarial,
  'start-up': benchStartUp,
} as const;
type Part = keyof typeof PARTS;

const isPart = (name: string): name is Part => Object.hasOwn(PARTS, name);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !isPart(name));
if (unknown.length > 0) {
  console.error(`no part named ${unknown.join(', ')}; the parts are ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}

console.log(`Node ${process.version}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, load ${load()}`);
const peers = (['numpy', 'scipy', 'sympy', 'hypothesis', 'mpmath'] as const).map(
  (p) => `${p} ${version(p) ?? 'missing'}`,
);
console.log(`Peers: ${peers.join(', ')}. Times are of the processor, one core, except where a user waits.`);
for (const name of asked.length === 0 ? (Object.keys(PARTS) as Part[]) : asked.filter(isPart)) await PARTS[name]();
console.log(`\nload at the end ${load()}`);
