import type { ContractType } from '../../../../domain/contract/contract.ts';

/** What the form asks, as data: sections, their fields, and lists of rows. Paths are the portfolio's. */
export type FieldKind =
  | 'text'
  | 'date'
  | 'amount'
  | 'percent'
  | 'share'
  | 'year'
  | 'number'
  | 'choice'
  | 'flag'
  | 'hours'
  | 'ids'
  | 'texts'
  | 'institution'
  | 'meters';

export interface FieldSpec {
  readonly path: string;
  readonly kind: FieldKind;
  /** A key of `units`; `unit`: the meters' own. */
  readonly unit?: string;
  readonly required?: boolean;
  readonly wide?: boolean;
  /** A list of decimals may hold losses. */
  readonly signed?: boolean;
}
export interface ListSpec {
  readonly list: string;
  /** Paths within a row. */
  readonly fields: readonly FieldSpec[];
  readonly nested?: ListSpec;
}
export interface Section {
  readonly id: string;
  /** Types that it concerns; absent: all. */
  readonly types?: readonly ContractType[];
  readonly fields: readonly FieldSpec[];
  readonly lists: readonly ListSpec[];
}

const field = (path: string, kind: FieldKind, more: Omit<FieldSpec, 'path' | 'kind'> = {}): FieldSpec => ({
  path,
  kind,
  ...more,
});

const guarantee: ListSpec = {
  list: 'guarantee',
  fields: [field('year', 'year', { required: true }), field('kwh', 'amount', { unit: 'unit', required: true })],
};
const share: ListSpec = {
  list: 'share',
  fields: [field('year', 'year', { required: true }), field('contractorPct', 'percent', { required: true })],
};

export const sections: readonly Section[] = [
  {
    id: 'parties',
    fields: [
      field('id', 'text', { required: true }),
      field('name', 'text'),
      field('type', 'choice', { required: true }),
      field('institution', 'institution', { required: true }),
      field('contractor', 'text', { required: true }),
      field('start', 'date'),
      field('end', 'date'),
    ],
    lists: [],
  },
  {
    id: 'boundary',
    fields: [
      field('meters', 'meters', { wide: true, required: true }),
      field('base.from', 'date'),
      field('base.to', 'date'),
      field('method', 'choice'),
    ],
    lists: [],
  },
  {
    id: 'custody',
    types: ['custody'],
    fields: [
      field('custody.monthlyFee', 'amount', { unit: 'yuan', required: true }),
      field('custody.baseKwh', 'amount', { unit: 'unit' }),
      field('custody.basePrice', 'amount', { unit: 'price' }),
      field('custody.thresholds.pricePct', 'percent'),
      field('custody.thresholds.areaPct', 'percent'),
      field('custody.thresholds.peoplePct', 'percent'),
      field('custody.peopleFactor', 'share'),
    ],
    lists: [
      {
        list: 'custody.drivers',
        fields: [
          field('from', 'date', { required: true }),
          field('areaM2', 'amount', { unit: 'area' }),
          field('people', 'amount', { unit: 'people' }),
        ],
      },
    ],
  },
  {
    id: 'energy',
    types: ['shared', 'water'],
    fields: [field('shareCap', 'amount', { unit: 'yuan' })],
    lists: [share, guarantee],
  },
  { id: 'energy', types: ['guaranteed', 'custody'], fields: [], lists: [guarantee] },
  {
    id: 'price',
    fields: [
      field('price', 'text'),
      field('priceFloor', 'amount', { unit: 'price' }),
      field('negativeMonths', 'choice'),
      field('confidenceRule', 'choice'),
      field('minCompleteness', 'percent'),
    ],
    lists: [],
  },
  {
    id: 'investment',
    fields: [],
    lists: [
      {
        list: 'investment',
        fields: [
          field('due', 'date', { required: true }),
          field('amount', 'amount', { unit: 'yuan', required: true }),
          field('latePct', 'percent'),
        ],
        nested: {
          list: 'verified',
          fields: [
            field('date', 'date', { required: true }),
            field('amount', 'amount', { unit: 'yuan', required: true }),
            field('evidence', 'texts'),
          ],
        },
      },
    ],
  },
  {
    id: 'comfort',
    fields: [
      field('comfort.minC', 'number', { unit: 'celsius' }),
      field('comfort.maxC', 'number', { unit: 'celsius' }),
      field('comfort.hours', 'hours'),
      field('comfort.days', 'choice'),
      field('comfort.meters', 'ids', { wide: true }),
      field('comfort.tolerancePct', 'percent'),
      field('comfort.perZoneDay', 'amount', { unit: 'yuan' }),
      field('comfort.allowedZoneDays', 'number', { unit: 'days' }),
    ],
    lists: [],
  },
  {
    id: 'data',
    fields: [field('data.completenessPct', 'percent'), field('data.perMonth', 'amount', { unit: 'yuan' })],
    lists: [],
  },
  {
    id: 'adjustments',
    fields: [],
    lists: [
      {
        list: 'adjustments',
        fields: [
          field('from', 'date', { required: true }),
          field('to', 'date', { required: true }),
          field('kwhPerDay', 'amount', { unit: 'unit', required: true, signed: true }),
          field('reason', 'text', { required: true }),
          field('agreed', 'flag'),
        ],
      },
    ],
  },
];

export const sectionsOf = (type: ContractType): readonly Section[] =>
  sections.filter(({ types }) => types === undefined || types.includes(type));

export interface Placed extends Omit<FieldSpec, 'path'> {
  readonly path: string;
}

type Rows = (list: string) => number;

/** Every input that the form has now, in its order: rows as many as there are. */
export function inputsOf(shown: readonly Section[], rows: Rows): readonly Placed[] {
  const ofList = ({ list, fields, nested }: ListSpec): readonly Placed[] =>
    Array.from({ length: rows(list) }, (_, at) => {
      const own = fields.map((spec) => ({ ...spec, path: `${list}[${at}].${spec.path}` }));
      return nested ? [...own, ...ofList({ ...nested, list: `${list}[${at}].${nested.list}` })] : own;
    }).flat();
  return shown.flatMap(({ fields, lists }) => [...fields, ...lists.flatMap(ofList)]);
}
