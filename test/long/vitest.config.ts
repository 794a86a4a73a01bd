import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    testTimeout: 1_800_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
