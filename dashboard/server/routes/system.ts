import type { WireSystem } from '../../../domain/wire.ts';
import { json, route } from '../http/route.ts';
import { stateOf } from '../wire/meter.ts';
import { systemSchema } from '../wire/schemas.ts';
import { tellsAge } from '../newest.ts';

export const systemRoutes = [
  route({
    method: 'get',
    path: '/api/v1/system',
    summary: 'What the header and footer of each page show',
    tag: 'operation',
    answers: { 200: { description: 'Version, zone, counts of the meters that you may see', schema: systemSchema } },
    handle: async ({ viewer }, house) => {
      const meters = (await house.meters.all(viewer)).filter(({ virtual }) => virtual === null);
      const latest = house.store.latest();
      const health = house.store.health();
      const now = house.now();
      const { mqttPort, mqttsPort = null, wsPort = null } = house.runtime();
      let live = 0;
      let newest = -Infinity;
      for (const { id } of meters) {
        const values = latest.get(id);
        if (values === undefined) continue;
        if (tellsAge(values.lastReadingAt, now)) newest = Math.max(newest, values.lastReadingAt);
        const intervalMs = house.registry.directory.meter(id)?.rules.intervalMs ?? 0;
        if (stateOf(values, intervalMs, now) === 'live') live++;
      }
      const system: WireSystem = {
        version: house.version,
        timezone: house.timezone,
        mqttPort,
        mqttsPort,
        wsPort,
        demo: meters.some((meter) => meter.demo),
        metersTotal: meters.length,
        metersLive: live,
        alarmsOpen: await house.registry.alarms.countOpen(viewer),
        latestReadingAt: newest === -Infinity ? null : house.calendar.iso(newest),
        store: health.state === 'ok' ? health : { ...health, since: house.calendar.iso(health.since) },
      };
      return json(system);
    },
  }),
];
