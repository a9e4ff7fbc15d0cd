import type { WireApplicant, WireScheme } from '../../../../domain/wire-schemes.ts';
import type { SignName } from '../../components/Sign.svelte';
import type { Language } from '../../format/index.ts';
import type { CarbonMessages } from '../../messages/carbon/type.ts';

/** The scheme of zero-carbon institutions among those that institutions apply under. */
export function zeroCarbonScheme(schemes: readonly WireScheme[]): WireScheme | null {
  const own = schemes.filter(({ applicant }) => applicant === 'institution');
  return own.find(({ id, title }) => /zero|carbon/i.test(id) || title.zh.includes('零碳')) ?? own[0] ?? null;
}

/** Nearest to the next star first; those whose required items fail, and those that cannot be told, after them. */
export function candidateOrder(items: readonly WireApplicant[]): readonly WireApplicant[] {
  const group = ({ verdict }: WireApplicant) => (verdict === 'cannot-tell' ? 2 : verdict === 'not-met' ? 1 : 0);
  const lacks = ({ next }: WireApplicant) => next?.lacks ?? 0;
  return items.toSorted((a, b) => group(a) - group(b) || b.proven - a.proven || lacks(a) - lacks(b));
}

export function candidateSign({ verdict, required, grade }: WireApplicant): SignName {
  if (verdict === 'cannot-tell') return 'cannot-tell';
  if (verdict === 'met' && grade !== null) return 'met';
  return required.failed.length > 0 ? 'not-met' : 'due';
}

const titleOf = (scheme: WireScheme, item: string, language: Language): string =>
  scheme.sections.flatMap(({ items }) => items).find(({ id }) => id === item)?.title[language] ?? item;
export const gradeOf = (scheme: WireScheme, grade: string | null, language: Language): string | null =>
  grade === null ? null : (scheme.grades.find(({ id }) => id === grade)?.title[language] ?? grade);

/** What stands between an applicant and its next star, in one sentence. */
export function missingText(one: WireApplicant, scheme: WireScheme, m: CarbonMessages, language: Language): string {
  const c = m.candidates;
  if (one.required.failed.length > 0)
    return c.failed(
      one.required.failed
        .slice(0, 2)
        .map((item) => titleOf(scheme, item, language))
        .join(c.join),
    );
  if (one.next === null) return c.highest;
  const grade = gradeOf(scheme, one.next.grade, language) ?? '';
  if (one.next.lacks <= 0) return c.enough(grade);
  const items = one.next.items
    .slice(0, 2)
    .map(({ item, points, why }) => c.item(titleOf(scheme, item, language), String(points), c.why[why]));
  const colon = language === 'zh' ? '：' : ': ';
  return [c.lacks(grade, String(one.next.lacks)), items.join(c.join)].filter((part) => part !== '').join(colon);
}
