import type { UseCarrier, WireMeasures, WirePlaceDay } from '../../../../../domain/wire-places.ts';
import { againstBand } from '../../../charts/load/day-marks.ts';
import { change, percent, unitSpace, type Format, type Quantity } from '../../../format/index.ts';
import type { Messages } from '../../../messages/type.ts';
import type { PlaceView } from '../../../router/places.ts';
import { costOf, generated } from './cost.ts';
import type { LeadFact } from './lead.ts';

interface Words {
  readonly m: Messages;
  readonly f: Format;
}

const fact = (name: string, { value, unit }: Quantity, note = '', notice = false): LeadFact => ({
  name,
  value,
  unit,
  ...(note === '' ? {} : { note }),
  ...(notice ? { notice } : {}),
});

const perSize = ({ value, unit }: Quantity, size: string): Quantity => ({ value, unit: `${unit}/${size}` });

/** A night's rate this far above its usual is worth a look. */
const tellingNight = 1.25;

/** Figures beside the lead figure of a day. */
export function dayFacts(day: WirePlaceDay, present: boolean, { m, f }: Words): LeadFact[] {
  const words = m.places.facts;
  const own = m.building.facts;
  const { today, expectedUntilSameTime: expected, peak, nightRate, nightExpected } = day.totals;
  const facts: LeadFact[] = [];

  if (expected !== null && expected > 0 && today.value !== null) {
    const share = againstBand(day);
    const outside = share ? (share.above + share.below) / 4 : 0;
    const note = outside >= 0.5 ? own.outside(`${Math.round(outside * 10) / 10}${unitSpace}h`) : words.inBand;
    const value = change(today.value / expected - 1);
    facts.push({
      name: words.againstExpected,
      value,
      note,
      notice: share !== null && outside * 4 > 0.25 * (share.inside + outside * 4),
    });
  } else if (today.value !== null) {
    facts.push({ name: words.againstExpected, value: '—', note: words.cannotTell });
  }

  const notes = [
    today.estimated > 0 ? words.estimated(f.text(today.estimated, day.unit)) : '',
    today.value !== null && today.coverage < 0.98 ? words.covered(percent(today.coverage)) : '',
  ].filter((note) => note !== '');
  facts.push(fact(present ? words.todayTotal : words.total, f.quantity(today.value, day.unit), notes.join(' · ')));

  const cost = costOf(day);
  if (cost) facts.push(fact(present ? own.todayCost : own.cost, f.quantity(cost.value, 'CNY')));

  if (nightRate !== null) {
    const usual = nightExpected === null ? '' : words.nightUsual(f.text(nightExpected, day.rateUnit));
    const high = nightExpected !== null && nightExpected > 0 && nightRate > tellingNight * nightExpected;
    facts.push(
      fact(day.carrier === 'water' ? own.nightFlow : words.night, f.quantity(nightRate, day.rateUnit), usual, high),
    );
  }
  if (peak) {
    const at = f.clock(Date.parse(peak.ts));
    facts.push(fact(present ? words.todayPeak : words.peak, f.quantity(peak.rate, day.rateUnit), at));
  }
  const sun = generated(day);
  if (sun !== null) facts.push(fact(own.generated, f.quantity(sun, 'kWh')));
  return facts;
}

/** Figures beside the total of a week, month or year. */
export function periodFacts(
  measures: WireMeasures,
  view: PlaceView,
  carrier: UseCarrier,
  ofWhole: number | null,
  { m, f }: Words,
): LeadFact[] {
  const words = m.places.facts;
  const own = m.building.facts;
  const row = measures.carriers.find((one) => one.carrier === carrier);
  if (!row) return [];
  const { total, before, unit } = row;
  const was = before.value !== null && before.coverage >= 0.98 ? own.yearBefore(f.text(before.value, unit)) : '';
  // The same days up to the same time where both are whole; else the intervals that both know.
  const comparable = total.value !== null && total.coverage >= 0.98 && before.value !== null && before.coverage >= 0.98;
  const share = comparable && before.value! > 0 ? total.value! / before.value! - 1 : ofWhole;
  const facts: LeadFact[] = [
    share === null
      ? { name: words.againstYear, value: '—', note: own.noYearBefore }
      : { name: view === 'week' ? own.againstWeek : words.againstYear, value: change(share), note: was },
  ];
  if (total.estimated > 0) facts.push(fact(m.quality.estimated, f.quantity(total.estimated, unit)));
  facts.push({ name: m.chart.coverage, value: percent(total.coverage), notice: total.coverage < 0.98 });
  if (row.perM2 !== null) facts.push(fact(own.perM2, perSize(f.quantity(row.perM2, unit), 'm²')));
  const sun = carrier === 'electricity' ? measures.carriers.find((one) => one.carrier === 'pv') : undefined;
  if (sun && sun.total.value !== null) facts.push(fact(own.generated, f.quantity(sun.total.value, sun.unit)));
  return facts;
}

/** What a square metre took in the last twelve months. */
export function twelveMonthFact(measures: WireMeasures, carrier: UseCarrier, { m, f }: Words): LeadFact[] {
  const row = measures.carriers.find((one) => one.carrier === carrier);
  if (!row || row.perM2 === null || row.total.coverage < 0.5) return [];
  return [fact(m.building.facts.perM2Year, perSize(f.quantity(row.perM2, row.unit), 'm²'))];
}
