import type { MappingRule, MappingValue, TimeFormat } from '../../../../domain/mapping/rule.ts';

/** A rule as it stands in the fields of the editor: texts, empty where the rule says nothing. */
export interface RuleDraft {
  id: string;
  topic: string;
  device: string;
  /** `their id = our id`, one a line. */
  devices: string;
  onlyListed: boolean;
  items: string;
  tsPath: string;
  tsFormat: TimeFormat;
  tsZone: string;
  /** Parted by spaces or commas. */
  sources: string;
  values: ValueDraft[];
}
export interface ValueDraft {
  path: string;
  point: string;
  way: 'none' | 'unit' | 'factor';
  unit: string;
  factor: string;
  offset: string;
  text: boolean;
}
/** By path as the server writes them (`values[0].path`): a code that the dictionaries have words for, or its words. */
export type RuleErrors = Readonly<Record<string, string>>;

export const emptyValue = (): ValueDraft => ({
  path: '',
  point: 'energy_kwh',
  way: 'none',
  unit: '',
  factor: '',
  offset: '',
  text: false,
});

export const emptyRule = (topic = ''): RuleDraft => ({
  id: '',
  topic,
  device: '',
  devices: '',
  onlyListed: false,
  items: '',
  tsPath: '',
  tsFormat: 'iso',
  tsZone: '',
  sources: '',
  values: [emptyValue()],
});

export function draftOf(rule: MappingRule): RuleDraft {
  return {
    id: rule.id,
    topic: rule.topic,
    device: rule.device ?? '',
    devices: Object.entries(rule.devices ?? {})
      .map(([theirs, ours]) => `${theirs} = ${ours}`)
      .join('\n'),
    onlyListed: rule.onlyListed ?? false,
    items: rule.items ?? '',
    tsPath: rule.ts?.path ?? '',
    tsFormat: rule.ts?.format ?? 'iso',
    tsZone: rule.ts?.zone ?? '',
    sources: (rule.sources ?? []).join(' '),
    values: rule.values.map((value): ValueDraft => ({
      path: value.path,
      point: value.point,
      way: value.unit ? 'unit' : (value.factor ?? value.offset ?? null) === null ? 'none' : 'factor',
      unit: value.unit ?? '',
      factor: value.factor === null || value.factor === undefined ? '' : String(value.factor),
      offset: value.offset === null || value.offset === undefined ? '' : String(value.offset),
      text: value.text ?? false,
    })),
  };
}

const read = (text: string) => Number(text.normalize('NFKC').replace(/[,\s]/g, '').replace('−', '-'));
const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
const pairOf = (line: string): readonly [string, string] | null => {
  const at = line.indexOf('=');
  const [theirs, ours] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  return at < 0 || theirs === '' || ours === '' ? null : [theirs, ours];
};
const optional = <K extends string, V>(key: K, value: V, present: boolean) => (present ? { [key]: value } : {});

/** The rule that the fields mean; what is empty is left out. A number that can't be read becomes null. */
export function ruleOf(draft: RuleDraft): MappingRule {
  const number = (text: string) => (Number.isFinite(read(text)) ? read(text) : null);
  const values = draft.values.map((value): MappingValue => ({
    path: value.path.trim(),
    point: value.point.trim(),
    ...optional('unit', value.unit.trim(), value.way === 'unit' && value.unit.trim() !== ''),
    ...optional('factor', number(value.factor), value.way === 'factor' && value.factor.trim() !== ''),
    ...optional('offset', number(value.offset), value.way === 'factor' && value.offset.trim() !== ''),
    ...optional('text', true, value.text),
  }));
  const pairs = linesOf(draft.devices).map(pairOf);
  const devices = Object.fromEntries(pairs.filter((pair) => pair !== null));
  const sources = draft.sources.split(/[\s,，]+/).filter((source) => source !== '');
  const zone = draft.tsFormat === 'iso' && draft.tsZone.trim() !== '';
  return {
    id: draft.id.trim(),
    topic: draft.topic.trim(),
    ...optional('device', draft.device.trim(), draft.device.trim() !== ''),
    ...optional('devices', devices, Object.keys(devices).length > 0),
    ...optional('onlyListed', true, draft.onlyListed),
    ...optional('items', draft.items.trim(), draft.items.trim() !== ''),
    ...optional(
      'ts',
      { path: draft.tsPath.trim(), format: draft.tsFormat, ...optional('zone', draft.tsZone.trim(), zone) },
      draft.tsPath.trim() !== '',
    ),
    values,
    ...optional('sources', sources, sources.length > 0),
  };
}

/** What a person has forgotten; everything else is judged by the server, which knows paths and units. */
export function check(draft: RuleDraft): RuleErrors {
  const errors: Record<string, string> = {};
  if (draft.id.trim() === '') errors.id = 'id-missing';
  if (draft.topic.trim() === '') errors.topic = 'topic-missing';
  if (draft.values.length === 0) errors.values = 'values-missing';
  if (linesOf(draft.devices).some((line) => pairOf(line) === null)) errors.devices = 'devices-line';
  draft.values.forEach((value, i) => {
    if (value.path.trim() === '') errors[`values[${i}].path`] = 'path-missing';
    if (value.point.trim() === '') errors[`values[${i}].point`] = 'point-missing';
    if (value.way !== 'factor') return;
    if (value.factor.trim() !== '' && !Number.isFinite(read(value.factor)))
      errors[`values[${i}].factor`] = 'number-wanted';
    if (value.offset.trim() !== '' && !Number.isFinite(read(value.offset)))
      errors[`values[${i}].offset`] = 'number-wanted';
  });
  return errors;
}

/** Of the server's findings, the one at a field or below it. */
export function errorAt(errors: RuleErrors, field: string): string | undefined {
  const path = Object.keys(errors).find(
    (p) => p === field || p.startsWith(`${field}.`) || (field === 'devices' && p.startsWith('devices')),
  );
  return path === undefined ? undefined : errors[path];
}

/** The server's words, which are English and name the place; other languages have their own word before them. */
export function faultText(
  fault: { readonly code: string; readonly message: string },
  language: 'zh' | 'en',
  words: Readonly<Record<string, string>>,
): string {
  const word = words[fault.code];
  return language === 'en' || word === undefined ? fault.message : `${word}（${fault.message}）`;
}
