import type { LocalCalendar } from '../../time/calendar.ts';
import type { Analysis } from '../analysis.ts';
import { levelShifts, type LevelShift } from '../savings/non-routine.ts';
import type { MandvProblem } from '../types.ts';

/** Under this share of the mean use, the baseline's year ends where it began. */
const lasting = 0.05;

/**
 * Level shifts that no adjustment explains (spec §11), one finding a period, for a person to look at: none is booked and
 * none is taken out. Within the baseline only what did not come back is told: a model without a calendar takes every
 * long holiday for a shift. The reporting period is judged with its adjustments in it, so an event that was declared is
 * told no more. Bills are too few to tell.
 */
export function undeclaredEvents({ method, baseline, reporting }: Analysis, calendar: LocalCalendar): MandvProblem[] {
  if (method === 'monthly') return [];
  const before = levelShifts(baseline.fit);
  const net = before.reduce((sum, { fraction }) => sum + fraction, 0);
  return [
    ...(Math.abs(net) >= lasting ? finding('nre.baseline', before, calendar) : []),
    ...finding('nre.reporting', levelShifts(reporting.compared, baseline.fit), calendar),
  ];
}

function finding(
  code: 'nre.baseline' | 'nre.reporting',
  shifts: readonly LevelShift[],
  calendar: LocalCalendar,
): MandvProblem[] {
  const [first, ...others] = shifts;
  if (first === undefined) return [];
  const { at, perDay, fraction } = others.reduce(
    (greatest, shift) => (Math.abs(shift.perDay) > Math.abs(greatest.perDay) ? shift : greatest),
    first,
  );
  const date = calendar.iso(at).slice(0, 10);
  const percent = Math.round(Math.abs(fraction) * 100);
  const [zhPeriod, period] = code === 'nre.baseline' ? ['基期', 'baseline'] : ['报告期', 'reporting period'];
  const [zhWay, way] = perDay > 0 ? ['上升', 'rose'] : ['下降', 'fell'];
  const [zhMore, more] =
    others.length === 0
      ? ['', '']
      : [`（共 ${shifts.length} 次变化，此为最大）`, ` (the greatest of ${shifts.length} shifts)`];
  return [
    {
      code,
      message: {
        zh: `${zhPeriod}自 ${date} 所在周起，模型无法解释的用量${zhWay}约 ${percent}%${zhMore}：请核实是否有非常规事件并登记调整`,
        en: `From the week of ${date} on, use that the model does not explain ${way} by about ${percent} % in the ${period}${more}: look for a non-routine event and record an adjustment`,
      },
      numbers: { date, perDay, fraction, shifts: shifts.length },
    },
  ];
}
