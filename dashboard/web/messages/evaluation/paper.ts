import type { Language } from '../../format/quantity.ts';

/**
 * Words of the bulletin as a paper: it is Chinese whatever the language on screen, and English as a reading aid, so both
 * stand here side by side.
 */
const numerals = ['一', '二', '三', '四'];
export const quarterZh = (year: string, quarter: string) =>
  `${year} 年第${numerals[Number(quarter) - 1] ?? quarter}季度`;
export const quarterEn = (year: string, quarter: string) => `Q${quarter} ${year}`;

export interface PaperWords {
  readonly lists: Readonly<Record<'praised' | 'failed' | 'referred', string>>;
  readonly number: (year: string, id: string) => string;
  readonly draft: string;
  readonly columns: Readonly<Record<'canteen' | 'unit' | 'region' | 'total' | 'why' | 'deadline', string>>;
  readonly noTotal: string;
  readonly date: (year: string, month: string, day: string) => string;
  readonly issuer: string;
}

export const paperWords: Readonly<Record<Language, PaperWords>> = {
  zh: {
    lists: { praised: '表扬名单', failed: '不合格名单', referred: '复查仍不合格移交名单' },
    number: (year, id) => `〔${year}〕${id} 号`,
    draft: '征求意见稿',
    columns: {
      canteen: '食堂',
      unit: '单位',
      region: '区县',
      total: '得分',
      why: '情况',
      deadline: '整改期限',
    },
    noTotal: '未定',
    date: (year, month, day) => `${year} 年 ${month} 月 ${day} 日`,
    issuer: '（印发单位）',
  },
  en: {
    lists: { praised: 'Commended', failed: 'Not up to standard', referred: 'Still failing after re-check, referred' },
    number: (year, id) => `[${year}] No. ${id}`,
    draft: 'Draft',
    columns: {
      canteen: 'Canteen',
      unit: 'Institution',
      region: 'County',
      total: 'Score',
      why: 'Why',
      deadline: 'Put right by',
    },
    noTotal: 'not set',
    date: (year, month, day) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    issuer: '(issuing office)',
  },
};
