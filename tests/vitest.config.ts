import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['{services,shared,infra,tests}/**/*.test.ts'],
    pool: 'forks',
    // Many tests wait for a broker or a process, so one more than the cores keeps these busy; the default leaves one idle.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // Generous, so that a busy machine never decides a test: speed is shown by the benchmarks, not here.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
