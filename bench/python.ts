/** The peers in Python: which of them are on the machine, and what their scripts measure. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * One thread, and memory of large arrays kept by the process: otherwise every temporary array costs page faults, and
 * numpy is several times slower than it can be.
 */
const TUNED = {
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  MALLOC_MMAP_THRESHOLD_: '1073741824',
  MALLOC_TRIM_THRESHOLD_: '1073741824',
  MALLOC_TOP_PAD_: '67108864',
};

export type Peer = 'numpy' | 'scipy' | 'sympy' | 'hypothesis' | 'mpmath';

const versions = new Map<Peer, string | undefined>();

/** The version of a Python package; undefined where python3 or the package is missing. */
export function version(peer: Peer): string | undefined {
  if (!versions.has(peer)) {
    const { status, stdout } = spawnSync('python3', ['-c', `import ${peer}; print(${peer}.__version__)`], {
      encoding: 'utf8',
    });
    versions.set(peer, status === 0 ? stdout.trim() : undefined);
  }
  return versions.get(peer);
}

export const missing = (peer: Peer): string => `${peer}: not on this machine (needs python3 with ${peer})`;

/** What a script prints as one JSON object: numbers by name. An empty object where the peer is missing or fails. */
export function measure(peer: Peer, script: string, ...args: readonly string[]): Readonly<Record<string, number>> {
  if (version(peer) === undefined) return {};
  const path = fileURLToPath(new URL(`./peers/${script}`, import.meta.url));
  const result = spawnSync('python3', [path, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...TUNED },
    timeout: 300_000,
  });
  if (result.status !== 0) {
    console.log(`${script} failed: ${result.stderr.trim().split('\n').at(-1) ?? 'no message'}`);
    return {};
  }
  return JSON.parse(result.stdout) as Record<string, number>;
}
