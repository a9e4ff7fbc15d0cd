/** What stands in the margins of every printed page: left, middle, and the page's number on the right. */
export interface PageMargins {
  readonly left: string;
  readonly middle: string;
  /** `第 # 页 / 共 # 页`: the first # is the page, the second the number of pages. */
  readonly page: string;
}

/** A CSS string: quotes, backslashes and line ends cannot leave it. */
export const cssString = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replace(/[\n\r\f\0]/g, ' ')}"`;

/** The page rule as CSS. */
export function marginRules({ left, middle, page }: PageMargins): string {
  const [before = '', between = '', after = ''] = page.split('#');
  const number = `${cssString(before)} counter(page) ${cssString(between)} counter(pages) ${cssString(after)}`;
  const font = 'font: 7pt sans-serif; color: #666b72; vertical-align: top; padding-top: 3mm;';
  return `@page {
    @bottom-left { content: ${cssString(left)}; ${font} }
    @bottom-center { content: ${cssString(middle)}; ${font} font-family: monospace; white-space: nowrap; }
    @bottom-right { content: ${number}; ${font} }
  }`;
}

/** Browsers without margin boxes drop them while reading. */
export function knowsMarginBoxes(sheet: CSSStyleSheet): boolean {
  return [...sheet.cssRules].some((rule) => rule.cssText.includes('@bottom-left'));
}
