import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataFolder, DataFolderInUse, readRuntime } from './data-folder.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'wattsteward-folder-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

test('a second process is refused and told who holds the folder', () => {
  const first = DataFolder.open(path);
  first.announce({ httpPort: 8080, mqttPort: 1883, pid: process.pid });
  expect(() => DataFolder.open(path)).toThrow(DataFolderInUse);
  expect(() => DataFolder.open(path)).toThrow(`in use by process ${process.pid}, web port 8080, MQTT port 1883`);
  first.close();
  expect(readRuntime(path)).toBeNull();
  DataFolder.open(path).close();
});

test('a killed process leaves no lock behind', async () => {
  const module = new URL('./data-folder.ts', import.meta.url).href;
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      `const { DataFolder } = await import(${JSON.stringify(module)});
       DataFolder.open(${JSON.stringify(path)}).announce({ httpPort: 1, mqttPort: 2, pid: process.pid });
       console.log('held'); setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  expect(() => DataFolder.open(path)).toThrow(DataFolderInUse);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const folder = DataFolder.open(path);
  expect(readRuntime(path)).toBeNull();
  folder.close();
});

test('a key is made once and only its owner can read it', () => {
  const folder = DataFolder.open(path);
  const key = folder.key('operator.key');
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect(folder.key('operator.key')).toBe(key);
  expect(statSync(join(path, 'operator.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(path, 'operator.key'), 'utf8')).toBe(key + '\n');
  folder.close();
});
