import type { WireAlarm } from '../../../../domain/wire-alarms.ts';

/** News of one alarm: what a channel sends. */
export interface News {
  /** The same at every try. */
  readonly message: string;
  readonly event: 'opened' | 'closed';
  readonly at: string;
  readonly alarm: WireAlarm;
  readonly link: string;
}

const kinds: Readonly<Record<WireAlarm['kind'], readonly [zh: string, en: string]>> = {
  'night-base-load': ['夜间基础负荷偏高', 'Night base load is high'],
  'weekend-base-load': ['休息日用电偏高', 'Use on days off is high'],
  'night-flow': ['夜间最小流量偏高，疑似漏水', 'Water runs at night: a leak is likely'],
  'meter-silent': ['表计失联', 'The meter is silent'],
};

const figure = (value: number): string => String(Number(value.toPrecision(3)));
const money = (value: number): string => value.toFixed(2);
/** `2026-11-23 06:00` of an instant with its offset. */
const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');
/** Names come from the register: a line break in one must not become a line of the letter, or of its head. */
const oneLine = (text: string): string => text.replace(/[\r\n\t]+/g, ' ').slice(0, 200);

/** A letter in both languages, plain text: what, where, since when, how much a day, a link. */
export function letterOf(news: readonly News[]): { readonly subject: string; readonly text: string } {
  const [first] = news;
  const { event, alarm } = first!;
  const [zh, en] = kinds[alarm.kind];
  const [stateZh, stateEn] = event === 'opened' ? ['告警', 'alarm'] : ['已解除', 'over'];
  const place = oneLine(`${alarm.institutionName} ${alarm.buildingName}`);
  const more = news.length > 1 ? ` (+${news.length - 1})` : '';
  return {
    subject: `[能管家 Wattsteward] ${stateZh} ${stateEn}: ${place} ${zh} / ${en}${more}`,
    text: news
      .map((one) => [...chinese(one), '', ...english(one), '', one.link, `id: ${one.message}`].join('\n'))
      .join('\n\n----------------------------------------\n\n'),
  };
}

function chinese({ event, alarm }: News): string[] {
  const { institutionName, buildingName, meter, found, usual, unit, waste, openedAt, closed } = alarm;
  return [
    `${event === 'opened' ? '告警' : '已解除'}：${kinds[alarm.kind][0]}`,
    oneLine(`地点：${institutionName} · ${buildingName}${meter === null ? '' : ` · 表计 ${meter}`}`),
    `开始：${minute(openedAt)}${closed === null ? '' : `；解除：${minute(closed.at)}${by(closed.by)}`}`,
    ...(found === null
      ? []
      : alarm.kind === 'meter-silent'
        ? [`失联：${figure(found)} 小时`]
        : [`现值：${figure(found)} ${unit ?? ''}${usual === null ? '' : `（平时 ${figure(usual)}）`}`]),
    ...(waste === null
      ? []
      : [
          `损失：每天约 ${figure(waste.perDay)} ${waste.unit}${waste.money === null ? '' : `，约 ${money(moneyPerDay(alarm))} 元`}` +
            `；累计 ${figure(waste.quantity)} ${waste.unit}${waste.money === null ? '' : `，${money(waste.money)} 元`}`,
        ]),
  ];
}

function english({ event, alarm }: News): string[] {
  const { institutionName, buildingName, meter, found, usual, unit, waste, openedAt, closed } = alarm;
  return [
    `${event === 'opened' ? 'Alarm' : 'Over'}: ${kinds[alarm.kind][1]}`,
    oneLine(`Where: ${institutionName} · ${buildingName}${meter === null ? '' : ` · meter ${meter}`}`),
    `Since: ${minute(openedAt)}${closed === null ? '' : `, closed ${minute(closed.at)}${by(closed.by)}`}`,
    ...(found === null
      ? []
      : alarm.kind === 'meter-silent'
        ? [`Silent for: ${figure(found)} h`]
        : [`Found: ${figure(found)} ${unit ?? ''}${usual === null ? '' : ` (usually ${figure(usual)})`}`]),
    ...(waste === null
      ? []
      : [
          `Lost: about ${figure(waste.perDay)} ${waste.unit} a day${waste.money === null ? '' : `, ¥${money(moneyPerDay(alarm))}`}` +
            `; ${figure(waste.quantity)} ${waste.unit} so far${waste.money === null ? '' : `, ¥${money(waste.money)}`}`,
        ]),
  ];
}

const moneyPerDay = ({ waste, seen }: WireAlarm): number => (waste?.money ?? 0) / Math.max(1, seen);
const by = (name: string | null): string => (name === null ? '' : ` (${oneLine(name)})`);
