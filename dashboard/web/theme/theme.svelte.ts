/** Appearance: as the system wishes, or as the person chose. `public/boot.js` applies it before the first paint. */
export const appearances = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof appearances)[number];
const key = 'wattsteward.theme';

function stored(): Appearance {
  try {
    return appearances.find((a) => a === localStorage.getItem(key)) ?? 'system';
  } catch {
    return 'system';
  }
}

class Theme {
  chosen: Appearance = $state(stored());

  choose(appearance: Appearance): void {
    this.chosen = appearance;
    if (appearance === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = appearance;
    try {
      localStorage.setItem(key, appearance);
    } catch {
      // Kept for this page only.
    }
  }
}
export const theme = new Theme();
