import type { Mean } from '../canteen/mean.ts';
import type { WireComparison } from '../wire-canteens.ts';
import type { WireBetween, WireBulletinContent, WireBulletinRow, WireEvaluationKind } from '../wire-evaluation.ts';
import { addresseeWords, closingWords, gradeWords, openingWords, sectionsOf, titleWords } from './bulletin-words.ts';
import type { Quarter } from './quarter.ts';
import { grades, type Grade, type Words } from './template.ts';

export interface BulletinCanteen {
  readonly id: string;
  readonly name: string;
  readonly institutionName: string | null;
  readonly regionName: string | null;
}
/** A submitted evaluation of the quarter. */
export interface BulletinEvaluation {
  readonly id: number;
  readonly canteen: string;
  readonly kind: WireEvaluationKind;
  readonly total: number | null;
  /** Without a total: between what it lies. */
  readonly between: WireBetween | null;
  readonly grade: Grade | null;
}
/** A matter of a canteen by local dates, as it stands on the day of issue. */
export interface BulletinMatter {
  readonly id: number;
  readonly canteen: string;
  readonly source: string | null;
  readonly openedOn: string;
  readonly closedOn: string | null;
  /** Re-checks that found it not remedied, ascending. */
  readonly refusedOn: readonly string[];
  readonly referredOn: string | null;
  readonly deadline: string | null;
  readonly overdue: boolean;
}
export interface BulletinInput {
  readonly quarter: Quarter;
  readonly issuer: string | null;
  readonly canteens: readonly BulletinCanteen[];
  readonly evaluations: readonly BulletinEvaluation[];
  readonly matters: readonly BulletinMatter[];
  /** Plate waste at lunch; of the canteens that are known in both quarters. */
  readonly waste: { readonly now: Mean | null; readonly before: Mean | null; readonly comparison: WireComparison };
  readonly plan: WireBulletinContent['plan'];
}

/**
 * What a quarter's bulletin says. Of a canteen with both evaluations the inspection counts. Praised: graded excellent,
 * with nothing found that is still open; failed: graded a failure; referred: a re-check of the quarter found again that
 * nothing was put right, or it was handed on. Who is referred is not listed as failed a second time.
 */
export function bulletinOf(input: BulletinInput): WireBulletinContent {
  const { quarter, issuer, canteens } = input;
  const known = new Map(canteens.map((canteen) => [canteen.id, canteen]));
  const evaluations = input.evaluations.filter(({ canteen }) => known.has(canteen));
  const matters = input.matters.filter(({ canteen }) => known.has(canteen));
  const counting = countingOf(evaluations);
  const referred = referredRows(known, counting, matters, quarter);
  const handedOn = new Set(referred.map(({ canteen }) => canteen));
  const failed = counting
    .filter(({ canteen, grade }) => grade === 'fail' && !handedOn.has(canteen))
    .map((own) => {
      const matter = matters.find(({ source }) => source === `evaluation:${own.id}`) ?? null;
      return rowOf(known.get(own.canteen)!, own, gradedWords(own), matter);
    })
    .toSorted(worstFirst);
  const waiting = new Set(matters.filter(open).map(({ canteen }) => canteen));
  const within = (date: string | null) => date !== null && date >= quarter.from && date < quarter.to;
  const content: Omit<WireBulletinContent, 'sections'> = {
    quarter: quarter.id,
    from: quarter.from,
    to: quarter.to,
    title: titleWords(quarter),
    issuer,
    addressee: addresseeWords,
    opening: openingWords(quarter),
    closing: closingWords(failed.length > 0),
    counts: {
      canteens: canteens.length,
      selfEvaluated: evaluations.filter(({ kind }) => kind === 'self').length,
      inspected: evaluations.filter(({ kind }) => kind === 'spot').length,
      withoutTotal: counting.filter(({ grade }) => grade === null).length,
    },
    grades: Object.fromEntries(
      grades.map((grade) => [grade, counting.filter((own) => own.grade === grade).length]),
    ) as Record<Grade, number>,
    waste: wasteOf(input.waste),
    matters: {
      opened: matters.filter(({ openedOn }) => within(openedOn)).length,
      closed: matters.filter(({ closedOn }) => within(closedOn)).length,
      overdue: matters.filter(({ overdue }) => overdue).length,
    },
    plan: input.plan,
    lists: {
      praised: counting
        .filter(({ canteen, grade }) => grade === 'excellent' && !handedOn.has(canteen) && !waiting.has(canteen))
        .map((own) => rowOf(known.get(own.canteen)!, own, gradedWords(own), null))
        .toSorted(bestFirst),
      failed,
      referred,
    },
  };
  return { ...content, sections: sectionsOf(content) };
}

