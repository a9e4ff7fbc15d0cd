import { readFileSync } from 'node:fs';
import { loadConfiguration, type Configuration } from '../configuration/configuration.ts';
import { badInput } from './exit.ts';

/** The same configuration as the server's: the command line must find the same data folder. */
export function commandConfiguration(env: NodeJS.ProcessEnv = process.env): Configuration {
  const loaded = loadConfiguration(env, (path) => readFileSync(path, 'utf8'));
  if (loaded.ok) return loaded.value;
  throw badInput(
    'The configuration has faults:',
    loaded.faults.map(({ key, message }) => `${key}: ${message}`),
  );
}
