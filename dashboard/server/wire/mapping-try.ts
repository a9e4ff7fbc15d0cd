import {
  elementsOf,
  placeText,
  readElement,
  shown,
  type Element,
  type MappedItem,
} from '../../../domain/mapping/apply.ts';
import type { Mapping } from '../../../domain/mapping/parse.ts';
import { placeOf } from '../../../domain/mapping/path.ts';
import { matchTopic, whyNotTaken } from '../../../domain/mapping/topic-pattern.ts';
import type { MappingTrace } from '../../../domain/mapping/trace.ts';
import { unitOf } from '../../../domain/points.ts';
import type { WireMappingStep, WireMappingTry, WireMappingTryItem } from '../../../domain/wire-mappings.ts';
import { parseJson } from '../../../collector/decoders/native-json.ts';
import type { Judge } from '../../../collector/judgement.ts';

export interface TriedMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: number;
}

/** What trying needs of the house: today's judge, and how instants are written. */
export interface TryTools {
  readonly judge: Judge;
  readonly iso: (ts: number) => string;
}

const mostItems = 50;

/** What a message becomes by a mapping, step by step, with the very functions of the collector. Stores nothing. */
export function tryMapping(mapping: Mapping, message: TriedMessage, tools: TryTools): WireMappingTry {
  const steps: WireMappingStep[] = [];
  const answer = (state: WireMappingTry['state'], items: readonly WireMappingTryItem[] = []) => {
    return { state, faults: [], steps, items };
  };
  const { topic, payload } = message;
  const names = matchTopic(mapping.pattern, topic);
  const taken = names && [...names].map(([name, level]) => `${name} = ${level}`).join(', ');
  steps.push({
    ...{ step: 'topic', ok: names !== null, rule: 'topic', place: topic, found: topic, became: taken || null },
    detail: names === null ? whyNotTaken(mapping.pattern, topic) : '',
  });
  if (names === null) return answer('not-taken');

  const parsed = parseJson(payload);
  steps.push({
    ...{ step: 'payload', ok: parsed !== undefined, rule: '', place: '$', found: `${payload.length} bytes` },
    became: parsed === undefined ? null : shown(parsed),
    detail: parsed === undefined ? whyUnreadable(payload) : '',
  });
  if (parsed === undefined) return answer('unreadable');

  const elements = elementsOf(mapping, parsed);
  if (mapping.items !== null) {
    const ok = typeof elements !== 'string';
    steps.push({
      ...{ step: 'items', ok, rule: 'items', place: mapping.items.text, found: null },
      became: ok ? `${elements.length} elements` : null,
      detail: ok ? (elements.length > mostItems ? `the first ${mostItems} are shown` : '') : elements,
    });
  }
  if (typeof elements === 'string') {
    return answer('read', [
      {
        ...nothing,
        place: '$',
        outcome: 'quarantined',
        reason: 'mapping-items',
        detail: `items: ${elements}`,
        steps: [],
      },
    ]);
  }
  return answer(
    'read',
    elements.slice(0, mostItems).map((element) => tryElement(mapping, names, parsed, element, message, tools)),
  );
}

const nothing = { reason: null, detail: null, reading: null } as const;

function tryElement(
  mapping: Mapping,
  names: ReadonlyMap<string, string>,
  parsed: unknown,
  element: Element,
  message: TriedMessage,
  { judge, iso }: TryTools,
): WireMappingTryItem {
  const place = placeText(element.steps);
  const steps: WireMappingStep[] = [];
  const item = readElement(mapping, names, parsed, element, traceInto(steps, place, iso));
  const base = { ...nothing, place, steps };
  if (item.kind === 'ignored') return { ...base, outcome: 'ignored', detail: 'its device is not in devices' };
  if (item.kind === 'fault') return { ...base, outcome: 'quarantined', reason: item.reason, detail: item.detail };

  const { receivedAt } = message;
  const judged = judgement(item, receivedAt, judge);
  const ok = judged.kind === 'reading';
  const detail = judged.kind === 'quarantined' ? judged.detail : ok ? '' : 'it has no values';
  steps.push({ step: 'judge', ok, rule: '', place, found: null, became: ok ? 'a reading' : null, detail });
  if (judged.kind === 'quarantined') return { ...base, outcome: 'quarantined', reason: judged.reason, detail };
  if (judged.kind !== 'reading') return { ...base, outcome: 'rejected', detail };
  const units = new Map(mapping.values.map(({ point, unit }) => [point, unit]));
  const values = Object.entries(judged.values).map(([point, value]) => {
    return { point, value, unit: units.get(point) ?? unitOf(point) };
  });
  const reading = { device: judged.meter, ts: iso(judged.ts), ownTime: item.ts !== null, values };
  return { ...base, outcome: 'reading', reading };
}

function judgement({ device, ts, values }: Extract<MappedItem, { kind: 'reading' }>, receivedAt: number, judge: Judge) {
  const native = { items: [ts === null ? { values } : { ts, values }], bytesOf: () => new Uint8Array() };
  const origin = { deviceId: device, stream: 'readings', receivedAt, judgedAt: receivedAt } as const;
  return judge(native, 0, origin) ?? ({ kind: 'rejected' } as const);
}

function traceInto(steps: WireMappingStep[], place: string, iso: (ts: number) => string): MappingTrace {
  return {
    device: (path, found, became, detail) =>
      steps.push({
        ...{ step: 'device', ok: became !== null, rule: 'device', place: path ? placeOf(path, place) : '' },
        ...{ found: found === undefined ? null : shown(found), became, detail },
      }),
    time: (path, found, became, detail) =>
      steps.push({
        ...{ step: 'ts', ok: became !== null, rule: 'ts', place: placeOf(path, place) },
        ...{ found: found === undefined ? null : shown(found), became: became === null ? null : isoOr(became, iso) },
        detail,
      }),
    value: (at, { path, point, unit }, found, became, detail) =>
      steps.push({
        ...{ step: 'value', ok: detail === '', rule: `values[${at}]`, place: placeOf(path, place) },
        found: found === undefined ? null : shown(found),
        became: became === null ? null : `${point} = ${became}${unit ? ` ${unit}` : ''}`,
        detail: detail === '' && became === null ? 'not in this message' : detail,
      }),
  };
}

/** A time may be far outside of what calendars write. */
function isoOr(ts: number, iso: (ts: number) => string): string {
  return Math.abs(ts) < 8.64e15 ? iso(ts) : String(ts);
}

function whyUnreadable(payload: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    JSON.parse(text);
    return '';
  } catch (error) {
    return error instanceof SyntaxError ? `not JSON: ${error.message}` : 'not UTF-8 text';
  }
}
