// Before the first paint: the chosen appearance and language, so that neither flashes. A file, because the content
// security policy allows no inline script. The keys are those of theme/theme.svelte.ts and messages/language.ts.
(() => {
  try {
    const root = document.documentElement;
    const theme = localStorage.getItem('wattsteward.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    const language = localStorage.getItem('wattsteward.language') ?? (/^zh\b/i.test(navigator.language) ? 'zh' : 'en');
    root.lang = language === 'en' ? 'en' : 'zh-CN';
  } catch {
    // Storage may be forbidden; the page then follows the system.
  }
})();
