import { expect } from 'vitest';
import type { WireMandvAnalysis, WireMandvListItem } from '../../../domain/wire-mandv.ts';
import { ownViewer } from '../house.ts';
import type { Client } from './client.ts';
import { Installation } from './installation.ts';

export const day = 86_400_000;
export const hour = 3_600_000;
/** The measures took effect on 1 November 2025 and save a tenth of everything since. */
export const savedShare = 0.1;
export const analyses = '/api/v1/mandv/analyses';
export const chosen = {
  meter: 'M1',
  method: 'daily',
  baselineFrom: '2024-11-01',
  baselineTo: '2025-11-01',
  reportingFrom: '2025-11-01',
};
const begin = Date.parse('2024-10-31T00:00:00+08:00');
const works = Date.parse('2025-11-01T00:00:00+08:00');

const meter = (id: string, building: string) => ({
  id,
  building,
  carrier: 'electricity',
  interval: '1h',
  register: { point: 'energy_kwh', unit: 'kWh' },
});
const office = {
  institutions: [{ id: 'OFFICE', name: '行政中心', region: 'NORTH', kind: 'office' }],
  buildings: [
    { id: 'O1', institution: 'OFFICE', name: '主楼', weatherMeter: 'T1' },
    { id: 'O2', institution: 'OFFICE', name: '附楼' },
  ],
  meters: [
    meter('M1', 'O1'),
    meter('M2', 'O2'),
    { id: 'T1', building: 'O1', carrier: 'weather', interval: '1h', register: { point: 'temperature_c', unit: '°C' } },
  ],
};

/** An office with two years of hours: M1 with all of them, M2 put in half a year before the works, weather T1. */
export class Office extends Installation {
  officer!: Client;

  async open(): Promise<void> {
    await this.start();
    await this.registry.importPortfolio(office, ownViewer);
    const ts = hoursFrom(begin, this.now);
    await this.collector.importHistory('T1', 'T1', {
      ts,
      points: { temperature_c: ts.map((at) => air(at + hour / 2)) },
    });
    await this.#seed('M1', begin);
    await this.#seed('M2', Date.parse('2025-05-01T00:00:00+08:00'));
    await this.collector.settled();
    await this.signIn();
  }

  /** Sessions end after half an hour without a request: again after the clock was turned. */
  async signIn(): Promise<void> {
    this.officer = await this.person('zhao');
  }

  /** One more meter like M1, whose readings a test may change. @param drop readings that never came */
  async another(id: string, drop: (at: number) => boolean = () => false): Promise<void> {
    await this.registry.importPortfolio({ meters: [meter(id, 'O1')] }, ownViewer);
    await this.#seed(id, begin, drop);
    await this.collector.settled();
  }

  /** Reads the register higher from `from` on, as a corrected file would; what was used until `to` is `factor` times. */
  async correct(id: string, from: string, to: string, factor: number): Promise<void> {
    const [first, end] = [Date.parse(`${from}T00:00:00+08:00`), Date.parse(`${to}T00:00:00+08:00`)];
    const { ts, value } = await this.store.samples(id, 'energy_kwh', first, this.now + 1);
    let extra = 0;
    const corrected = value.map((one, i) => {
      if (i > 0 && ts[i]! <= end) extra += (factor - 1) * (value[i]! - value[i - 1]!);
      return one + extra;
    });
    await this.collector.importHistory(id, id, { ts, points: { energy_kwh: corrected } });
  }

  async made(body: object = chosen): Promise<string> {
    const answer = await this.officer.post<WireMandvListItem>(analyses, body);
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id;
  }

  async one(id: string): Promise<WireMandvAnalysis> {
    const answer = await this.officer.get<WireMandvAnalysis>(`${analyses}/${id}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  async #seed(id: string, from: number, drop: (at: number) => boolean = () => false): Promise<void> {
    let register = 1000;
    const all = hoursFrom(from, this.now);
    const energy = all.map((at, i) => (i === 0 ? register : (register += load(at - hour))));
    const ts = all.filter((at) => !drop(at));
    const points = { energy_kwh: energy.filter((_, i) => !drop(all[i]!)) };
    await this.collector.importHistory(id, id, { ts, points });
  }
}

function hoursFrom(from: number, to: number): Float64Array {
  return Float64Array.from({ length: Math.floor((to - from) / hour) + 1 }, (_, i) => from + i * hour);
}

/** °C: a year between 4 and 30, a day between −4 and +4, and weather that passes in a few days. */
function air(ts: number): number {
  const season = 17 - 13 * Math.cos((2 * Math.PI * (ts - Date.parse('2025-01-20'))) / (365.25 * day));
  const weather = 3 * Math.sin(ts / (0.8 * day)) + 2 * Math.sin(ts / (2.3 * day));
  return season + weather + 4 * Math.cos((2 * Math.PI * (ts / hour + 8 - 15)) / 24);
}

function load(ts: number): number {
  const local = ts + 8 * hour;
  const clock = (local / hour) % 24;
  const weekday = (Math.floor(local / day) + 4) % 7;
  const open = weekday >= 1 && weekday <= 5 && clock >= 8 && clock < 18;
  const noise = 1 + 0.05 * Math.sin(ts * 12.9898);
  const use = (20 + (open ? 15 : 0) + 2.5 * Math.max(0, air(ts) - 22) + 1.5 * Math.max(0, 12 - air(ts))) * noise;
  return ts < works ? use : use * (1 - savedShare);
}
