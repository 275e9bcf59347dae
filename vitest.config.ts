import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    environment: 'node',
    testTimeout: 20_000,
    // Real processes, kernels and sockets share two busy cores there; at a desk a test that wavers must be seen.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    pool: 'forks',
    maxConcurrency: 3,
    env: { TZ: 'UTC' },
  },
});
