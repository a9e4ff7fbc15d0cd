import type { PortfolioRow } from './risk.ts';

/** Saving of the running year of all contracts in one unit; independent contracts: bands in quadrature. */
export interface UnitTotal {
  readonly unit: string;
  readonly saving: number;
  /** null: of one that is counted it is undefined. */
  readonly halfWidth: number | null;
  /** Contracts that are counted, of so many. */
  readonly counted: number;
  readonly of: number;
}
export interface PortfolioTotals {
  /** The unit of most contracts first. */
  readonly units: readonly UnitTotal[];
  readonly atRisk: number;
  readonly cannotTell: number;
  readonly overdue: number;
  /** Yuan, exact. */
  readonly shortfall: string;
  readonly short: number;
  /** Yuan saved this year, exact; null: no price basis anywhere. */
  readonly money: string | null;
}

/** Sum of decimal texts, exact: whole numbers of the smallest step that occurs. */
export function decimalSum(texts: readonly string[]): string {
  const places = Math.max(0, ...texts.map((text) => (text.split('.')[1] ?? '').length));
  let sum = 0n;
  for (const text of texts) {
    if (!/^[+-]?\d+(\.\d+)?$/.test(text)) continue;
    const [whole = '0', part = ''] = text.replace('+', '').split('.');
    sum += BigInt(`${whole}${part.padEnd(places, '0')}`);
  }
  const digits = `${sum < 0n ? -sum : sum}`.padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return sum < 0n ? `-${text}` : text;
}

export function totalsOf(rows: readonly PortfolioRow[]): PortfolioTotals {
  const units = new Map<string, { saving: number; square: number | null; counted: number; of: number }>();
  const shortfalls: string[] = [];
  const moneys: string[] = [];
  for (const { item } of rows) {
    const total = units.get(item.unit) ?? { saving: 0, square: 0, counted: 0, of: 0 };
    total.of += 1;
    const { saving = null, halfWidth = null, shortfall = null, money = null } = item.summary ?? {};
    if (saving !== null) {
      total.saving += saving;
      total.square = total.square === null || halfWidth === null ? null : total.square + halfWidth ** 2;
      total.counted += 1;
    }
    if (shortfall !== null) shortfalls.push(shortfall.amount);
    if (money !== null) moneys.push(money);
    units.set(item.unit, total);
  }
  return {
    units: [...units]
      .map(([unit, { saving, square, counted, of }]) => ({
        ...{ unit, saving, counted, of },
        halfWidth: square === null || counted === 0 ? null : Math.sqrt(square),
      }))
      .sort((a, b) => b.of - a.of),
    atRisk: rows.filter(({ risk }) => risk.state === 'at-risk').length,
    cannotTell: rows.filter(({ risk }) => risk.state === 'cannot-tell').length,
    overdue: rows.reduce((sum, { risk }) => sum + risk.overdue, 0),
    shortfall: decimalSum(shortfalls),
    short: shortfalls.length,
    money: moneys.length === 0 ? null : decimalSum(moneys),
  };
}
