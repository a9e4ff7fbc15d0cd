import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { rightsOf } from '../rights.ts';
import { allRoutes } from '../routes/all.ts';
import { openapi } from './openapi.ts';
import { route } from './route.ts';

interface Operation {
  operationId: string;
  security: unknown[];
  parameters?: { name: string; in: string; required: boolean }[];
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}
const document = openapi(rightsOf(allRoutes), '1') as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the OpenAPI document', () => {
  it('names every route once', () => {
    const routes = allRoutes.map((one) => `${one.method} ${one.path}`).sort();
    expect(operations.map(({ path, method }) => `${method} ${path}`).sort()).toEqual(routes);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(routes.length);
  });

  it('has no reference that leads nowhere, and only schemas that compile', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    // Problems are the same everywhere.
    const compiled = new Set<string>();
    for (const { path, operation } of operations) {
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description, `${path} ${status}`).toBeTruthy();
        for (const { schema } of Object.values(response.content ?? {})) {
          const text = JSON.stringify(schema);
          if (compiled.has(text)) continue;
          compiled.add(text);
          expect(() => ajv.compile({ ...schema, components: document.components }), `${path} ${status}`).not.toThrow();
        }
      }
    }
  });

  it('declares each name in a path, and says what is open to anyone', () => {
    for (const { path, operation } of operations) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name);
      expect(declared, path).toEqual(names);
    }
    const open = operations.filter(({ operation }) => operation.security.length === 0).map(({ path }) => path);
    expect(new Set(open)).toEqual(
      new Set(['/healthz', '/readyz', '/api/v1/openapi.json', '/api/v1/portfolio.schema.json', '/api/v1/session']),
    );
  });

  it('a query parameter without a default is required', () => {
    const parameters = document.paths['/api/v1/series']!['get']!.parameters!;
    expect(parameters.filter((one) => one.required).map((one) => one.name)).toEqual(['meters']);
  });

  it('refuses an answer that is not as described', () => {
    const schema = document.components.schemas['Ledger']!;
    const check = new Ajv2020({ strict: false }).compile(schema);
    expect(check({ received: 1, stored: 1, duplicate: 0, quarantined: 0, rejected: 0, revisions: 0 })).toBe(true);
    expect(check({ received: 1 })).toBe(false);
  });

  it('a route that is added later is in it without further work', () => {
    const extra = route({
      method: 'get',
      path: '/x',
      summary: 's',
      tag: 't',
      answers: { 200: { description: 'd' } },
      handle: () => ({ kind: 'empty' }),
    });
    expect((openapi(new Map([[extra, 'viewer']]), '1') as Document).paths).toHaveProperty('/x.get.summary', 's');
  });
});
