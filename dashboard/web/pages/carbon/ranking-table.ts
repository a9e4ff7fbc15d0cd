import type { WireRanked } from '../../../../domain/wire-quota.ts';
import type { ChartTable } from '../../charts/table.ts';
import type { CarbonMessages } from '../../messages/carbon/type.ts';

/** The ranking as it is exported: exact figures with the levels that they are held against. */
export function rankingTable(items: readonly WireRanked[], unit: string, m: CarbonMessages): ChartTable {
  const c = m.rank.columns;
  const kinds = ['constraint', 'reference', 'guide', 'quota', 'advanced'] as const;
  const used = kinds.filter((kind) => items.some(({ levels }) => levels.some((one) => one.kind === kind)));
  return {
    columns: [
      ...[
        '#',
        c.institution,
        c.region,
        unit,
        ...used.map((kind) => m.rank.levels[kind]),
        c.share,
        c.position,
        c.reason,
      ],
      ...[c.area, c.people, c.known, c.tonnes],
    ],
    rows: items.map((one) => [
      ...[one.rank, one.name, one.region, one.value],
      ...used.map((kind) => one.levels.find((level) => level.kind === kind)?.value ?? null),
      ...[
        one.share === null ? null : one.share * 100,
        one.position === null ? m.rank.cannot : m.rank.positions[one.position],
      ],
      ...[one.reasons.map((code) => m.rank.reasons[code] ?? code).join(' · '), one.floorAreaM2, one.people],
      ...[one.coverage * 100, one.tco2e],
    ]),
  };
}
