import type { MatterStepKind } from '../../domain/matters/matter.ts';
import type { WireMatter } from '../../domain/wire-matters.ts';
import type { PeopleApi } from './people-api.ts';

/** A matter with those whom it concerns. */
export interface Opened {
  readonly matter: number;
  /** Looks after the canteen. */
  readonly keeper: string;
  readonly inspectors: readonly string[];
}

interface Step {
  readonly what: MatterStepKind;
  readonly text: string;
  /** Of a refusal: the new deadline, so many days on. */
  readonly days?: number;
}

const answered: Step = {
  what: 'answered',
  text: '已召开专题会议逐条整改：补齐制度和台账，完善报餐登记，增设提示牌和小份菜，安排专人巡查。请予复查。',
};
/** How the matters of failed inspections go on, one after the other. */
const courses: readonly (readonly Step[])[] = [
  [answered, { what: 'closed', text: '经现场复查，所列问题均已整改到位，同意销号。' }],
  [answered],
  [
    { what: 'answered', text: '所列问题已整改，相关人员已批评教育。请予复查。' },
    { what: 'refused', text: '现场复查：报餐登记仍未落实，出入库台账仍有缺项，整改不到位，请继续整改。', days: 14 },
    { what: 'answered', text: '已上线报餐小程序，出入库台账已由专人逐日登记。请再次复查。' },
  ],
];

/** A matter as far as its course goes; left alone once somebody of the house has taken another step. */
export async function remedy(api: PeopleApi, opened: Opened & Turn): Promise<void> {
  const { matter: id, keeper, inspectors, nth, dateIn } = opened;
  const path = `/api/v1/matters/${id}`;
  const matter = await api.ask<WireMatter>('GET', path);
  const course = courses[nth];
  if (matter === null || course === undefined) return;
  const taken = matter.steps.slice(1);
  if (taken.some(({ what }, at) => what !== course[at]?.what)) return;
  for (const { what, text, days } of course.slice(taken.length)) {
    const signed = what === 'answered' ? `（食堂负责人：${keeper}）` : `（复查人：${inspectors.join('、')}）`;
    const deadline = days === undefined ? {} : { deadline: dateIn(days) };
    await api.ask('POST', `${path}/steps`, { what, text: text + signed, ...deadline });
  }
}

interface Turn {
  /** Which of the matters it is. */
  readonly nth: number;
  /** Local date so many days from now. */
  readonly dateIn: (days: number) => string;
}
