import type { ChartTable } from '../../charts/table.ts';
import type { Format } from '../../format/index.ts';
import type { Messages } from '../../messages/type.ts';
import type { PortfolioRow } from './risk.ts';
import { termText, titleOf, whyOf } from './words.ts';

/** The list as it is exported: exact figures, each with its unit beside it. */
export function portfolioTable(rows: readonly PortfolioRow[], m: Messages['contracts'], f: Format): ChartTable {
  const c = m.list.columns;
  const number = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text));
  return {
    columns: [
      ...[c.id, c.contract, c.type, c.institution, c.contractor, c.term, c.verdict, c.why, c.unit, c.saving, c.half],
      ...[c.path, c.guarantee, c.forecast, `${c.probability} %`, c.promised, c.verified, c.short, c.shortDays],
      `${c.data} %`,
    ],
    rows: rows.map(({ item, risk }) => {
      const s = item.summary;
      return [
        ...[item.id, titleOf(item, m), m.types[item.type], item.institutionName ?? item.institution, item.contractor],
        ...[termText(item.term, m), risk.worst === null ? m.list.notJudged : m.standings[risk.worst]],
        ...[whyOf(item, risk, m, f).join(' · '), item.unit, s?.saving ?? null, s?.halfWidth ?? null, s?.path ?? null],
        ...[s?.guarantee ?? null, s?.forecast?.expected ?? null],
        risk.probability === null ? null : risk.probability * 100,
        ...[number(s?.investment?.promised), number(s?.investment?.verified), number(s?.shortfall?.amount)],
        ...[s?.shortfall?.days ?? null, s?.completenessPct ?? null],
      ];
    }),
  };
}

/** As a workbook; its library comes only when somebody asks. */
export async function xlsxOf(table: ChartTable, sheet: string): Promise<Blob> {
  const { default: writeXlsxFile } = await import('write-excel-file/browser');
  const data = [
    table.columns.map((value) => ({ value, fontWeight: 'bold' as const })),
    ...table.rows.map((row) => row.map((value) => (value === null ? null : { value }))),
  ];
  return writeXlsxFile([
    { data, sheet, columns: table.columns.map(() => ({ width: 16 })), stickyRowsCount: 1 },
  ]).toBlob();
}
