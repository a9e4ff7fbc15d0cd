// Builds the server (tsc → dist/) and the pages (vite → dist/web). Run by `npm ci`, `npm run build`,
// and by `npm start` when dist/ is missing (for example after `npm ci --ignore-scripts`).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = existsSync(join(root, 'dist/wattsteward.js')) && existsSync(join(root, 'dist/web/index.html'));
if (process.argv.includes('--if-missing')) {
  if (built) process.exit(0);
  console.log('Building the server and the pages (first start)…');
}

/** Runs a package's own command from node_modules, without a shell. */
function run(packageName, bin, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', packageName, bin), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(join(root, 'node_modules/typescript')) || !existsSync(join(root, 'node_modules/vite'))) {
  // `npm ci --omit=dev` keeps a dist/ that was built before.
  if (built) process.exit(0);
  console.error('The build needs the development packages: run `npm ci` without --omit=dev.');
  process.exit(1);
}

run('typescript', 'bin/tsc', '-p', 'tsconfig.build.json');
run('vite', 'bin/vite.js', 'build', '--config', 'dashboard/web/vite.config.ts', '--logLevel', 'warn');
