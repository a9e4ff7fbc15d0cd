/**
 * Run as a process of its own, to be killed: commits batches for ever, derives now and then, and writes a line for
 * each batch that the store acknowledged. Arguments: URL of the adapter's module, name of its `open`, folder, number
 * of the first batch.
 */
import { deviceOf, options, settle, type Adapter } from './field.ts';
import { killMeters, readingsOfBatch } from './kill-plan.ts';

const [url, name, directory, first] = process.argv.slice(2) as [string, string, string, string];
const open = ((await import(url)) as Record<string, Adapter['open']>)[name] as Adapter['open'];
const store = await open(options(directory));

for (let number = Number(first); ; number++) {
  const batch = store.newBatch();
  for (const meter of killMeters) {
    const account = batch.account(deviceOf(meter));
    for (const [ts, values] of readingsOfBatch(number)) {
      batch.received(account, 1);
      batch.reading(account, meter, ts, ts, values);
    }
  }
  await store.commit(batch);
  process.stdout.write(`${number}\n`);
  if (number % 7 === 0) void settle(store);
}
