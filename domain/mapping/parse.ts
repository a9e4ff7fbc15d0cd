import { unitOf } from '../points.ts';
import { ZoneOffsets } from '../time/offsets.ts';
import { affine, type Conversion } from './conversion.ts';
import { parseDeviceTemplate, type DeviceTemplate } from './device-template.ts';
import { parsePath, problemText, type Path, type PathProblem } from './path.ts';
import { timeFormats, type MappingRule, type MappingTime, type MappingValue } from './rule.ts';
import type { TimeReader } from './time.ts';
import { parseTopicPattern, type TopicPattern } from './topic-pattern.ts';
import { unitConversion, unitNamed, unitsLike } from './units.ts';

/** A rule that was checked once and is quick to apply. */
export interface Mapping {
  readonly rule: MappingRule;
  readonly pattern: TopicPattern;
  readonly device: DeviceTemplate;
  readonly devices: ReadonlyMap<string, string>;
  readonly onlyListed: boolean;
  readonly items: Path | null;
  readonly ts: (TimeReader & { readonly path: Path }) | null;
  readonly values: readonly ValueReader[];
  /** null: every source but the built-in broker. */
  readonly sources: ReadonlySet<string> | null;
}
export interface ValueReader {
  readonly path: Path;
  readonly point: string;
  readonly conversion: Conversion | null;
  /** What it became, for people; null when nobody knows. */
  readonly unit: string | null;
  readonly text: boolean;
}

/** `path` names the field inside the rule: `values[0].path`. */
export interface MappingFault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export type ParsedMapping = { readonly mapping: Mapping } | { readonly faults: readonly MappingFault[] };

/** @param rule of the right shape (its schema's, `storage/registry/portfolio-schema.ts`); what it says is checked here. */
export function parseMapping(rule: MappingRule): ParsedMapping {
  const faults: MappingFault[] = [];
  const fault = (path: string, code: string, message: string) => void faults.push({ path, code, message });
  const ofPath = (path: string, problem: PathProblem) => fault(path, 'path', problemText(problem));

  const pattern = parseTopicPattern(rule.topic);
  if (typeof pattern === 'string') fault('topic', 'topic', pattern);
  const names = typeof pattern === 'string' ? null : pattern.names;

  const hasItems = (rule.items ?? null) !== null;
  const items = hasItems ? parsePath(rule.items!, { every: true, item: false }) : null;
  if (items !== null && 'message' in items) ofPath('items', items);

  const template = rule.device ?? '{device}';
  const device = template === '' ? null : parseDeviceTemplate(template, names ?? namesIn(template), hasItems);
  if (device === null) fault('device', 'device', 'is empty');
  else if ('message' in device) {
    const absent = rule.device === undefined || rule.device === null;
    const way = 'is needed: the topic has no level {device}, so say where the device stands, like $.meter.id';
    fault('device', 'device', absent ? way : problemText(device));
  }
  if (rule.onlyListed && Object.keys(rule.devices ?? {}).length === 0) {
    fault('onlyListed', 'empty', 'needs devices: without a table nothing would be read');
  }

  const ts = rule.ts ? parseTime(rule.ts, hasItems, fault, ofPath) : null;
  const values = parseValues(rule.values, hasItems, fault, ofPath);
  if (faults.length > 0 || typeof pattern === 'string' || device === null || 'message' in device) return { faults };
  return {
    mapping: {
      rule,
      pattern,
      device,
      devices: new Map(Object.entries(rule.devices ?? {})),
      onlyListed: rule.onlyListed ?? false,
      items: items as Path | null,
      ts,
      values,
      sources: rule.sources ? new Set(rule.sources) : null,
    },
  };
}

/** Of a topic that could not be read: its names are not blamed a second time. */
function namesIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
}

type Fault = (path: string, code: string, message: string) => void;
type OfPath = (path: string, problem: PathProblem) => void;

