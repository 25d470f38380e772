import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['{services,shared,infra,tests}/**/*.test.ts'],
    pool: 'forks',
    // Generous, so that a busy machine never decides a test: speed is shown by the benchmarks, not here.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
