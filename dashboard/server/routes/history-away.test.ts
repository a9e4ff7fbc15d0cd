import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { StoreError } from '../../../storage/series/port.ts';
import { Installation } from '../fakes/installation.ts';

const house = new Installation();
beforeAll(() => house.start(), 60_000);
afterAll(() => house.stop());

it.each(['HISTORY_AWAY', 'HISTORY_DIFFERS'])('%s is 503 in plain words, and when to ask again', async (code) => {
  const words = 'Older readings are kept in InfluxDB, which can’t be used now.';
  vi.spyOn(house.store, 'samples').mockRejectedValueOnce(new StoreError(code, words));
  const path = '/api/v1/meters/E1/series?point=energy_kwh&every=raw&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z';
  const { status, body } = await house.operator().get<{ code: string; detail: string }>(path);
  expect(status).toBe(503);
  expect(body).toMatchObject({ code: code.toLowerCase().replace('_', '-'), detail: words });
});

it('any other failure of the store is still a fault of ours', async () => {
  vi.spyOn(house.store, 'samples').mockRejectedValueOnce(new StoreError('SQLITE_IOERR', 'disk I/O error'));
  const path = '/api/v1/meters/E1/series?point=energy_kwh&every=raw&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z';
  expect((await house.operator().get(path)).status).toBe(500);
});
