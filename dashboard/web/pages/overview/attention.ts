import type { WireAlarm } from '../../../../domain/wire-alarms.ts';
import type { WireAttention } from '../../../../domain/wire-places.ts';
import type { Format } from '../../format/index.ts';
import { count as counted } from '../../format/index.ts';
import type { Messages } from '../../messages/type.ts';
import { paths } from '../../router/route.ts';
import type { SignName } from '../../components/Sign.svelte';
import { costText, perDayText, seenText, signOf } from '../alarms/words.ts';

/** One thing that needs somebody, in words. */
export interface Said {
  readonly sign: SignName;
  readonly title: string;
  readonly detail: string;
  /** Since when, or until when. */
  readonly time: string;
  /** What it cost so far. */
  readonly cost?: string;
  /** Where it is dealt with. */
  readonly href: string;
}

/** An alarm that wastes something: what it is, where, how often it was seen, and what each further day costs. */
export function alarmSaid(alarm: WireAlarm, m: Messages, f: Format): Said {
  const perDay = alarm.waste === null ? '' : m.alarms.aDay(perDayText(alarm, f));
  return {
    sign: signOf(alarm),
    title: m.alarms.kinds[alarm.kind],
    detail: m.alarms.overview.detail(alarm.buildingName, seenText(alarm, m.alarms, f), perDay),
    time: '',
    cost: costText(alarm, f),
    href: paths.alarms({ alarm: alarm.id }),
  };
}

export function attentionSaid(found: WireAttention, now: number, m: Messages, f: Format): Said {
  const words = m.overview.attention;
  const count = found.count === null ? '' : counted(found.count);
  const since = found.since === null ? null : Date.parse(found.since);
  const place = found.place?.name ?? '';
  const joined = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ');
  const base = {
    sign: found.severity,
    title: words.codes[found.code](count),
    href: hrefOf(found),
    time: since === null ? '' : f.duration(now - since),
  };
  switch (found.code) {
    case 'meters-silent':
      return { ...base, sign: 'silent', detail: joined(place, words.silentSince(found.meter ?? '')) };
    case 'verification-due': {
      const late = since !== null && since < now;
      const time = since === null ? '' : (late ? words.over : words.in)(f.duration(now - since));
      return { ...base, detail: words.due(found.meter ?? ''), time };
    }
    case 'quarantine':
      return { ...base, detail: words.quarantine };
    case 'store':
      return { ...base, detail: words.store };
    case 'ledger':
      return { ...base, detail: words.ledger };
  }
}

function hrefOf({ code, place, meter }: WireAttention): string {
  switch (code) {
    case 'meters-silent':
      return place?.kind === 'building'
        ? paths.meters({ building: place.id, state: 'silent' })
        : paths.meters({ state: 'silent' });
    case 'verification-due':
      return meter === null ? paths.meters() : paths.meter(meter);
    case 'quarantine':
      return paths.quarantine();
    case 'store':
    case 'ledger':
      return paths.health();
  }
}
