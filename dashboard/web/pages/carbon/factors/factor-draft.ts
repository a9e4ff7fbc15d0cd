import type {
  ElectricityColumn,
  EnergyKind,
  Factor,
  FactorMeaning,
  Confidence,
} from '../../../../../domain/carbon/factor.ts';

/** What a person fills in, as text. */
export interface FactorDraft {
  readonly meaning: FactorMeaning;
  readonly energy: EnergyKind;
  readonly column: ElectricityColumn;
  readonly area: string;
  readonly dataYear: string;
  readonly value: string;
  readonly unit: string;
  readonly published: string;
  readonly source: string;
  readonly clause: string;
  readonly confidence: Confidence;
}
export type FactorField = 'value' | 'dataYear' | 'published' | 'source' | 'unit' | 'id';

/** The units that a factor of this energy can have, the usual one first. */
export function unitsOf(meaning: FactorMeaning, energy: EnergyKind): readonly string[] {
  if (meaning === 'density') return ['kg/L'];
  const mass = meaning === 'emission' ? 'kgCO2' : 'kgce';
  if (energy === 'electricity') return [`${mass}/kWh`];
  if (energy === 'gas') return [`${mass}/m3`];
  if (energy === 'heat' || energy === 'cooling') return [`${mass}/GJ`];
  return energy === 'other' ? [`${mass}/kg`, `${mass}/GJ`, `${mass}/m3`] : [`${mass}/kg`];
}
/** What can be said of an energy: power alone has an equivalent value, litres alone a density. */
export function energiesOf(meaning: FactorMeaning, all: readonly EnergyKind[]): readonly EnergyKind[] {
  if (meaning === 'equivalent') return ['electricity'];
  if (meaning === 'density') return ['gasoline', 'diesel', 'kerosene', 'lpg'];
  return all;
}

const decimal = /^\d{1,9}(\.\d{1,9})?$/;
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** What is wrong with it; empty: nothing. */
export function checkFactor(draft: FactorDraft, today: string): readonly FactorField[] {
  const wrong: FactorField[] = [];
  if (!decimal.test(draft.value.trim()) || !(Number(draft.value) > 0)) wrong.push('value');
  if (draft.dataYear !== '' && !/^(19|20|21)\d\d$/.test(draft.dataYear)) wrong.push('dataYear');
  if (!/^\d{4}-\d\d-\d\d$/.test(draft.published) || draft.published > today) wrong.push('published');
  if (draft.source.trim() === '') wrong.push('source');
  if (!unitsOf(draft.meaning, draft.energy).includes(draft.unit)) wrong.push('unit');
  return wrong;
}

/** The factor as it is entered. Its id says what it is of, and when it was published where that alone sets it apart. */
export function factorOf(draft: FactorDraft, taken: ReadonlySet<string>): Factor {
  const power = draft.energy === 'electricity' && draft.meaning === 'emission';
  const area = draft.area === '' ? null : draft.area;
  const parts = [
    draft.meaning === 'emission' ? '' : draft.meaning,
    draft.energy,
    power ? draft.column : '',
    area ?? '',
    draft.dataYear,
  ];
  const base = slug(parts.filter((part) => part !== '').join('-'));
  const dated = taken.has(base) || draft.dataYear === '' ? `${base}-${draft.published}` : base;
  let id = dated;
  for (let n = 2; taken.has(id); n++) id = `${dated}-${n}`;
  return {
    id,
    meaning: draft.meaning,
    energy: draft.energy,
    column: power ? draft.column : null,
    area,
    dataYear: draft.dataYear === '' ? null : Number(draft.dataYear),
    value: draft.value.trim(),
    unit: draft.unit,
    parts: null,
    source: draft.source.trim(),
    clause: draft.clause.trim() || null,
    published: draft.published,
    validFrom: draft.dataYear === '' ? draft.published : null,
    validTo: null,
    confidence: draft.confidence,
  };
}
