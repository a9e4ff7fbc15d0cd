/** A statement as a value: code, words in both languages, and the numbers in them. */
export interface Said {
  readonly code: string;
  readonly message: { readonly zh: string; readonly en: string };
  readonly numbers: Readonly<Record<string, number | string>>;
}
