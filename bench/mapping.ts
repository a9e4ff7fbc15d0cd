import { parseJson } from '../collector/decoders/native-json.ts';
import { readMessage } from '../collector/mapping/mapped-message.ts';
import { MappingSet } from '../collector/mapping/mapping-set.ts';
import type { MappingRule } from '../domain/mapping/rule.ts';
import { median, type Figure } from './support/result.ts';

const plugs = 500;

const rule: MappingRule = {
  id: 'plugs',
  topic: 'zigbee2mqtt/{device}',
  ts: { path: '$.last_seen', format: 'iso' },
  values: [
    { path: '$.energy', point: 'energy_kwh', unit: 'Wh' },
    { path: '$.power', point: 'power_kw', unit: 'W' },
    { path: '$.voltage', point: 'voltage_l1_v' },
    { path: '$.current', point: 'current_l1_a' },
  ],
};

/** Messages a second of CPU that a mapping turns into readings: topic, JSON, time, four values, two of them converted. */
export function mapping({ messages, rounds }: { messages: number; rounds: number }): Promise<Figure[]> {
  const set = new MappingSet();
  set.replace([{ rule, demo: false }]);
  const sent = Array.from({ length: plugs }, (_, i) => ({
    topic: `zigbee2mqtt/plug-${i}`,
    payload: Buffer.from(
      `{"current":${(i % 90) / 10},"energy":${12_345_670.5 + i},"last_seen":"2026-11-22T08:15:00+08:00",` +
        `"linkquality":${i % 255},"power":${i * 1.7},"state":"ON","voltage":231}`,
    ),
  }));
  const work = (): void => {
    for (let i = 0; i < messages; i++) {
      const { topic, payload } = sent[i % plugs]!;
      const match = set.find('lab', topic)!;
      const read = readMessage(match, parseJson(payload), payload);
      if ('kind' in read || read.read[0]!.kind !== 'reading') throw new Error('the benchmark measures a fault');
    }
  };
  work(); // warm
  const rates = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return messages / ((user + system) / 1e6);
  });
  const figure: Figure = {
    ...{ benchmark: 'mapping', what: 'foreign messages read, one core', value: median(rates), unit: 'messages/s' },
    bound: ['>=', 100_000],
  };
  return Promise.resolve([figure]);
}
