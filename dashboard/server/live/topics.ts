import { createHash } from 'node:crypto';
import type { PlaceKind } from '../../../domain/wire-places.ts';
import type { Viewer } from '../../../storage/registry/port.ts';
import type { House } from '../house.ts';
import { allOf } from '../wire/paging.ts';
import { AlarmsContent } from './alarms-content.ts';
import { BoardContent, CanteenContent, canteenQuietMs } from './canteen-content.ts';
import { DeviceContent } from './device-content.ts';
import type { FedContent } from './feed.ts';
import { MandvContent } from './mandv-content.ts';
import { MeterContent } from './meter-content.ts';
import { PlaceContent } from './place-content.ts';
import { RowsContent } from './rows-content.ts';

/** A topic as one viewer may see it. Viewers with the same `key` see the same, and share a channel. */
export interface Resolved {
  readonly key: string;
  readonly content: () => FedContent;
  /** Deltas come at most this often; absent: as often as usual. */
  readonly quietMs?: number;
}

/** null = denied: unknown, or not theirs. */
export async function resolveTopic(topic: string, viewer: Viewer, house: House): Promise<Resolved | null> {
  const { registry } = house;
  if (topic === 'overview') return rows(topic, await registry.visibleMeters(viewer), house);
  if (topic === 'alarms') {
    // What a viewer sees rests on these (storage/registry/rights.ts).
    const key = `${topic}|${viewer.role}|${viewer.scope ?? ''}`;
    return { key, content: () => new AlarmsContent(viewer, house) };
  }
  if (topic === 'canteens') {
    if ((await house.canteens.visible(viewer)).length === 0) return null;
    const key = `${topic}|${viewer.role}|${viewer.scope ?? ''}`;
    return { key, quietMs: canteenQuietMs, content: () => new BoardContent(viewer, house) };
  }
  const [kind, id] = [topic.slice(0, topic.indexOf(':')), topic.slice(topic.indexOf(':') + 1)];
  if (kind === 'meter') {
    const meter = await registry.meter(viewer, id);
    return meter === null ? null : { key: topic, content: () => new MeterContent(meter, house) };
  }
  if (kind === 'device') {
    const device = await registry.device(viewer, id);
    return device === null ? null : { key: topic, content: () => new DeviceContent(device, house) };
  }
  if (kind === 'building') {
    const meters = await allOf((page) => registry.meters(viewer, { ...page, building: id }));
    if (meters.length === 0) {
      const buildings = await allOf((page) => registry.buildings(viewer, page));
      if (!buildings.some((building) => building.id === id)) return null;
    }
    return rows(topic, new Set(meters.map((meter) => meter.id)), house);
  }
  if (kind === 'mandv') {
    const analysis = await registry.analyses.one(viewer, id);
    const model = analysis === null ? null : await house.mandv.applicable(analysis).catch(logged(house, topic));
    return model === null ? null : { key: topic, content: () => new MandvContent(id, model, house) };
  }
  if (kind === 'place') {
    const [placeKind, placeId] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
    const place = (await house.places.of(viewer)).place(placeKind as PlaceKind, placeId);
    if (place === null) return null;
    return {
      key: rowsKey(topic, new Set(place.meters.map((meter) => meter.id))),
      content: () => new PlaceContent(place, house),
    };
  }
  if (kind === 'canteen') {
    const entry = await house.canteens.one(viewer, id);
    if (entry === null) return null;
    return { key: topic, quietMs: canteenQuietMs, content: () => new CanteenContent(entry, house) };
  }
  return null;
}

/** What cannot be computed is denied; the other topics of the message are none the worse. */
function logged({ log }: House, topic: string): (error: unknown) => null {
  return (error) => {
    log.error({ err: error, topic }, 'a live topic could not be opened');
    return null;
  };
}

function rows(topic: string, meters: ReadonlySet<string> | null, house: House): Resolved {
  return { key: rowsKey(topic, meters), content: () => new RowsContent(meters, house) };
}

function rowsKey(topic: string, meters: ReadonlySet<string> | null): string {
  const ids =
    meters === null
      ? 'all'
      : createHash('sha256')
          .update([...meters].sort().join('\n'))
          .digest('base64url');
  return `${topic}|${ids}`;
}
