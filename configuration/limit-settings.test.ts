import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIMITS, type GatewayLimits } from '../gateway/limits.ts';
import { loadConfiguration } from './configuration.ts';
import { limitNames, limitSettings, variableOf } from './limit-settings.ts';

function limitsWith(env: Record<string, string>, yaml = ''): unknown {
  const loaded = loadConfiguration({ ...env, WATTSTEWARD_CONFIG: 'site.yaml' }, () => yaml);
  return loaded.ok ? loaded.value.limits : loaded.faults.map(({ key, message }) => `${key} ${message}`);
}

describe('limits of the gateway', () => {
  it('nothing set changes nothing', () => {
    expect(limitsWith({})).toEqual({});
  });

  it('one by its variable, one in the file', () => {
    const yaml = 'limit: { connectionsByAddress: 50 }';
    expect(limitsWith({ WATTSTEWARD_LIMIT_CONNECT_WITHIN_MS: '8000' }, yaml)).toEqual({
      connectWithinMs: 8_000,
      connectionsByAddress: 50,
    });
  });

  it('a value out of its range is named with the range', () => {
    expect(limitsWith({ WATTSTEWARD_LIMIT_CONNECTIONS: '0' }, 'limit: { silenceMs: soon }')).toEqual([
      'site.yaml:limit.silenceMs must be a whole number from 1000 to 999999999, not "soon"',
      'WATTSTEWARD_LIMIT_CONNECTIONS must be a whole number from 10 to 1000000, not "0"',
    ]);
  });

  it('a limit that there is not', () => {
    expect(limitsWith({ WATTSTEWARD_LIMIT_CONECTIONS: '100' })).toEqual([
      'WATTSTEWARD_LIMIT_CONECTIONS is no known variable; did you mean WATTSTEWARD_LIMIT_CONNECTIONS?',
    ]);
  });

  it.each([
    [{ WATTSTEWARD_DEVICE_RATE: 'off' }, { deviceMessagesPerSecond: null, deviceBytesPerSecond: null }],
    [{ WATTSTEWARD_DEVICE_RATE: '20' }, { deviceMessagesPerSecond: 20, deviceBytesPerSecond: 1_048_576 }],
    [{ WATTSTEWARD_DEVICE_RATE: '5000' }, { deviceMessagesPerSecond: 5_000, deviceBytesPerSecond: 51_200_000 }],
    [
      { WATTSTEWARD_DEVICE_RATE: 'off', WATTSTEWARD_LIMIT_DEVICE_BYTES_PER_SECOND: '65536' },
      { deviceMessagesPerSecond: null, deviceBytesPerSecond: 65_536 },
    ],
    [{ WATTSTEWARD_LIMIT_ACCOUNT_MESSAGES_PER_SECOND: '10' }, { accountMessagesPerSecond: 10 }],
    [{ WATTSTEWARD_LIMIT_DEVICE_BYTES_PER_SECOND: 'off' }, { deviceBytesPerSecond: null }],
  ])('rates: %j', (env, expected) => {
    expect(limitsWith(env)).toEqual(expected);
  });
});

describe('docs/limits.md', () => {
  const rows = readFileSync(new URL('../docs/limits.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('has a row for each limit that can be configured, and no other', () => {
    const documented = rows.map(([, key, variable]) => `${key} ${variable}`);
    expect(documented.sort()).toEqual(limitNames.map((name) => `\`${name}\` \`${variableOf(name)}\``).sort());
  });

  it.each(limitNames)('%s: the default is the one that runs, and within its range', (name) => {
    const value = LIMITS[name satisfies keyof GatewayLimits];
    const written = rows.find(([, key]) => key === `\`${name}\``)?.[3] ?? '';
    expect(/^[\da-z]+/.exec(written)?.[0]).toBe(value === null ? 'off' : `${value}`);
    const setting = limitSettings[`limit${name[0]!.toUpperCase()}${name.slice(1)}` as keyof typeof limitSettings];
    expect(setting.schema.safeParse(value ?? 'off').success).toBe(true);
  });
});