function parseTime(time: MappingTime, item: boolean, fault: Fault, ofPath: OfPath): Mapping['ts'] {
  const path = parsePath(time.path, { every: false, item });
  if ('message' in path) ofPath('ts.path', path);
  if (!timeFormats.includes(time.format)) fault('ts.format', 'not-one-of', `must be one of ${timeFormats.join(', ')}`);
  let zone: ZoneOffsets | null = null;
  if (time.zone !== undefined && time.zone !== null) {
    if (time.format !== 'iso') fault('ts.zone', 'zone', 'is for iso only: seconds since 1970 know no zone');
    try {
      zone = new ZoneOffsets(time.zone);
    } catch {
      fault('ts.zone', 'zone', 'must be a time zone of the IANA database, such as Asia/Shanghai');
    }
  }
  return 'message' in path ? null : { path, format: time.format, zone };
}

function parseValues(list: readonly MappingValue[], item: boolean, fault: Fault, ofPath: OfPath): ValueReader[] {
  if (list.length === 0) fault('values', 'empty', 'must have at least one {path, point}');
  const points = new Map<string, number>();
  return list.flatMap((value, at): ValueReader[] => {
    const here = `values[${at}]`;
    const path = parsePath(value.path, { every: false, item });
    if ('message' in path) ofPath(`${here}.path`, path);
    else if (item && path.root === '$') {
      fault(`${here}.path`, 'outside-items', 'must begin with @: with items, each value is read from the element');
    }
    if (!/^[^\p{Cc}\p{Cs}]{1,128}$/u.test(value.point) || value.point in Object.prototype) {
      fault(`${here}.point`, 'point', 'must be the name of a point, such as energy_kwh');
    }
    const first = points.get(value.point);
    if (first !== undefined) fault(`${here}.point`, 'duplicate-point', `is read by values[${first}] already`);
    else points.set(value.point, at);
    const how = conversionOf(value, here, fault);
    return 'message' in path ? [] : [{ path, point: value.point, ...how, text: value.text ?? false }];
  });
}

/** A factor of 1 and an offset of 0 say nothing: the value stays as it is. */
function conversionOf(value: MappingValue, here: string, fault: Fault): Pick<ValueReader, 'conversion' | 'unit'> {
  const known = unitOf(value.point);
  const factor = value.factor ?? 1;
  const offset = value.offset ?? 0;
  const none = { conversion: null, unit: known };
  if (value.unit === undefined || value.unit === null) {
    if (factor === 0) fault(`${here}.factor`, 'factor', 'must not be 0');
    if (!Number.isFinite(factor) || !Number.isFinite(offset)) return none;
    return factor === 1 && offset === 0 ? none : { conversion: affine(factor, offset), unit: known };
  }
  const at = `${here}.unit`;
  if ((value.factor ?? null) !== null || (value.offset ?? null) !== null) {
    fault(at, 'twice-converted', 'stands beside factor or offset: one of them is enough');
    return none;
  }
  const [from = '', to, ...more] = value.unit.split(/→|->/).map((part) => part.trim());
  const target = to ?? known;
  if (more.length > 0) fault(at, 'unit', 'must be a unit, or two like Wh→kWh');
  else if (target === null) {
    fault(at, 'unit', `must name both ends, like Wh→kWh: the unit of ${value.point} is not known here`);
  } else if (target === '') fault(at, 'unit', `${value.point} has no unit: use factor`);
  else {
    const [a, b] = [unitNamed(from), unitNamed(target)];
    if (a === null || b === null) {
      const like = b === null ? '' : `; known for ${b}: ${unitsLike(b).join(', ')}`;
      fault(at, 'unit', `names ${JSON.stringify(a === null ? from : target)}, which is not a known unit${like}`);
    } else if (known !== null && unitNamed(known) !== b) {
      fault(at, 'unit-mismatch', `turns it into ${b}, but ${value.point} is in ${known}`);
    } else {
      const conversion = unitConversion(a, b);
      if (conversion !== null) return { conversion: a === b ? null : conversion, unit: b };
      fault(at, 'unit-mismatch', `${a} cannot become ${b}; what can: ${unitsLike(b).join(', ')}`);
    }
  }
  return none;
}
