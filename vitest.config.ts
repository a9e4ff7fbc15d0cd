import { defineConfig } from 'vitest/config';

/** Tests in a browser mostly wait for it: two at a time. None of them asserts how long anything takes. */
const inBrowser = ['tests/*-pages.test.ts'];

export default defineConfig({
  test: {
    // Tests pin the zone; the platform's own zone comes from its configuration, never from the machine.
    env: { TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{domain,storage,gateway,collector,configuration,dashboard,simulators,cli,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'dist/**'],
          globalSetup: 'tests/support/worker-bundles.ts',
          // One a core; the default leaves one idle, which of two is half the machine.
          maxWorkers: '100%',
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          // Whole-system tests start the built product as a user would, one file at a time: they share two cores.
          name: 'system',
          include: ['tests/**/*.test.ts'],
          exclude: inBrowser,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: inBrowser,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
    coverage: { include: ['{domain,storage,gateway,collector,configuration,dashboard/server,simulators,cli}/**/*.ts'] },
  },
});
