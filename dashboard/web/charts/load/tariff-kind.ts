/** Tariffs name their periods as they like; pages know five kinds. */
export const tariffKinds = ['sharp', 'peak', 'flat', 'valley', 'deep'] as const;
export type TariffKind = (typeof tariffKinds)[number];

const names: readonly (readonly [RegExp, TariffKind])[] = [
  [/深|deep/i, 'deep'],
  [/尖|sharp|critical|super-?peak/i, 'sharp'],
  [/谷|off-?peak|valley|low/i, 'valley'],
  [/峰|peak|high/i, 'peak'],
  [/平|flat|mid|shoulder|normal/i, 'flat'],
];

/** null: a kind that has no word and no colour of its own. */
export function tariffKind(name: string): TariffKind | null {
  return names.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Colour of a strip and of the word on it. */
export const tariffColours: Readonly<Record<TariffKind | 'other', { readonly fill: string; readonly text: string }>> = {
  sharp: { fill: 'var(--tou-peak)', text: 'var(--surface)' },
  peak: { fill: 'var(--tou-high)', text: 'var(--ink)' },
  flat: { fill: 'var(--tou-flat)', text: 'var(--ink)' },
  valley: { fill: 'var(--tou-low)', text: 'var(--ink)' },
  deep: { fill: 'var(--tou-low)', text: 'var(--ink)' },
  other: { fill: 'var(--sunken)', text: 'var(--ink-2)' },
};
