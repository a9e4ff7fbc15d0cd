import { until, type Product } from './product.ts';

export interface Ledger {
  readonly received: number;
  readonly stored: number;
}
export interface Items<T = { readonly id: string }> {
  readonly items: readonly T[];
}

/** Some of the past is there: the newest stretch of some meters and canteens. */
export const someHistory = (product: Product) =>
  until(
    'the history of some meters',
    async () => (await product.get<Ledger>('/api/v1/ingest/ledger')).stored > 200_000,
    90_000,
  );
