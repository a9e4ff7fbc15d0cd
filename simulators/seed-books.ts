import { setImmediate as turn } from 'node:timers/promises';
import type { Registry, Viewer } from '../storage/registry/port.ts';
import type { DemoCanteen } from './canteens/canteens.ts';
import { fetchOf, menuOf } from './canteens/kitchen-books.ts';
import { dayIndex } from './city/day.ts';

const dayMs = 86_400_000;
const doneSetting = 'demo.booksDone';
/** Menus are kept for four weeks. */
const menuDays = 28;
/** Kitchens that keep their menus on the platform. */
const withMenus = 12;

const writer: Viewer = { kind: 'operator', name: 'demo', role: 'administrator', scope: null };

/** Writes what the demo's kitchens kept by hand until yesterday. Once; after a kill in between a canteen may lack some. */
export async function seedBooks(options: {
  readonly seed: number;
  readonly canteens: readonly DemoCanteen[];
  readonly registry: Pick<Registry, 'setting' | 'setSetting' | 'canteenBook'>;
  readonly now: () => number;
  readonly stopping?: () => boolean;
}): Promise<void> {
  const { seed, canteens, registry, now, stopping = () => false } = options;
  if ((await registry.setting(doneSetting)) !== null) return;
  await registry.setSetting(doneSetting, 'yes');
  const today = dayIndex(now());
  const ledgerDays = today - startOfLastMonth(today);
  for (const canteen of canteens) {
    if (stopping()) return;
    const fetches = days(ledgerDays).flatMap((back) => fetchOf(seed, canteen, today - back, today) ?? []);
    const rows = fetches.map((fetch) => ({ ...fetch, reason: '收运台账' }));
    if (rows.length > 0) await registry.canteenBook.enterFetches(rows, writer);
    if (canteen.number <= withMenus) {
      for (const back of days(menuDays)) {
        const menu = menuOf(seed, canteen, today - back);
        if (menu !== null) await registry.canteenBook.note(menu, writer);
      }
    }
    await turn();
  }
}

/** The collector's ledger begins with a month. */
function startOfLastMonth(today: number): number {
  const date = new Date(today * dayMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1) / dayMs;
}

/** Oldest first, yesterday last. */
const days = (count: number): number[] => Array.from({ length: count }, (_, i) => count - i);
