import type { CanteenRules } from './types.ts';

const at = (hours: number, minutes = 0) => hours * 60 + minutes;

/** The platform's own bounds; an installation may have others. Where each comes from: `ruleSources`. */
export const canteenRules: CanteenRules = {
  leastPersonMeals: 20,
  containerG: 120_000,
  mismatchG: 50,
  mismatchShare: 0.01,
  hours: {
    BREAKFAST: { prepareFrom: at(4), from: at(6, 30), to: at(9), clearedBy: at(10, 30) },
    LUNCH: { prepareFrom: at(5, 30), from: at(10, 40), to: at(13, 30), clearedBy: at(15, 30) },
    DINNER: { prepareFrom: at(11, 30), from: at(16, 40), to: at(19, 30), clearedBy: at(21, 30) },
    NIGHT: { prepareFrom: at(17), from: at(20, 30), to: at(24, 30), clearedBy: at(26, 30) },
  },
  repeatedMs: 30_000,
  stuckEvents: 5,
  driftG: 100,
  driftShare: 0.02,
  driftDays: 28,
  normDays: 28,
  leastNormDays: 8,
  farAboveShare: 0.25,
  farAboveDeviations: 2.5,
  silentMinutes: 90,
  leastDaysShare: 0.5,
  confidence: 0.9,
  fewPersonMeals: 400,
  targetG: null,
};

/** `verified`: published; `high`…`low`: how sure we are of a practice; `chosen`: ours, for a person to change. */
export interface RuleSource {
  readonly from: string;
  readonly confidence: 'verified' | 'high' | 'medium' | 'low' | 'chosen';
}

export const ruleSources: Readonly<Record<keyof CanteenRules, RuleSource>> = {
  leastPersonMeals: { from: '少于 20 人次显示"数据不足"; domain research 5.3', confidence: 'chosen' },
  containerG: { from: 'wheeled bins of 120 l at 1 kg/l; kitchens fill theirs to about 20 kg', confidence: 'high' },
  mismatchG: { from: 'ten steps of a 5 g scale', confidence: 'chosen' },
  mismatchShare: { from: 'ten times the 0.1 % that a class III scale may err', confidence: 'chosen' },
  hours: { from: 'meal hours of offices, schools and hospitals in Zhejiang, with their edges', confidence: 'medium' },
  repeatedMs: {
    from: 'nobody changes a bin for one as heavy in half a minute; domain research 5.3 (duplicates)',
    confidence: 'chosen',
  },
  stuckEvents: { from: 'by chance less than once in 10^5 on a scale with steps of 50 g', confidence: 'chosen' },
  driftG: { from: 'twenty steps of a 5 g scale', confidence: 'chosen' },
  driftShare: { from: 'a bin of 4 to 15 kg: wear and wetness weigh less', confidence: 'chosen' },
  driftDays: { from: 'as the own past that figures are compared with', confidence: 'chosen' },
  normDays: { from: 'own baseline of four weeks; domain research 5.3', confidence: 'chosen' },
  leastNormDays: { from: 'two fifths of the working days of four weeks', confidence: 'chosen' },
  farAboveShare: { from: 'the menu alone moves a day by about a fifth', confidence: 'chosen' },
  farAboveDeviations: { from: 'by chance about one day in a hundred', confidence: 'chosen' },
  silentMinutes: { from: 'half of the time that lunch is served', confidence: 'chosen' },
  leastDaysShare: { from: 'who weighs on fewer days than not chooses its days', confidence: 'chosen' },
  confidence: { from: 'as savings of energy are stated', confidence: 'chosen' },
  fewPersonMeals: { from: '20 people a working day over four weeks', confidence: 'chosen' },
  targetG: { from: 'set from the own baseline of four weeks; no national value exists', confidence: 'verified' },
};
