import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { LiveDelta, LiveSnapshot } from '../../../domain/wire.ts';
import type { LiveDevice, LiveDeviceDelta, WireDeviceEntry, WireNewSecret } from '../../../domain/wire-devices.ts';
import { FakeDoor } from '../fakes/door.ts';
import { Installation, operatorKey, until } from '../fakes/installation.ts';
import { LiveClient } from '../fakes/live-client.ts';

const house = new Installation();
const door = new FakeDoor();

beforeAll(async () => {
  await house.start(() => ({ door }));
}, 30_000);
afterAll(() => house.stop());

function page(token = operatorKey): LiveClient {
  const client = new LiveClient(house.url, { token });
  onTestFinished(() => client.close());
  return client;
}
const words = ({ what, reason, reading }: WireDeviceEntry) =>
  [what, reason, reading && JSON.stringify(reading.values)].filter(Boolean).join(' ');

it('whoever connects a device sees it come, be refused with the reason, and its first reading', async () => {
  const client = page();
  client.subscribe('device:E2');
  const { data } = await client.nth<LiveSnapshot<LiveDevice>>('device:E2', 0);
  expect(data).toMatchObject({ device: { id: 'E2', state: 'new' }, entries: [] });
  door.refused('E2', house.now);
  door.connected('E2', house.now + 1_000);
  await house.send('E2', { ts: 1, values: { energy_kwh: 3 } });
  await house.send('E2', { ts: house.now, values: { energy_kwh: 3 } }, { ts: house.now, values: { energy_kwh: 3 } });
  await house.send('E1', { ts: house.now, values: { energy_kwh: 3 } });
  const deltas = () => client.of('device:E2').slice(1) as unknown as { message: LiveDelta<LiveDeviceDelta> }[];
  const entries = () => deltas().flatMap(({ message }) => message.data.entries ?? []);
  await until('five entries', () => entries().length >= 5);
  expect(entries().map(words)).toEqual([
    'login wrong-credentials',
    'connected',
    'quarantined ts-before-2000',
    'stored {"energy_kwh":3}',
    'duplicate {"energy_kwh":3}',
  ]);
  const devices = deltas().flatMap(({ message }) => message.data.device ?? []);
  expect(devices.at(-1)).toMatchObject({ state: 'ok', received: 3, quarantined: 1 });

  // A page that is opened now is told all that, once.
  const late = page();
  late.subscribe('device:E2');
  const snapshot = await late.nth<LiveSnapshot<LiveDevice>>('device:E2', 0);
  expect(snapshot.data.entries).toEqual(entries());
});

it('a gateway: what it brought for its meters, and what it may not', async () => {
  await house.operator().post<WireNewSecret>('/api/v1/devices', { kind: 'gateway', id: 'GW1' });
  await house.operator().post<WireNewSecret>('/api/v1/devices', {
    ...{ id: 'SUB1', building: 'B1', carrier: 'water', register: { point: 'volume_m3', unit: 'm³' }, gateway: 'GW1' },
  });
  const client = page();
  client.subscribe('device:GW1', 'device:SUB1', 'device:E1');
  await client.nth('device:E1', 0);
  await house.send(
    'GW1',
    { device: 'SUB1', ts: house.now, values: { volume_m3: 5 } },
    { device: 'E1', ts: house.now, values: { energy_kwh: 5 } },
  );
  const entries = (topic: string) =>
    client.of(topic).flatMap(({ message }) => (message as unknown as LiveDelta<LiveDeviceDelta>).data.entries ?? []);
  await until('what the gateway brought', () => entries('device:GW1').length >= 2);
  expect(entries('device:GW1').map(words).sort()).toEqual(['quarantined not-entitled', 'stored {"volume_m3":5}']);
  expect(entries('device:SUB1').map(words)).toEqual(['stored {"volume_m3":5}']);
  // E1 has nothing to do with it.
  expect(
    entries('device:E1')
      .map(words)
      .filter((word) => word.includes('entitled')),
  ).toEqual([]);
});

it('only devices of one’s own meters', async () => {
  const li = await house.person('li');
  const client = new LiveClient(house.url, { headers: li.headers });
  onTestFinished(() => client.close());
  client.subscribe('device:E1', 'device:E2', 'device:GW1', 'device:nobody');
  await client.nth('device:nobody', 0);
  expect(['device:E1', 'device:E2', 'device:GW1', 'device:nobody'].map((topic) => client.of(topic)[0]!.event)).toEqual([
    'snapshot',
    'denied',
    'denied',
    'denied',
  ]);
});
