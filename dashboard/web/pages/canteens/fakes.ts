import type { WireBoardRow, WireLeague, WireLeagueRow } from '../../../../domain/wire-canteens.ts';

/** A canteen as the board tells it, for tests: as usual, unless told otherwise. */
export function boardRow(change: Partial<WireBoardRow> & { readonly id: string }): WireBoardRow {
  return {
    name: `${change.id}食堂`,
    region: 'R-1',
    regionName: '鹿城区',
    operatingMode: 'self',
    supplyMode: 'buffet',
    personMeals: 120,
    grams: 4_800,
    gramsPerMeal: 40,
    state: 'ok',
    reasons: [],
    signals: [],
    norm: { gramsPerMeal: 40, plusMinus: 3, personMeals: 2_400, days: 20 },
    lastEventAt: '2026-11-23T12:20:00+08:00',
    manual: false,
    demo: false,
    ...change,
  };
}

type Ranked = readonly [grams: number, half: number, comparison: WireLeagueRow['comparison'], few?: boolean];

/** A league of estimates; null: not ranked. */
export function leagueOf(rows: readonly (Ranked | null)[], targetG: number | null = null): WireLeague {
  return {
    from: '2026-10-26',
    to: '2026-11-23',
    meal: 'LUNCH',
    stream: 'PLATE_WASTE',
    confidence: 0.9,
    city: { gramsPerMeal: 40, plusMinus: 0.4, personMeals: 100_000, days: 20 },
    targetG,
    rows: rows.map((row, i) => ({
      id: `CT${i}`,
      name: `食堂 ${i}`,
      regionName: null,
      operatingMode: null,
      supplyMode: null,
      raw: null,
      estimate: row && { gramsPerMeal: row[0], low: row[0] - row[1], high: row[0] + row[1] },
      peers: null,
      comparison: row?.[2] ?? 'cannot-tell',
      reason: row ? null : 'insufficient-data',
      few: row?.[3] ?? false,
    })),
  };
}
