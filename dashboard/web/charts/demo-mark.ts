import { session } from '../api/session.svelte.ts';
import { i18n } from '../messages/i18n.svelte.ts';

/** What is said of the data of a picture or file, with the mark that the demo's figures carry wherever they go. */
export function marked(state: string): string {
  return session.system?.demo ? `${i18n.m.header.demo} · ${state}` : state;
}
