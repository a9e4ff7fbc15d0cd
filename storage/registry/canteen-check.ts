import { meals, streams, type Correction, type ManualEntry } from '../../domain/canteen/types.ts';
import type { MenuNote, NewEntry, WasteFetch } from './canteen-port.ts';
import type { ImportFault } from './port.ts';
import { atMost, checkReason, fault, instant, localDate, notNegative, oneOf, words } from './value-check.ts';

/** What is wrong with what people write about canteens, all at once; paths are `entries[2].value`. */

export type KnowsCanteen = (id: string) => boolean;

const said: readonly string[] = ['ignored', 'kept', 'value'] satisfies Correction['as'][];
const entered: readonly string[] = [...streams, 'PERSON_MEALS', 'COOKED', 'PURCHASED'] satisfies ManualEntry['what'][];
const longestNote = 1000;
const longestName = 200;
/** What no canteen weighs or serves; sums of it are exact to the milligram. */
const mostGrams = 1_000_000_000;
const mostPeople = 100_000;
const mostKg = mostGrams / 1_000;

export function checkCorrection(canteen: string, correction: Correction, reason: string, knows: KnowsCanteen) {
  const { device, seq, ts, as, value } = correction;
  return [
    ...known(canteen, 'canteen', knows),
    ...words(device, longestName, 'device'),
    ...(Number.isSafeInteger(seq) ? [] : [fault('seq', 'not-whole', 'must be a whole number')]),
    ...instant(ts, 'ts'),
    ...oneOf(as, said, 'as'),
    ...correctedValue(as, value),
    ...checkReason(reason, 'reason'),
  ];
}

export function checkEntries(entries: readonly NewEntry[], knows: KnowsCanteen): ImportFault[] {
  return entries.flatMap(({ canteen, date, meal, what, value, reason }, at) => {
    const path = `entries[${at}]`;
    return [
      ...known(canteen, `${path}.canteen`, knows),
      ...localDate(date, `${path}.date`),
      ...oneOf(meal, meals, `${path}.meal`),
      ...oneOf(what, entered, `${path}.what`),
      ...amount(value, what === 'PERSON_MEALS' ? mostPeople : mostGrams, `${path}.value`),
      ...(what === 'PERSON_MEALS' ? whole(value, `${path}.value`) : []),
      ...checkReason(reason, `${path}.reason`),
    ];
  });
}

export function checkNote({ canteen, date, meal, text }: Omit<MenuNote, 'by' | 'at'>, knows: KnowsCanteen) {
  return [
    ...known(canteen, 'canteen', knows),
    ...localDate(date, 'date'),
    ...oneOf(meal, meals, 'meal'),
    ...atMost(text, longestNote, 'text'),
  ];
}

export function checkFetches(fetches: readonly (WasteFetch & { readonly reason: string })[], knows: KnowsCanteen) {
  return fetches.flatMap(({ canteen, date, kg, collector, reason }, at) => {
    const path = `fetches[${at}]`;
    return [
      ...known(canteen, `${path}.canteen`, knows),
      ...localDate(date, `${path}.date`),
      ...amount(kg, mostKg, `${path}.kg`),
      ...words(collector, longestName, `${path}.collector`),
      ...checkReason(reason, `${path}.reason`),
    ];
  });
}

function known(canteen: string, path: string, knows: KnowsCanteen): ImportFault[] {
  return knows(canteen) ? [] : [fault(path, 'unknown-canteen', `there is no canteen "${canteen}" in the registry`)];
}

function correctedValue(as: Correction['as'], value: number | null): ImportFault[] {
  if (as !== 'value') return value === null ? [] : [fault('value', 'not-expected', `is of no event that is ${as}`)];
  return value === null ? [fault('value', 'missing', 'is required')] : amount(value, mostGrams, 'value');
}

function amount(value: number, most: number, path: string): ImportFault[] {
  const faults = notNegative(value, path);
  return faults.length > 0 || value <= most ? faults : [fault(path, 'too-large', `must be at most ${most}`)];
}

/** People come whole. */
function whole(value: number, path: string): ImportFault[] {
  return !Number.isFinite(value) || Number.isInteger(value) ? [] : [fault(path, 'not-whole', 'must be a whole number')];
}
