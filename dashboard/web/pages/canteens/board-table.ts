import type { WireBoard, WireBoardRow } from '../../../../domain/wire-canteens.ts';
import type { ChartTable } from '../../charts/table.ts';
import type { Messages } from '../../messages/type.ts';

/** The board as rows with unrounded figures, in the order on screen. */
export function boardTable(rows: readonly WireBoardRow[], m: Messages): ChartTable {
  const words = m.canteens.board;
  const { operating, supply, signals, reasons } = m.canteen.terms;
  const { columns } = words;
  const list = m.language.own === '中文' ? '；' : '; ';
  return {
    columns: [
      columns.id,
      columns.county,
      columns.name,
      columns.operating,
      columns.supply,
      columns.people,
      columns.grams,
      columns.perMeal,
      columns.norm,
      columns.normError,
      columns.state,
      columns.signals,
      columns.reasons,
      columns.latest,
    ],
    rows: rows.map((row) => [
      row.id,
      row.regionName,
      row.name,
      row.operatingMode && operating[row.operatingMode],
      row.supplyMode && supply[row.supplyMode],
      row.personMeals,
      row.grams,
      row.gramsPerMeal,
      row.norm?.gramsPerMeal ?? null,
      row.norm?.plusMinus ?? null,
      words.states[row.state],
      row.signals.map((signal) => signals[signal]).join(list),
      row.reasons.map((reason) => reasons[reason]).join(list),
      row.lastEventAt,
    ]),
  };
}

/** Lines above the table of a file: what it is, of when. */
export function boardComments(board: WireBoard, m: Messages): readonly string[] {
  const words = m.canteens;
  return [
    `${words.titles.canteens} · ${m.canteen.terms.perMeal[board.stream]}`,
    `${board.date} ${m.canteen.terms.meals[board.meal]} ${board.serving.from} – ${board.serving.to}`,
    words.header.withData(String(board.city.counted), String(board.city.of)),
  ];
}
