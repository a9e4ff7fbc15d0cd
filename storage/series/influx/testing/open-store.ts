import { basename, join } from 'node:path';
import type { OpenOptions } from '../../contract/field.ts';
import type { SeriesStore } from '../../port.ts';
import type { InfluxSettings } from '../port.ts';
import { influxServer } from '../server-module.ts';
import { openInfluxStore } from '../store.ts';
import { memoryServer } from './memory-server.ts';

/** The adapter before a server of files, beside the store's own. */
export function openBeforeMemory(options: OpenOptions): Promise<SeriesStore> {
  return openInfluxStore({ ...options, server: memoryServer(serverFolder(options.directory)), limits: { tickMs: 20 } });
}

export function serverFolder(directory: string): string {
  return join(directory, 'server');
}

/** Names the server of `openBeforeInfluxd`, in other processes too. */
export const settingsVariable = 'WATTSTEWARD_TEST_INFLUX_SERVER';

/** The adapter before a real server; each folder has a database of its own. */
export function openBeforeInfluxd(options: OpenOptions): Promise<SeriesStore> {
  return openInfluxStore({ ...options, server: influxServer(settingsOf(options.directory)), limits: { tickMs: 20 } });
}

export function settingsOf(directory: string): InfluxSettings {
  const settings = JSON.parse(process.env[settingsVariable] ?? '') as InfluxSettings;
  const name = `wattsteward_test_${basename(directory).replace(/\W/g, '_')}`;
  return settings.api === 'v1' ? { ...settings, database: name } : { ...settings, bucket: name };
}
