import { describe, expect, it } from 'vitest';
import { cssString, marginRules } from './page-margins.ts';

describe('what stands on each printed page', () => {
  it('counts pages in the words of the language', () =>
    expect(marginRules({ left: 'a', middle: 'b', page: '第 # 页 / 共 # 页' })).toContain(
      '"第 " counter(page) " 页 / 共 " counter(pages) " 页"',
    ));
  it('a name with quotes or line ends stays text', () =>
    expect(cssString('a"; } body { display: none }\n\\')).toBe('"a\\"; } body { display: none } \\\\"'));
});
