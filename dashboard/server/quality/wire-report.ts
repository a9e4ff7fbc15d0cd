import type { LocalCalendar } from '../../../domain/time/calendar.ts';
import type { WireReport, WireSuperseded } from '../../../domain/wire-quality.ts';
import type { Report } from '../../../storage/registry/report-port.ts';

export function wireReport(report: Report, calendar: LocalCalendar): WireReport {
  const { id, kind, title, madeAt } = report;
  return { id, kind, title, madeAt: calendar.iso(madeAt), superseded: supersededOf(report, calendar) };
}

/** null: it still rests on what it was made from. */
export function supersededOf(report: Report | null, calendar: LocalCalendar): WireSuperseded | null {
  const changes = (report?.changes ?? []).map(({ at, why, inputsSha256 }) => ({
    at: calendar.iso(at),
    why,
    words: wordsOf(why),
    asMade: inputsSha256 === report!.inputsSha256,
  }));
  const [first] = changes;
  return first === undefined ? null : { at: first.at, why: first.why, words: first.words, changes };
}

function wordsOf(why: string): { readonly zh: string; readonly en: string } {
  const [, id, undone] = /^decision (\d+)( undone)?$/.exec(why) ?? [];
  if (id !== undefined) {
    return undone === undefined
      ? { zh: `第 ${id} 号人工判定改变了所依据的数据`, en: `Decision ${id} changed what it rests on` }
      : { zh: `撤销第 ${id} 号人工判定改变了所依据的数据`, en: `Undoing decision ${id} changed what it rests on` };
  }
  switch (why) {
    case 'correction':
      return { zh: '所依据的读数被更正', en: 'Readings that it rests on were corrected' };
    case 'rules':
      return { zh: '表计参数（倍率、换表等）有变更', en: 'What the register says of the meter changed' };
    default:
      return { zh: '所依据的时段补到了迟到数据', en: 'Late data arrived for the time that it rests on' };
  }
}
