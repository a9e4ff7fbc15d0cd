import { i18n } from '../../messages/i18n.svelte.ts';
import { numberIn, yearOf, type Quarter } from './quarter.ts';

/** `2026 年第四季度`, in the language on screen. */
export const quarterWord = (quarter: Quarter): string =>
  i18n.m.evaluation.quarter(String(yearOf(quarter)), String(numberIn(quarter)));
