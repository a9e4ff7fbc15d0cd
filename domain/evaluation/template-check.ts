import { z } from 'zod';
import { operatingModes, supplyModes } from '../canteen/types.ts';
import { applies, itemsOf } from './score.ts';
import { metricIds, type Band, type Item, type Template } from './template.ts';

/** `path` names the field: `sections[1].items[0].bands[2].score`. */
export interface TemplateFault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}
export type CheckedTemplate =
  { readonly template: Omit<Template, 'version'> } | { readonly faults: readonly TemplateFault[] };

const text = (most: number) => z.string().trim().min(1).max(most);
const words = (most: number) => z.strictObject({ zh: text(most), en: text(most) });
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'small letters, digits and hyphens');
const points = z.number().min(0).max(1000);

const bandSchema = z.union([
  z.strictObject({ upTo: z.number(), score: points }),
  z.strictObject({ from: z.number(), score: points }),
  z.strictObject({ else: z.literal(true), score: points }),
]);
const itemSchema = z.strictObject({
  id,
  title: words(200),
  criterion: words(1000),
  max: z.number().positive().max(1000),
  how: z.enum(['automatic', 'inspection', 'upload']),
  metric: z.enum(metricIds).optional(),
  bands: z.array(bandSchema).min(1).max(20).optional(),
  appliesTo: z
    .strictObject({
      operatingMode: z.array(z.enum(operatingModes)).min(1).optional(),
      supplyMode: z.array(z.enum(supplyModes)).min(1).optional(),
    })
    .optional(),
});
const cutoff = z.number().min(0).max(100);

/** A score sheet as it is written, in JSON or YAML; its version is given when it is kept. */
export const templateSchema = z.strictObject({
  id,
  title: words(200),
  source: words(2000),
  sections: z
    .array(z.strictObject({ id, title: words(200), items: z.array(itemSchema).min(1).max(100) }))
    .min(1)
    .max(20),
  cutoffs: z.strictObject({ excellent: cutoff, good: cutoff, pass: cutoff }),
});

/** Checks a sheet field by field; a sheet with any fault is none. */
export function checkTemplate(value: unknown): CheckedTemplate {
  const parsed = templateSchema.safeParse(value);
  if (!parsed.success) return { faults: parsed.error.issues.flatMap(faultsOf) };
  const template = parsed.data as Omit<Template, 'version'>;
  const faults = [...idFaults(template), ...itemFaults(template), ...cutoffFaults(template)];
  return faults.length > 0 ? { faults } : { template };
}

function faultsOf(issue: z.core.$ZodIssue): TemplateFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => fault(pathText([...issue.path, key]), 'unknown', 'is not known here'));
  }
  return [fault(pathText(issue.path), issue.code.replaceAll('_', '-'), issue.message)];
}

function idFaults({ sections }: Omit<Template, 'version'>): TemplateFault[] {
  const faults: TemplateFault[] = [];
  const seen = new Map<string, string>();
  const once = (name: string, path: string) => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, path);
    else faults.push(fault(`${path}.id`, 'twice', `${name} is the id of ${first} too`));
  };
  sections.forEach((section, s) => {
    once(section.id, `sections[${s}]`);
    section.items.forEach((item, i) => once(item.id, `sections[${s}].items[${i}]`));
  });
  return faults;
}

function itemFaults(template: Omit<Template, 'version'>): TemplateFault[] {
  const faults = template.sections.flatMap(({ items }, s) =>
    items.flatMap((item, i) => howFaults(item, `sections[${s}].items[${i}]`)),
  );
  for (const operatingMode of operatingModes) {
    for (const supplyMode of supplyModes) {
      const some = itemsOf({ ...template, version: 1 }).some((item) => applies(item, { operatingMode, supplyMode }));
      if (some) continue;
      faults.push(fault('sections', 'nothing-applies', `no item applies to a canteen ${operatingMode}, ${supplyMode}`));
    }
  }
  return faults;
}

function howFaults({ how, metric, bands, max }: Item, path: string): TemplateFault[] {
  if (how !== 'automatic') {
    const unused = (['metric', 'bands'] as const).filter((key) => ({ metric, bands })[key] !== undefined);
    return unused.map((key) => fault(`${path}.${key}`, 'not-automatic', 'stands at automatic items only'));
  }
  const faults: TemplateFault[] = [];
  if (metric === undefined) faults.push(fault(`${path}.metric`, 'missing', 'an automatic item rests on a metric'));
  if (bands === undefined) faults.push(fault(`${path}.bands`, 'missing', 'an automatic item is scored by bands'));
  else faults.push(...bandFaults(bands, max, `${path}.bands`));
  return faults;
}

function bandFaults(bands: readonly Band[], max: number, path: string): TemplateFault[] {
  const faults: TemplateFault[] = [];
  bands.forEach((band, b) => {
    const at = `${path}[${b}]`;
    if (band.score > max) faults.push(fault(`${at}.score`, 'over-max', `is more than the item's ${max}`));
    const last = b === bands.length - 1;
    if ('else' in band && !last) faults.push(fault(at, 'unreachable', 'what follows it is never reached'));
    if (!('else' in band) && last) faults.push(fault(at, 'no-else', 'the last band says what all else is worth'));
    const before = bands[b - 1];
    const covered =
      before !== undefined &&
      (('upTo' in before && 'upTo' in band && band.upTo <= before.upTo) ||
        ('from' in before && 'from' in band && band.from >= before.from));
    if (covered) faults.push(fault(at, 'unreachable', 'the band before it holds all of it'));
  });
  return faults;
}

function cutoffFaults({ cutoffs: { excellent, good, pass } }: Omit<Template, 'version'>): TemplateFault[] {
  const faults: TemplateFault[] = [];
  if (good >= excellent) faults.push(fault('cutoffs.good', 'order', 'must be below excellent'));
  if (pass >= good) faults.push(fault('cutoffs.pass', 'order', 'must be below good'));
  return faults;
}

const fault = (path: string, code: string, message: string): TemplateFault => ({ path, code, message });

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