function countingOf(evaluations: readonly BulletinEvaluation[]): readonly BulletinEvaluation[] {
  const counting = new Map<string, BulletinEvaluation>();
  for (const own of evaluations) {
    const other = counting.get(own.canteen);
    if (other === undefined || own.kind === 'spot') counting.set(own.canteen, own);
  }
  return [...counting.values()];
}

function referredRows(
  known: ReadonlyMap<string, BulletinCanteen>,
  counting: readonly BulletinEvaluation[],
  matters: readonly BulletinMatter[],
  { from, to }: Quarter,
): WireBulletinRow[] {
  const rows = new Map<string, WireBulletinRow>();
  for (const matter of matters) {
    const handed = matter.referredOn !== null && matter.referredOn >= from && matter.referredOn < to;
    const refused = matter.refusedOn.filter((date) => date >= from && date < to);
    if (!handed && (refused.length === 0 || matter.closedOn !== null)) continue;
    // One line a canteen: what was handed on says more than what failed again.
    if (rows.has(matter.canteen) && !handed) continue;
    const own = counting.find(({ canteen }) => canteen === matter.canteen) ?? null;
    const why = handed ? handedWords(matter.referredOn) : refusedWords(refused.at(-1)!);
    rows.set(matter.canteen, rowOf(known.get(matter.canteen)!, own, why, matter));
  }
  return [...rows.values()].toSorted(byName);
}

function rowOf(
  canteen: BulletinCanteen,
  own: BulletinEvaluation | null,
  why: Words,
  matter: BulletinMatter | null,
): WireBulletinRow {
  return {
    canteen: canteen.id,
    name: canteen.name,
    institutionName: canteen.institutionName,
    regionName: canteen.regionName,
    kind: own?.kind ?? null,
    evaluation: own?.id ?? null,
    total: own?.total ?? null,
    between: own?.between ?? null,
    grade: own?.grade ?? null,
    why,
    matter: matter?.id ?? null,
    deadline: matter?.deadline ?? null,
  };
}

function wasteOf({ now, before, comparison }: BulletinInput['waste']): WireBulletinContent['waste'] {
  const gramsPerMeal = now?.gramsPerMeal ?? null;
  const earlier = before?.gramsPerMeal ?? null;
  const known = gramsPerMeal !== null && earlier !== null && earlier > 0;
  return {
    gramsPerMeal,
    before: earlier,
    changePct: known ? ((gramsPerMeal - earlier) * 100) / earlier : null,
    comparison,
    personMeals: now?.personMeals ?? 0,
  };
}

function gradedWords({ kind, total, between, grade }: BulletinEvaluation): Words {
  const { zh, en } = gradeWords[grade!];
  const points = total === null ? `${cut(between!.atLeast)}–${cut(between!.atMost)}` : cut(total);
  return kind === 'spot'
    ? { zh: `实地抽查${points}分，评定为${zh}`, en: `${points} points when inspected: ${en}` }
    : { zh: `季度自评${points}分，评定为${zh}`, en: `${points} points by its own evaluation: ${en}` };
}

/** Cut, not rounded: 89.996 is no 90. */
const cut = (points: number) => String(Math.floor(points * 100 + 1e-6) / 100);

const handedWords = (date: string): Words => ({
  zh: `复查仍不合格，已于${chineseDate(date)}移交市场监督管理部门`,
  en: `failed again at the re-check; handed to the market regulator on ${date}`,
});
const refusedWords = (date: string): Words => ({
  zh: `${chineseDate(date)}复查仍不合格，拟移交市场监督管理部门`,
  en: `failed again at the re-check of ${date}; to be handed to the market regulator`,
});

function chineseDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

function open({ closedOn, referredOn }: BulletinMatter): boolean {
  return closedOn === null && referredOn === null;
}
/** Inspected ones before those that say it of themselves. */
function bestFirst(a: WireBulletinRow, b: WireBulletinRow): number {
  const inspected = Number(b.kind === 'spot') - Number(a.kind === 'spot');
  return inspected || sure(b) - sure(a) || byName(a, b);
}
function worstFirst(a: WireBulletinRow, b: WireBulletinRow): number {
  const inspected = Number(b.kind === 'spot') - Number(a.kind === 'spot');
  return inspected || sure(a) - sure(b) || byName(a, b);
}
/** Points that are sure. */
function sure({ total, between }: WireBulletinRow): number {
  return total ?? between?.atLeast ?? 0;
}
function byName(a: WireBulletinRow, b: WireBulletinRow): number {
  return a.canteen < b.canteen ? -1 : a.canteen > b.canteen ? 1 : 0;
}
