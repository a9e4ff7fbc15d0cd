import { z } from 'zod';
import { timeFormats } from '../../domain/mapping/rule.ts';
import { contract } from './contract-schema.ts';
import { carriers, roles } from './port.ts';
import {
  amount,
  clock,
  count,
  date,
  duration,
  id,
  moment,
  notNegative,
  number,
  positive,
  rule,
  secret,
  text,
  topicFilter,
  wholeWithin,
  within,
  year,
} from './portfolio-fields.ts';

/**
 * The portfolio file, one schema an item of each list. Unknown keys are faults. What needs the other rows (references,
 * circles, double ids) is in `portfolio-check.ts`.
 */

const region = z.strictObject({ id, name: text.nullish(), parent: id.nullish() });

const institution = z.strictObject({
  id,
  region: id.nullish(),
  name: text,
  creditCode: text.nullish(),
  kind: z.enum(['office', 'education', 'health', 'culture', 'sports', 'other']).nullish(),
  floorAreaM2: notNegative.nullish(),
  people: count.nullish(),
});

const building = z.strictObject({
  id,
  institution: id,
  name: text,
  floorAreaM2: notNegative.nullish(),
  latitude: within(-90, 90).nullish(),
  longitude: within(-180, 180).nullish(),
  weatherMeter: id.nullish(),
});

const multiplierStep = z.strictObject({ from: moment, value: positive });

const virtualTerm = z
  .strictObject({
    meter: id,
    factor: number.check(rule('zero', 'must not be 0', (value) => value !== 0)).nullish(),
    sign: z.literal(['+', '-', 1, -1]).nullish(),
    from: date.nullish(),
    to: date.nullish(),
  })
  .check(
    rule(
      'factor-and-sign',
      'must have a factor or a sign, not both',
      (term) => (term.factor ?? null) === null || (term.sign ?? null) === null,
    ),
  )
  .meta({
    description: 'Adds a meter (factor −1 or sign "-" takes it away) from local midnight of `from`, up to `to`',
  });

const meter = z.strictObject({
  id,
  building: id,
  parent: id.nullish(),
  carrier: z.enum(carriers),
  endUse: text.nullish(),
  register: z.strictObject({
    point: z.string(),
    unit: z.string(),
    digits: wholeWithin(1, 15).nullish(),
    decimals: wholeWithin(0, 9).nullish(),
    multiplier: z
      .union([
        positive,
        z
          .array(multiplierStep)
          .check(rule('empty', 'must have at least one {from, value}', (steps) => steps.length > 0)),
      ])
      .nullish(),
  }),
  replacements: z.array(z.strictObject({ at: moment, closing: number.nullish(), opening: number.nullish() })).nullish(),
  maxPerHour: positive.nullish(),
  interval: duration.nullish(),
  gateway: id.nullish(),
  secret: secret.nullish(),
  verifiedUntil: date.nullish(),
  virtual: z
    .array(virtualTerm)
    .check(rule('empty', 'must have at least one {meter}', (terms) => terms.length > 0))
    .meta({ minItems: 1, description: 'A meter that is computed of others; nothing publishes for it' })
    .nullish(),
});

const device = z.strictObject({ id, secret: secret.nullish() });

const account = z.strictObject({
  id,
  secret: secret.nullish(),
  publish: z.array(topicFilter).nullish(),
  subscribe: z.array(topicFilter).nullish(),
  refuse: z.array(topicFilter).nullish(),
  retained: z.boolean().nullish(),
});

const canteen = z.strictObject({
  id,
  institution: id,
  name: text,
  seats: count.nullish(),
  operatingMode: z.enum(['self', 'outsourced']).nullish(),
  supplyMode: z.enum(['buffet', 'set', 'weighed', 'a-la-carte']).nullish(),
  meters: z.array(id).nullish(),
  scales: z.array(device).nullish(),
  counters: z.array(device).nullish(),
});

const user = z.strictObject({ username: id, role: z.enum(roles).nullish(), scope: text.nullish() });

const tariff = z.strictObject({
  id,
  validFrom: date.nullish(),
  periods: z
    .array(
      z.strictObject({
        months: z.union([text, z.array(z.union([text, wholeWithin(1, 12)]))]).nullish(),
        days: z.union([text, z.array(z.union([text, wholeWithin(0, 7)]))]).nullish(),
        from: clock.nullish(),
        to: clock.nullish(),
        kind: text.nullish(),
        price: amount.nullish(),
      }),
    )
    .nullish(),
});

const target = z.strictObject({
  institution: id,
  baseYear: year.nullish(),
  baseTco2e: notNegative.nullish(),
  targetYear: year.nullish(),
  targetTco2e: notNegative.nullish(),
  path: z
    .union([text, z.array(z.strictObject({ year, tco2e: notNegative })), z.record(z.string(), notNegative)])
    .nullish(),
});

/** What topics, paths and units say is checked in `mapping-check.ts`. */
const mapping = z.strictObject({
  id,
  topic: z.string(),
  device: z.string().nullish(),
  devices: z.record(z.string(), id).nullish(),
  onlyListed: z.boolean().nullish(),
  items: z.string().nullish(),
  ts: z.strictObject({ path: z.string(), format: z.enum(timeFormats), zone: z.string().nullish() }).nullish(),
  values: z.array(
    z.strictObject({
      path: z.string(),
      point: z.string(),
      factor: number.nullish(),
      offset: number.nullish(),
      unit: z.string().nullish(),
      text: z.boolean().nullish(),
    }),
  ),
  sources: z.array(text).nullish(),
});

/** Every list with the schema of its items, in the order of the page. */
export const items = {
  regions: region,
  institutions: institution,
  buildings: building,
  meters: meter,
  gateways: device,
  accounts: account,
  canteens: canteen,
  users: user,
  tariffs: tariff,
  contracts: contract,
  targets: target,
  mappings: mapping,
} as const;

export type ListName = keyof typeof items;
export const listNames = Object.keys(items) as ListName[];

export type Item<L extends ListName> = z.infer<(typeof items)[L]>;
export type Portfolio = { readonly [L in ListName]: readonly Item<L>[] };

/** JSON Schema (draft 2020-12) of the whole file. */
export function portfolioJsonSchema(): object {
  const lists = Object.fromEntries(listNames.map((list) => [list, z.array(items[list]).nullish()]));
  const schema = z.toJSONSchema(z.strictObject(lists), { target: 'draft-2020-12', io: 'input' });
  return { ...schema, title: 'Wattsteward portfolio' };
}
