import { demoMeters } from '../city/meters.ts';
import { smallUnits } from './small-units.ts';

export type Meal = 'BREAKFAST' | 'LUNCH' | 'DINNER';
/** When a canteen cooks: on working days, every day, or while school is on. */
export type Opening = 'work' | 'daily' | 'term';

/** A canteen of the demo: its portfolio facts and what its days are like. */
export interface DemoCanteen {
  /** 1…66: `DEMO-CT-001`, its scale `DEMO-CT-001-S1`, its counter `DEMO-CT-001-C1`. */
  readonly number: number;
  readonly id: string;
  readonly scale: string;
  readonly counter: string;
  readonly institution: string;
  readonly name: string;
  readonly seats: number;
  readonly operatingMode: 'self' | 'outsourced';
  readonly supplyMode: 'buffet' | 'set' | 'weighed' | 'a-la-carte';
  readonly opening: Opening;
  /** Person-meals of a full day, by meal; absent = not served. */
  readonly usual: Partial<Record<Meal, number>>;
  /** Of its kitchen, where it has any. */
  readonly meters: readonly string[];
}

/** [institution, name, seats, operating, supply, opening, breakfast, lunch, dinner, building of its kitchen meters] */
type Row = readonly [
  number,
  string,
  number,
  DemoCanteen['operatingMode'],
  DemoCanteen['supplyMode'],
  Opening,
  number,
  number,
  number,
  number?,
];

const rows: readonly Row[] = [
  [1, '行政中心机关食堂', 420, 'outsourced', 'buffet', 'work', 310, 720, 120, 2],
  [2, '中学学生食堂', 760, 'outsourced', 'set', 'term', 620, 1_380, 410],
  [2, '中学教工食堂', 90, 'self', 'buffet', 'term', 40, 110, 20],
  [3, '图书馆职工食堂', 80, 'self', 'set', 'daily', 30, 105, 0],
  [4, '第三医院职工食堂', 520, 'outsourced', 'weighed', 'daily', 480, 1_150, 520, 9],
  [4, '第三医院营养食堂', 260, 'outsourced', 'set', 'daily', 390, 640, 580],
  [5, '市民中心东区食堂', 360, 'outsourced', 'weighed', 'work', 190, 610, 60, 12],
  [5, '市民中心西区食堂', 240, 'outsourced', 'buffet', 'work', 110, 380, 0],
  [6, '机关大院一食堂', 280, 'self', 'buffet', 'work', 180, 440, 70, 15],
  [6, '机关大院二食堂', 110, 'self', 'a-la-carte', 'work', 0, 130, 45],
  [7, '法院机关食堂', 150, 'self', 'buffet', 'work', 80, 205, 30],
  [8, '档案馆职工食堂', 64, 'self', 'set', 'work', 25, 80, 0],
  [9, '党校学员食堂', 300, 'outsourced', 'buffet', 'work', 210, 430, 240, 21],
  [10, '体育中心食堂', 96, 'outsourced', 'a-la-carte', 'daily', 35, 120, 90],
  [11, '实验小学食堂', 640, 'self', 'set', 'term', 0, 1_820, 0, 26],
  [12, '职业学院第一食堂', 820, 'outsourced', 'weighed', 'term', 760, 1_640, 1_180, 29],
  [12, '职业学院第二食堂', 560, 'outsourced', 'a-la-carte', 'term', 340, 890, 760],
  [12, '职业学院教工食堂', 140, 'outsourced', 'buffet', 'term', 60, 190, 40],
  [13, '疾控中心职工食堂', 110, 'self', 'buffet', 'work', 60, 160, 20],
  [14, '税务局机关食堂', 170, 'self', 'weighed', 'work', 95, 250, 35, 33],
];

/** A unit with a few people, where the league place is chance. */
export const tiny = 64;

function kitchenMeters(building: number | undefined): string[] {
  if (building === undefined) return [];
  const own = demoMeters.filter((meter) => meter.building === `DEMO-B-${building}`);
  // The annex of the administration centre is all kitchen: its main meter is the kitchen's.
  const kitchen = own.filter(({ endUse }) => endUse === 'kitchen');
  return (kitchen.some(({ carrier }) => carrier === 'electricity') ? kitchen : own.filter(({ parent }) => !parent))
    .filter(({ carrier }) => carrier === 'electricity' || carrier === 'gas')
    .map(({ id }) => id);
}

const facts: readonly Omit<DemoCanteen, 'number' | 'id' | 'scale' | 'counter'>[] = [
  ...rows.map(([of, name, seats, operatingMode, supplyMode, opening, breakfast, lunch, dinner, building]) => ({
    institution: `DEMO-I-${of}`,
    name,
    seats,
    operatingMode,
    supplyMode,
    opening,
    usual: served(breakfast, lunch, dinner),
    meters: kitchenMeters(building),
  })),
  ...smallUnits.map(({ id, name, people, operatingMode, supplyMode }, i) => {
    const few = rows.length + i + 1 === tiny;
    return {
      institution: id,
      name: name.replace(/(办事处|人民政府)$/, '') + '食堂',
      seats: few ? 12 : Math.ceil(people / 12) * 8,
      operatingMode,
      supplyMode,
      opening: 'work' as const,
      usual: few
        ? served(0, 9, 0)
        : served(Math.round(people * 0.45), Math.round(people * 0.92), i % 4 === 0 ? Math.round(people * 0.2) : 0),
      meters: [],
    };
  }),
];

function served(breakfast: number, lunch: number, dinner: number): Partial<Record<Meal, number>> {
  return {
    ...(breakfast > 0 && { BREAKFAST: breakfast }),
    LUNCH: lunch,
    ...(dinner > 0 && { DINNER: dinner }),
  };
}

export const demoCanteens: readonly DemoCanteen[] = facts.map((canteen, i) => {
  const id = `DEMO-CT-${String(i + 1).padStart(3, '0')}`;
  return { number: i + 1, id, scale: `${id}-S1`, counter: `${id}-C1`, ...canteen };
});
