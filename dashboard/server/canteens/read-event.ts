import { meals, streams, type Meal, type Stream } from '../../../domain/canteen/types.ts';

/** What an event says, without who said it and when. */
export type EventBody =
  | {
      readonly type: 'weighing';
      readonly meal: Meal;
      readonly stream: Stream;
      readonly netG: number;
      readonly grossG: number | null;
      readonly tareG: number | null;
    }
  | { readonly type: 'meals'; readonly meal: Meal; readonly personMeals: number };

/** @returns null when the body says nothing that counts: kept by an older version, or of a kind that we do not know. */
export function readEvent(body: string): EventBody | null {
  let item: Readonly<Record<string, unknown>>;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return null;
    item = parsed as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
  const meal = meals.find((one) => one === item['meal']);
  if (meal === undefined) return null;
  if (item['type'] === 'meals') {
    const personMeals = weight(item['person_meals']);
    return personMeals === null ? null : { type: 'meals', meal, personMeals };
  }
  if (item['type'] !== 'weighing') return null;
  const stream = streams.find((one) => one === item['stream']);
  const netG = weight(item['net_g']);
  if (stream === undefined || netG === null) return null;
  return { type: 'weighing', meal, stream, netG, grossG: weight(item['gross_g']), tareG: weight(item['tare_g']) };
}

function weight(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
