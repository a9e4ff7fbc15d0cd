import { describe, expect, it } from 'vitest';
import { quarantineReasons } from '../../../domain/metering/ledger.ts';
import { commonPoints } from '../../../domain/points.ts';
import { en } from './en.ts';
import { preferredLanguage } from './language.ts';
import { zh } from './zh.ts';

/** Every text by its path; functions are called with their own parameter names. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    if (path.endsWith('.parts')) return [[path, value([{ quality: 'measured', share: '98%' }])]];
    return [[path, value('1', '2', '3', '4', '5')]];
  }
  return Object.entries(value as object).flatMap(([k, v]) => texts(v, `${path}.${k}`));
}
const zhTexts = new Map(texts(zh));
const enTexts = new Map(texts(en));

describe('both languages', () => {
  it('say the same things (open dictionaries too)', () =>
    expect([...enTexts.keys()].sort()).toEqual([...zhTexts.keys()].sort()));

  it('leave nothing untranslated', () => {
    for (const [path, text] of enTexts) {
      expect(text.trim(), path).not.toBe('');
      if (path !== '.productOther')
        expect(/[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(text), `${path}: ${text}`).toBe(false);
    }
  });

  it('Chinese sentences use Chinese punctuation', () => {
    for (const [path, text] of zhTexts)
      expect(/[\u4e00-\u9fff] ?[,;!?](?!\d)/.test(text), `${path}: ${text}`).toBe(false);
  });

  it('name every common point and every reason for quarantine', () => {
    for (const m of [zh, en]) {
      for (const point of commonPoints) expect(Object.keys(m.points), point).toContain(point);
      for (const reason of quarantineReasons) expect(Object.keys(m.quarantine.reasons), reason).toContain(reason);
    }
  });
});

describe('the language of the first visit', () => {
  it.each([
    [null, ['zh-CN', 'en'], 'zh'],
    [null, ['zh-Hant-TW'], 'zh'],
    [null, ['en-GB', 'zh'], 'en'],
    [null, ['de'], 'en'],
    [null, [], 'en'],
    ['en', ['zh-CN'], 'en'],
    ['zh', ['en'], 'zh'],
    ['tlh', ['zh'], 'zh'],
  ] as const)('chosen before: %s, browser %j → %s', (stored, browser, language) =>
    expect(preferredLanguage(stored, browser)).toBe(language),
  );
});
