import { defineConfig } from 'vitest/config';

const inBrowser = ['tests/*-pages.test.ts'];

/** These saturate the machine or say how quickly something is answered: nothing runs beside them. */
const alone = ['acknowledgement', 'influx', 'kill', 'replay', 'sources', 'hostile/*'].map(
  (name) => `tests/${name}.test.ts`,
);

/** Most of a whole-system test and of a browser's is waiting: one more than there are cores, of both together. */
const sideBySide = { maxWorkers: 3, sequence: { groupOrder: 2 } };

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
          // Modules keep no state of their own: loading them anew for each of 400 files costs a minute and a half.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          // Whole-system tests start the built product as a user would.
          name: 'alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/**/*.test.ts'],
          exclude: [...alone, ...inBrowser],
          ...sideBySide,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: inBrowser,
          ...sideBySide,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
    coverage: { include: ['{domain,storage,gateway,collector,configuration,dashboard/server,simulators,cli}/**/*.ts'] },
  },
});
