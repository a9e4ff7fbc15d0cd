import type { MqttSourceConfiguration, SeriesConfiguration } from './configuration.ts';
import { settings, type SettingName, type Settings } from './settings.ts';

type Fault = (name: SettingName, message: string) => void;

/** Which store, with what it needs; a setting that it lacks is named. */
export function seriesOf(s: Settings, fault: Fault): SeriesConfiguration {
  if (s.series !== 'influx') return { kind: 'embedded' };
  const api = s.influxApi ?? 'v2';
  const needed: readonly SettingName[] =
    api === 'v2' ? ['influxUrl', 'influxToken', 'influxOrg', 'influxBucket'] : ['influxUrl', 'influxDatabase'];
  for (const name of needed) {
    if (s[name] === undefined) fault(name, `is missing: ${settings.series.env}=influx with API ${api} needs it`);
  }
  const { influxUrl: url = '', influxToken: token, influxOrg: org, influxBucket: bucket } = s;
  const { influxUsername: username, influxPassword: password, influxDatabase: database } = s;
  const server =
    api === 'v2'
      ? { url, api, ...(token && { token }), ...(org && { org }), ...(bucket && { bucket }) }
      : { url, api, ...(username && { username }), ...(password && { password }), ...(database && { database }) };
  return { kind: 'influx', windowDays: s.seriesWindowDays ?? 40, server };
}

/** Each source gets a name that stands for it in ledger and metrics: its own, or host and port. */
export function sourcesOf(list: NonNullable<Settings['mqttSources']>, fault: Fault): MqttSourceConfiguration[] {
  const taken = new Set<string>();
  return list.map(({ name: given, url, username, password, topics }, i) => {
    const { hostname, port, protocol } = new URL(url);
    const name = given ?? `${hostname.replace(/^\[|\]$/g, '')}:${port || defaultPorts[protocol]}`;
    if (taken.has(name)) fault('mqttSources', `has two sources called ${name} (entry ${i + 1}): give each a name`);
    taken.add(name);
    return { name, url, ...(username && { username }), ...(password && { password }), topics };
  });
}

const defaultPorts: Readonly<Record<string, string>> = {
  'mqtt:': '1883',
  'mqtts:': '8883',
  'ws:': '80',
  'wss:': '443',
};
