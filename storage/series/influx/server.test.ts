import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { openInfluxServer } from './server.ts';
import { startInfluxd, influxdPath, withoutInfluxd, type Influxd } from './testing/influxd.ts';
import { randomName } from './testing/named-server.ts';

const log = pino({ level: 'silent' });
const noon = Date.UTC(2026, 10, 23, 12);

describe.skipIf(influxdPath === undefined)(`a real InfluxDB 1.x ${withoutInfluxd}`, () => {
  let influxd: Influxd;
  beforeAll(async () => {
    influxd = await startInfluxd();
  });
  afterAll(() => influxd?.remove());

  it('keeps readings as they were written', async () => {
    const server = openInfluxServer({ url: influxd.url, api: 'v1', database: randomName() }, { log });
    await server.prepare();
    await server.prepare();
    const readings = [0, 1, 2].map((i) => ({
      meter: 'EL 1,a=b',
      ts: noon + i * 60_000,
      receivedAt: noon + i * 60_000 + 412,
      values: { energy_kwh: 100 + i * 0.1, time: 7 },
    }));
    expect(await server.writeRaw(readings)).toEqual({ dead: [] });
    expect(await server.readRaw('EL 1,a=b', noon, noon + 120_000)).toEqual(readings.slice(0, 2));
    expect(await server.neighbours('EL 1,a=b', noon + 60_000, 3_600_000)).toEqual(readings.slice(0, 2));
    await server.close();
  });
});
