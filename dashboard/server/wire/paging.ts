import { z } from 'zod';
import type { Page, PageQuery } from '../../../storage/registry/port.ts';

/** `limit` (1…1000) and `cursor` of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'a whole number from 1 to 1000')
    .transform(Number)
    .pipe(z.number().min(1).max(1000))
    .optional()
    .describe('How many items at most, 1 to 1000; 100 when absent'),
  cursor: z.string().min(1).max(500).optional().describe('`next` of the page before'),
};

export const pageOf = (query: { limit?: number | undefined; cursor?: string | undefined }): PageQuery => ({
  limit: query.limit ?? 100,
  cursor: query.cursor ?? null,
});

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('Cursor of the next page; null = the last') });

/**
 * A page of what passes a filter that the register does not know. Asks for no more than is still missing, so that the
 * register's own cursor stays right.
 */
export async function filteredPage<T, U>(
  read: (page: PageQuery) => Promise<Page<T>>,
  page: PageQuery,
  take: (item: T) => U | null,
): Promise<Page<U>> {
  const items: U[] = [];
  let cursor = page.cursor;
  do {
    const more = await read({ limit: page.limit - items.length, cursor });
    for (const item of more.items) {
      const taken = take(item);
      if (taken !== null) items.push(taken);
    }
    cursor = more.next;
  } while (cursor !== null && items.length < page.limit);
  return { items, next: cursor };
}

/** Every item of a list that is read page by page. */
export async function allOf<T>(read: (page: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read({ limit: 1000, cursor });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}
