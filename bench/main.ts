import { parseArgs } from 'node:util';
import { canteens } from './canteens.ts';
import { contracts } from './contracts.ts';
import { decode } from './decode.ts';
import { ingest, paced } from './ingest.ts';
import { largeCity } from './large-city.ts';
import { mapping } from './mapping.ts';
import { mandv } from './mandv.ts';
import { mandvHourly } from './mandv-hourly.ts';
import { mandvMany } from './mandv-many.ts';
import { metering } from './metering.ts';
import { pages } from './pages.ts';
import { yearOfACity } from './queries.ts';
import { storeAlone } from './store.ts';
import { meets, table, type Figure } from './support/result.ts';

const help = `npm run bench -- [ingest] [paced] [queries] [decode] [mapping] [store] [metering]
                 [mandv] [mandv-hourly] [mandv-many] [large-city] [canteens] [contracts] [pages] [--quick] [--json]

  ingest        durable ingest against Mosquitto, in turns in one run
  paced         time to the PUBACK at 5,000 readings a second
  queries       500 meters with 13 months at 15 minutes: start, memory, API times
  decode        reading and judging a payload, beside JSON.parse alone
  mapping       foreign messages through a mapping
  store         the embedded store by itself
  metering      a year of 15-minute readings judged and rolled up, on one core
  mandv         a daily and a billing model fitted and a year predicted
  mandv-hourly  an hourly model fitted and a year predicted
  mandv-many    1,000 meters daily from hours to saving, on two threads
  large-city    12,000 meters in 3,000 buildings: what the pages of places ask
  canteens      66 canteens with three years of events: board, league, a canteen's page
  contracts     200 contracts with two years of 400 meters: the night's job and a contract's page
  pages         in Chromium: first paint, switching, publish to page, live series, memory of a page left open
  --quick       shorter runs and a smaller city, for a first look
  --json        the figures as JSON on stdout
Without names all of them run. Exit code 1 when a bound is not met.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
const quick = values.quick ?? false;
const benchmarks: Record<string, () => Promise<Figure[]>> = {
  ingest: () => ingest(quick ? { seconds: 5, rounds: 1 } : { seconds: 10, rounds: 3 }),
  paced: () => paced({ seconds: quick ? 5 : 15 }),
  queries: () => yearOfACity(quick ? { meters: 50 } : { meters: 500 }),
  decode: () => decode(quick ? { messages: 50_000, rounds: 3 } : { messages: 200_000, rounds: 7 }),
  mapping: () => mapping(quick ? { messages: 50_000, rounds: 3 } : { messages: 200_000, rounds: 7 }),
  metering: () => metering(quick ? { meters: 50, rounds: 3 } : { meters: 300, rounds: 5 }),
  mandv: () => Promise.resolve(mandv({ rounds: quick ? 30 : 200 })),
  'mandv-hourly': () => mandvHourly({ meters: quick ? 20 : 60 }),
  'mandv-many': () => mandvMany({ meters: quick ? 200 : 1000 }),
  'large-city': () => largeCity(quick ? { meters: 2_000, rounds: 1 } : { meters: 12_000, rounds: 3 }),
  canteens: () => canteens(quick ? { days: 120, rounds: 5 } : { days: 1095, rounds: 15 }),
  contracts: () => contracts(quick ? { contracts: 20, rounds: 5 } : { contracts: 200, rounds: 15 }),
  pages: () => pages(quick ? { seconds: 6, rounds: 3 } : { seconds: 20, rounds: 9 }),
  store: () => storeAlone(quick ? { meters: 20 } : { meters: 100 }),
};
const chosen = positionals.length > 0 ? positionals : Object.keys(benchmarks);
const figures: Figure[] = [];
for (const name of chosen) {
  const benchmark = benchmarks[name];
  if (benchmark === undefined) {
    console.error(`No benchmark is called “${name}”.\n\n${help}`);
    process.exit(2);
  }
  if (!values.json) console.error(`running ${name}…`);
  figures.push(...(await benchmark()));
}
console.log(values.json ? JSON.stringify(figures, null, 2) : `\n${table(figures)}`);
process.exit(figures.some((figure) => meets(figure) === false) ? 1 : 0);
