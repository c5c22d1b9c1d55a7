import { defineConfig } from 'vitest/config';

/** A machine with other things to do is slow, not wrong. */
const server = { environment: 'node' as const, pool: 'forks' as const, testTimeout: 30_000 };

/** Each project is a stage of `npm test`. `vitest run --project sql invariants` runs one file of one of them. */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      { test: { ...server, name: 'unit', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'] } },
      { test: { ...server, name: 'tidy', include: ['tests/tidy/*.test.ts', 'tests/tidy.test.ts'] } },
      {
        test: {
          ...server,
          name: 'sql',
          include: ['supabase/**/*.test.ts'],
          globalSetup: ['tests/support/world.setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...server,
          name: 'http',
          include: ['tests/http/**/*.test.ts'],
          globalSetup: ['tests/support/product.setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      { test: { ...server, name: 'faults', include: ['tests/faults/**/*.test.ts'], testTimeout: 300_000 } },
      {
        test: {
          ...server,
          name: 'browser',
          include: ['tests/e2e/**/*.test.ts', 'tests/a11y/**/*.test.ts'],
          globalSetup: ['tests/support/product.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
