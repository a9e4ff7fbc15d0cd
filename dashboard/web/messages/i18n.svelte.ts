import { session } from '../api/session.svelte.ts';
import { formatter, type Language } from '../format/index.ts';
import { en } from './en.ts';
import { keepLanguage, readLanguage } from './language.ts';
import type { Messages } from './type.ts';
import { zh } from './zh.ts';

/** The words (`m`) and the number formats (`f`) of the language on screen. */
class I18n {
  language: Language = $state(readLanguage());
  readonly m: Messages = $derived(this.language === 'zh' ? zh : en);
  readonly f = $derived(formatter(this.language, session.zone));

  choose(language: Language): void {
    this.language = language;
    keepLanguage(language);
  }

  /** Sentences one after another; Chinese ones bring their own space. */
  sentences = (...parts: readonly string[]): string =>
    parts.filter((part) => part !== '').join(this.language === 'zh' ? '' : ' ');

  /** A point, carrier or end use that the platform has no word for keeps its own name. */
  point = (point: string): string => this.m.points[point] ?? point;
  carrier = (carrier: string): string => this.m.carriers[carrier] ?? carrier;
  endUse = (endUse: string): string => this.m.endUses[endUse] ?? endUse;
  role = (role: string): string => this.m.account.roles[role] ?? role;
}

export const i18n = new I18n();
