import type { Language } from '../format/index.ts';

const key = 'wattsteward.language';

/** What the person chose before, else what the browser speaks; Chinese for every variety of it, English for all others. */
export function preferredLanguage(stored: string | null, browser: readonly string[]): Language {
  if (stored === 'zh' || stored === 'en') return stored;
  return /^zh\b/i.test(browser[0] ?? '') ? 'zh' : 'en';
}

export function readLanguage(): Language {
  try {
    return preferredLanguage(localStorage.getItem(key), navigator.languages);
  } catch {
    return preferredLanguage(null, navigator.languages);
  }
}

export function keepLanguage(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  try {
    localStorage.setItem(key, language);
  } catch {
    // Kept for this page only.
  }
}
