import type { LocalCalendar } from '../../time/calendar.ts';
import type { Analysis } from '../analysis.ts';
import { levelShifts, type LevelShift } from '../savings/non-routine.ts';
import type { MandvProblem } from '../types.ts';

/**
 * Level shifts that no adjustment explains (spec §11), for a person to look at: none is booked and none is taken out.
 * The reporting period is judged with its adjustments in it, so an event that was declared is told no more. Bills are too
 * few to tell.
 */
export function undeclaredEvents({ method, baseline, reporting }: Analysis, calendar: LocalCalendar): MandvProblem[] {
  if (method === 'monthly') return [];
  return [
    ...levelShifts(baseline.fit).map((shift) => problemOf('nre.baseline', shift, calendar)),
    ...levelShifts(reporting.compared, baseline.fit).map((shift) => problemOf('nre.reporting', shift, calendar)),
  ];
}

function problemOf(
  code: 'nre.baseline' | 'nre.reporting',
  { at, perDay, fraction }: LevelShift,
  calendar: LocalCalendar,
): MandvProblem {
  const date = calendar.iso(at).slice(0, 10);
  const percent = Math.round(Math.abs(fraction) * 100);
  const [zhPeriod, period] = code === 'nre.baseline' ? ['基期', 'baseline'] : ['报告期', 'reporting period'];
  const [zhWay, way] = perDay > 0 ? ['上升', 'rose'] : ['下降', 'fell'];
  return {
    code,
    message: {
      zh: `${zhPeriod}自 ${date} 所在周起，模型无法解释的用量${zhWay}约 ${percent}%：请核实是否有非常规事件并登记调整`,
      en: `From the week of ${date} on, use that the model does not explain ${way} by about ${percent} % in the ${period}: look for a non-routine event and record an adjustment`,
    },
    numbers: { date, perDay, fraction },
  };
}
