import { until, type Product } from './product.ts';

/** Waits until no interval lags behind its readings, as the metrics say. */
export async function settled(product: Product): Promise<void> {
  await until('derived intervals', async () => {
    const text = await (await fetch(product.url + '/metrics')).text();
    const value = /^wattsteward_dirty_meters(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1];
    if (value === undefined) throw new Error('the metric wattsteward_dirty_meters is not there');
    return value === '0';
  });
}
