import type { WireBoard } from '../../../../domain/wire-canteens.ts';
import type { LocalDate } from '../../format/zone.ts';
import type { Messages } from '../../messages/type.ts';

/** `今日午餐`, or of the day it is of: in the morning the lunch that was served last is yesterday's. */
export function mealOf({ date, meal }: Pick<WireBoard, 'date' | 'meal'>, today: LocalDate, m: Messages): string {
  const word = m.canteen.terms.meals[meal];
  return date === today ? m.canteens.today(word) : m.canteens.onDay(date.slice(5), word);
}
