import { meals, streams, type Meal, type Stream } from '../../../domain/canteen/types.ts';

/** More is no weight and no crowd, but a broken device: as if it had said nothing. */
const mostGrams = 1_000_000_000;
const mostPeople = 100_000;

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
    const personMeals = amount(item['person_meals'], mostPeople);
    return personMeals === null ? null : { type: 'meals', meal, personMeals };
  }
  if (item['type'] !== 'weighing') return null;
  const stream = streams.find((one) => one === item['stream']);
  const netG = amount(item['net_g'], mostGrams);
  if (stream === undefined || netG === null) return null;
  const [grossG, tareG] = [amount(item['gross_g'], mostGrams), amount(item['tare_g'], mostGrams)];
  return { type: 'weighing', meal, stream, netG, grossG, tareG };
}

function amount(value: unknown, most: number): number | null {
  return typeof value === 'number' && value >= 0 && value <= most ? value : null;
}
