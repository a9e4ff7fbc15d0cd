import type { Settings, SettingName } from './settings.ts';

/**
 * What the documents promise and this version does not do. Choosing it is a fault that says so, never a setting that
 * is silently without effect. A line goes when its feature comes. (`deviceRate` is taken: it has a default that every
 * installation is to run with, and nothing is slowed down yet.)
 */
const features: readonly {
  readonly name: SettingName;
  readonly chosen: (s: Settings) => boolean;
  readonly what: string;
}[] = [
  { name: 'series', chosen: (s) => s.series === 'influx', what: 'InfluxDB as the series store' },
  { name: 'mqttSources', chosen: (s) => s.mqttSources !== undefined, what: 'collecting from other brokers' },
  { name: 'mqttsPort', chosen: (s) => s.mqttsPort !== undefined, what: 'MQTT over TLS' },
  { name: 'wsPort', chosen: (s) => s.wsPort !== undefined, what: 'MQTT over WebSocket' },
];

/** The settings that ask for something that this version does not have, each with its message. */
export function notYet(chosen: Settings): readonly { readonly name: SettingName; readonly message: string }[] {
  return features
    .filter((feature) => feature.chosen(chosen))
    .map(({ name, what }) => ({ name, message: `${what} is not part of this version yet; leave this setting out` }));
}
