import { chance } from '../city/noise.ts';
import { cityDay } from '../city/day.ts';
import type { DemoCanteen, Meal } from './canteens.ts';
import { characters, plain } from './characters.ts';
import { personMeals } from './person-meals.ts';
import { gramsPerMeal } from './waste.ts';

/** What people of the demo's kitchens would write down by hand: the menu, and what the waste collector fetched. */

export interface Fetch {
  readonly canteen: string;
  readonly date: string;
  readonly kg: number;
  readonly collector: string;
}
export interface Menu {
  readonly canteen: string;
  readonly date: string;
  readonly meal: Meal;
  readonly text: string;
}

const wasted = ['PREP_WASTE', 'UNSOLD_DISCARD', 'PLATE_WASTE'] as const;
const collectors = ['温州城环清运', '瓯江餐厨收运', '浙南再生资源'];
const dishes = {
  meat: ['红烧肉', '清蒸鲈鱼', '葱油鲳鱼', '糖醋排骨', '白切鸡', '敲鱼汤', '盐焗鸡腿', '土豆烧牛肉'],
  vegetable: ['清炒菜心', '番茄炒蛋', '家常豆腐', '蒜蓉空心菜', '手撕包菜', '盘菜炒年糕', '凉拌木耳'],
  staple: ['米饭', '糯米饭', '炒粉干', '馒头', '鱼丸面'],
} as const;
/** A menu returns every four weeks. */
const menuDays = 28;

const dateOf = (dayIndex: number): string => new Date(dayIndex * 86_400_000).toISOString().slice(0, 10);

/** Whole buckets, weighed by the collector's lorry: some percent off what stood on the kitchen's scale. */
export function fetchOf(seed: number, canteen: DemoCanteen, dayIndex: number, firstDay: number): Fetch | null {
  const day = cityDay(dayIndex);
  const { plateWaste = () => 1 } = characters.get(canteen.number) ?? plain;
  let grams = 0;
  for (const meal of ['BREAKFAST', 'LUNCH', 'DINNER'] as const) {
    const people = personMeals(seed, canteen, day, meal);
    for (const stream of wasted) {
      const factor = stream === 'PLATE_WASTE' ? plateWaste(dayIndex - firstDay) : 1;
      grams += people * gramsPerMeal(seed, canteen, day, meal, stream) * factor;
    }
  }
  if (grams === 0) return null;
  const lorry = 0.97 + 0.06 * chance(seed, 470_000 + canteen.number, dayIndex);
  const kg = Math.max(0.5, Math.round((grams / 1000) * lorry * 2) / 2);
  return { canteen: canteen.id, date: dateOf(dayIndex), kg, collector: collectors[canteen.number % 3]! };
}

/** Lunch of that day; null: closed. */
export function menuOf(seed: number, canteen: DemoCanteen, dayIndex: number): Menu | null {
  if (personMeals(seed, canteen, cityDay(dayIndex), 'LUNCH') === 0) return null;
  const pick = (from: readonly string[], nth: number): string =>
    from[Math.floor(chance(seed, 480_000 + canteen.number * 10 + nth, dayIndex % menuDays) * from.length)]!;
  const text = [pick(dishes.meat, 0), pick(dishes.vegetable, 1), pick(dishes.staple, 2)].join('、');
  return { canteen: canteen.id, date: dateOf(dayIndex), meal: 'LUNCH', text };
}
