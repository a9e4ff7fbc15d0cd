import { z } from 'zod';

/**
 * Bounds of the gateway that an installation may change: `WATTSTEWARD_LIMIT_CONNECT_WITHIN_MS`, in YAML
 * `limit: { connectWithinMs: 5000 }`. Defaults, reasons and what happens: docs/limits.md. Not here, because meters rely
 * on them (`interfaces.md`): a packet of 256 KiB, and two seconds for a commit.
 */
const limits = {
  connections: whole(10, 1_000_000),
  connectionsByAddress: whole(1, 1_000_000),
  connectsByAddress: whole(1, 100_000),
  socketsBeforeConnect: whole(1, 100_000),
  handshakeWithinMs: whole(100, 600_000),
  connectWithinMs: whole(100, 600_000),
  packetBytesBeforeLogin: whole(256, 262_144),
  packetsBehindConnect: whole(0, 100_000),
  wrongLogins: whole(1, 100_000),
  wrongLoginsByAddress: whole(1, 1_000_000),
  backOffMs: whole(0, 86_400_000),
  takeOversPerMinute: whole(1, 100_000),
  connectionsOfDevice: whole(1, 100_000),
  willBytes: whole(16, 262_144),
  silenceMs: whole(1_000, 999_999_999),
  probeAfterMs: whole(1_000, 86_400_000),
  deviceBytesPerSecond: rate(),
  accountMessagesPerSecond: rate(),
  accountBytesPerSecond: rate(),
  topicOfDevice: whole(64, 65_535),
  topicLevels: whole(4, 100),
  halfOpenQos2: whole(1, 65_535),
  subscriptionsOfDevice: whole(1, 100_000),
  subscriptionsOfAccount: whole(1, 1_000_000),
  filterTextOfSession: whole(1_024, 100_000_000),
  drainWithinMs: whole(100, 600_000),
  inFlightOfSession: whole(1, 65_535),
  queuedMessagesOfSession: whole(1, 10_000_000),
  queuedBytesOfSession: whole(1_024, 999_999_999),
  queuedBytes: whole(1_024, 999_999_999),
  keptSessionsOfAccount: whole(0, 100_000),
  keptSessionMs: whole(0, 999_999_999),
  retainedStatusBytes: whole(0, 262_144),
  retainedMessages: whole(0, 100_000_000),
  retainedBytes: whole(0, 999_999_999),
  pendingQos0: whole(1, 100_000_000),
  // The collector refuses what is above twice the default.
  pendingBytes: whole(65_536, 67_108_864),
};

type LimitName = keyof typeof limits;
export const limitNames = Object.keys(limits) as readonly LimitName[];

type SettingOf<N extends LimitName> = `limit${Capitalize<N>}`;

interface LimitSetting<S extends z.ZodType> {
  readonly env: string;
  readonly schema: S;
  readonly must: string;
  readonly secret: false;
}

/** To be spread into the settings; the name is the YAML key `limit.name` as `limitName`. */
export const limitSettings = Object.fromEntries(
  limitNames.map((name) => [settingOf(name), { ...limits[name], env: variableOf(name), secret: false }]),
) as { readonly [N in LimitName as SettingOf<N>]: LimitSetting<(typeof limits)[N]['schema']> };

export type LimitSettings = {
  readonly [N in LimitName as SettingOf<N>]?: z.output<(typeof limits)[N]['schema']>;
};
/** What of the gateway's limits the installation changes; absent = the default. */
export type Limits = { readonly [N in LimitName]?: z.output<(typeof limits)[N]['schema']> } & {
  /** null = no limit. */
  readonly deviceMessagesPerSecond?: number | null;
};

/** Bytes that go with each message a second, when only messages are configured. */
const BYTES_OF_A_MESSAGE = 10 * 1024;

/** @param deviceRate messages a second, null = off; undefined = not set. Bytes go with it unless set on their own. */
export function limitsOf(chosen: LimitSettings, deviceRate: number | null | undefined): Limits {
  const limits: Record<string, number | null> = {};
  if (deviceRate !== undefined) {
    limits['deviceMessagesPerSecond'] = deviceRate;
    limits['deviceBytesPerSecond'] = deviceRate === null ? null : Math.max(2 ** 20, deviceRate * BYTES_OF_A_MESSAGE);
  }
  for (const name of limitNames) {
    const value = chosen[settingOf(name)];
    if (value !== undefined) limits[name] = value;
  }
  return limits;
}

export function variableOf(name: string): string {
  return `WATTSTEWARD_LIMIT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function settingOf<N extends LimitName>(name: N): SettingOf<N> {
  return `limit${name.charAt(0).toUpperCase()}${name.slice(1)}` as SettingOf<N>;
}

function numberFrom(least: number, most: number) {
  const digits = z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number);
  return z.union([z.int(), digits]).pipe(z.int().min(least).max(most));
}

function whole(least: number, most: number) {
  return { schema: numberFrom(least, most), must: `a whole number from ${least} to ${most}` };
}

function rate() {
  const off = z.union([z.literal(false), z.string().regex(/^off$/i)]).transform(() => null);
  return { schema: z.union([off, numberFrom(1, 999_999_999)]), must: 'a whole number from 1 to 999999999, or off' };
}
