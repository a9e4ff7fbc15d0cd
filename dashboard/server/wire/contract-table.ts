import writeXlsxFile from 'write-excel-file/node';
import type { SettlementLine } from '../../../domain/contract/settlement.ts';
import type { WireContractSavings, WireSettlement } from '../../../domain/wire-contracts.ts';

/**
 * Savings by day and the lines of a settlement as tables to take away: units stand in the heads, what is not known is
 * empty. Money stays the text that was settled: a spreadsheet would make a float of it.
 */

export type Language = 'zh' | 'en';
export type Cell = string | number | null;
export interface Table {
  readonly sheet: string;
  readonly rows: readonly (readonly Cell[])[];
}

const demoMark = 'DEMO';

const words = {
  zh: {
    savings: '节能量',
    settlement: '结算',
    days: (unit: string) => [
      ...[
        '标记',
        '合同编号',
        '日期',
        `基准用量(${unit})`,
        `实际用量(${unit})`,
        `节能量(${unit})`,
        `90%区间半宽(${unit})`,
      ],
      ...[`本年累计(${unit})`, `累计90%区间半宽(${unit})`, `承诺进度(${unit})`, '完整率(%)', '含估算'],
    ],
    lines: ['标记', '合同编号', '结算期', '状态', '项目', '数量', '单位', '单价(元)', '金额(元)', '算式'],
    yes: '是',
    payable: { institution: '应付(用能单位付)', contractor: '应付(节能服务公司付)' },
    status: {
      ...{ draft: '草稿', proposed: '待确认', challenged: '有异议' },
      ...{ agreed: '已确认', rejected: '已驳回', withdrawn: '已撤回' },
    },
    codes: {
      'base-fee': '基础托管费',
      'price-adjustment': '能源价格调整',
      'area-adjustment': '面积调整',
      'people-adjustment': '人数调整',
      'agreed-adjustment': '双方确认的调整',
      'comfort-deduction': '舒适度扣款',
      'investment-deduction': '投入不足扣款',
      'data-deduction': '数据缺失扣款',
      'shared-saving': '节能效益分享款',
      carried: '以前月份负效益结转',
      floor: '负效益不计',
      'share-cap': '分享额封顶',
      'annual-difference': '年度清算差额',
      shortfall: '节能量不足补偿',
      difference: '以前结算期差额',
    },
  },
  en: {
    savings: 'savings',
    settlement: 'settlement',
    days: (unit: string) => [
      ...['mark', 'contract', 'date', `expected (${unit})`, `actual (${unit})`, `saving (${unit})`],
      ...[`half of the 90 % band (${unit})`, `cumulative in the year (${unit})`],
      ...[`half of its 90 % band (${unit})`, `path of the guarantee (${unit})`, 'known (%)', 'partly estimated'],
    ],
    lines: [
      'mark',
      'contract',
      'period',
      'state',
      'line',
      'quantity',
      'unit',
      'price (CNY)',
      'amount (CNY)',
      'formula',
    ],
    yes: 'yes',
    payable: { institution: 'payable by the institution', contractor: 'payable by the contractor' },
    status: {
      ...{ draft: 'draft', proposed: 'proposed', challenged: 'challenged' },
      ...{ agreed: 'agreed', rejected: 'rejected', withdrawn: 'withdrawn' },
    },
    codes: {
      'base-fee': 'base fee',
      'price-adjustment': 'energy price adjustment',
      'area-adjustment': 'floor area adjustment',
      'people-adjustment': 'occupancy adjustment',
      'agreed-adjustment': 'adjustment that both agreed on',
      'comfort-deduction': 'comfort deduction',
      'investment-deduction': 'investment deduction',
      'data-deduction': 'data deduction',
      'shared-saving': 'share of the saving',
      carried: 'losses carried from earlier months',
      floor: 'a loss that counts as nothing',
      'share-cap': 'cap of the fees reached',
      'annual-difference': 'annual difference',
      shortfall: 'compensation of a shortfall',
      difference: 'difference of an earlier period',
    },
  },
} as const satisfies Record<Language, { codes: Record<SettlementLine['code'], string> } & Record<string, unknown>>;

export function savingsTable(savings: WireContractSavings, demo: boolean, language: Language): Table {
  const said = words[language];
  const rows = savings.days.map((day): Cell[] => [
    ...[demo ? demoMark : null, savings.contract, day.date, day.expected, day.actual, day.saving, day.halfWidth],
    ...[day.cumulative, day.cumulativeHalfWidth, day.path, day.completenessPct, day.estimated ? said.yes : null],
  ]);
  return { sheet: said.savings, rows: [said.days(savings.unit), ...rows] };
}

export function linesTable(settlement: WireSettlement, demo: boolean, language: Language): Table {
  const said = words[language];
  const mark = demo ? demoMark : null;
  const head = [mark, settlement.contract, settlement.period, said.status[settlement.status]];
  const rows = settlement.lines.map(({ code, quantity, unit, price, amount, formula }): Cell[] => [
    ...[...head, said.codes[code], quantity, unit, price, amount, formula],
  ]);
  const last: Cell[] = [...head, said.payable[settlement.payer], null, null, null, settlement.payable, null];
  return { sheet: said.settlement, rows: [said.lines, ...rows, last] };
}

/** With the mark by which spreadsheet programs know UTF-8. */
export function csvOf({ rows }: Table): Uint8Array {
  return Buffer.from(`\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`);
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // What begins like a formula would be one when the file is opened; a negative amount is none.
  const text = /^[=+\-@\t\r]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export async function xlsxOf({ sheet, rows }: Table): Promise<Uint8Array> {
  const [heads = [], ...rest] = rows;
  const data = [
    heads.map((value) => (value === null ? null : { value, fontWeight: 'bold' as const })),
    ...rest.map((row) => row.map((value) => (value === null ? null : { value }))),
  ];
  return writeXlsxFile([{ data, sheet, columns: heads.map(() => ({ width: 18 })), stickyRowsCount: 1 }]).toBuffer();
}
