/** The words by which a person finds a button; the pages' own dictionaries, which belong to the browser's types. */
export interface Words {
  readonly devices: { readonly detail: { readonly rotate: string; readonly revoke: string } };
  readonly mandv: {
    readonly freeze: { readonly action: string };
    readonly savings: { readonly addAdjustment: string };
  };
  readonly contracts: { readonly baseline: { readonly freeze: string } };
  readonly contractForms: { readonly entries: { readonly addPayment: string; readonly addAdjustment: string } };
  readonly contractSettlement: { readonly act: { readonly proposed: string } };
  readonly signIn: { readonly empty: string; readonly wrong: string };
}
const wordsOf = async (language: 'zh' | 'en'): Promise<Words> =>
  ((await import(`../../dashboard/web/messages/${language}.ts`)) as Record<string, Words>)[language]!;
const [zh, en] = await Promise.all([wordsOf('zh'), wordsOf('en')]);

/** For `test.each`. */
export const languages = [
  ['zh', zh],
  ['en', en],
] as const;
