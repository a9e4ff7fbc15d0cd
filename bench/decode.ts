import { decodeNativeJson } from '../collector/decoders/native-json.ts';
import { judgeBy } from '../collector/judge.ts';
import type { DeviceEntry, Directory, MeterEntry } from '../storage/registry/port.ts';
import { median, type Figure } from './support/result.ts';

const meters = 500;

/** CPU time of reading and judging 150-byte readings, and of JSON.parse alone: the rest is what our checks cost. */
export function decode({ messages, rounds }: { messages: number; rounds: number }): Promise<Figure[]> {
  const judge = judgeBy(directory());
  const now = Date.UTC(2026, 10, 23);
  const readings = Array.from({ length: meters }, (_, i) => ({
    deviceId: meterId(i),
    payload: Buffer.from(
      `{"ts":"2026-11-22T08:${String(i % 60).padStart(2, '0')}:00+08:00","values":{"energy_kwh":${12_345.67 + i},` +
        `"power_kw":8.12,"voltage_l1_v":231.4,"current_l1_a":12.1,"power_factor":0.97}}`,
    ),
  }));

  const judged = (): void => {
    for (let i = 0; i < messages; i++) {
      const { deviceId, payload } = readings[i % meters]!;
      const message = decodeNativeJson(payload)!;
      const origin = { deviceId, stream: 'readings', receivedAt: now, judgedAt: now } as const;
      if (judge(message, 0, origin)?.kind !== 'reading') throw new Error('the benchmark measures a fault');
    }
  };
  const parsed = (): void => {
    for (let i = 0; i < messages; i++) JSON.parse(readings[i % meters]!.payload.toString());
  };

  const figure = (what: string, work: () => void): Figure => {
    work(); // warm
    const value = median(Array.from({ length: rounds }, () => (cpuSeconds(work) / messages) * 100_000));
    return { benchmark: 'decode', what, value, unit: 'CPU-s per 100,000' };
  };
  return Promise.resolve([figure('decode and judge', judged), figure('JSON.parse alone', parsed)]);
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function meterId(i: number): string {
  return `meter-${1_000 + i}`;
}

function directory(): Directory {
  const register = { multiplier: [{ from: -Infinity, value: 1 }], replacements: [] };
  const rules = { intervalMs: 60_000, registerPoint: 'energy_kwh', register };
  const entries = new Map<string, MeterEntry>(
    Array.from({ length: meters }, (_, i) => [meterId(i), { id: meterId(i), gateway: null, rules }]),
  );
  const device = (id: string): DeviceEntry | null => (entries.has(id) ? { kind: 'meter', id, canteen: null } : null);
  return {
    authenticateDevice: () => null,
    authenticateAccount: () => null,
    anonymous: () => null,
    hasAccount: () => false,
    device,
    meter: (id) => entries.get(id) ?? null,
    meters: () => entries.values(),
    virtual: () => null,
    virtuals: () => [].values(),
  };
}
