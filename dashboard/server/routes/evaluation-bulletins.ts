import { z } from 'zod';
import { quarterOf } from '../../../domain/evaluation/quarter.ts';
import type { WireBulletin, WireBulletinContent, WireBulletinListItem } from '../../../domain/wire-evaluation.ts';
import type { Bulletin } from '../../../storage/registry/evaluation-port.ts';
import { draftBulletin } from '../evaluation/bulletin.ts';
import type { House } from '../house.ts';
import { notFound, problem } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import {
  bulletinContentSchema,
  bulletinListSchema,
  bulletinSchema,
  quarterSchema,
} from '../wire/evaluation-schemas.ts';
import { todayOf } from '../wire/wire-matter.ts';

const tag = 'evaluation';
const path = '/api/v1/bulletins';
const issuer = z.string().trim().min(1).max(100).optional().describe('Whose name it carries');

export const evaluationBulletinRoutes = [
  route({
    method: 'get',
    path,
    summary: 'Bulletins that were issued, the newest first',
    tag,
    answers: { 200: { description: 'All of them, without their content', schema: bulletinListSchema } },
    handle: async (_call, house) => {
      const items = (await house.registry.evaluations.bulletins()).map((bulletin) => listItem(bulletin, house));
      return json({ items, next: null });
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    summary: 'A bulletin as it was issued',
    tag,
    params: z.object({ id: z.string().regex(/^\d{1,15}$/) }),
    answers: { 200: { description: 'The bulletin', schema: bulletinSchema } },
    handle: async ({ params: { id } }, house) => {
      const bulletin = (await house.registry.evaluations.bulletins()).find((own) => own.id === Number(id));
      return bulletin === undefined ? notFound('bulletin', id) : json(wireBulletin(bulletin, house));
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/bulletin-draft',
    summary: 'What the bulletin of a quarter would say now; nothing is issued',
    tag,
    query: z.object({ quarter: quarterSchema, issuer }),
    answers: { 200: { description: 'Its content', schema: bulletinContentSchema } },
    problems: [409],
    handle: async ({ query }, house) => {
      const quarter = quarterOf(query.quarter)!;
      if (quarter.from > todayOf(house)) return notBegun(query.quarter);
      return json((await draftBulletin(quarter, query.issuer ?? null, house)).content);
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Issue the bulletin of a quarter: it stays as it is, whatever is corrected later',
    tag,
    body: { kind: 'json', schema: z.strictObject({ quarter: quarterSchema, issuer }) },
    answers: { 201: { description: 'The bulletin', schema: bulletinSchema } },
    problems: [409, 422],
    handle: async ({ viewer, body }, house) => {
      const quarter = quarterOf(body.quarter)!;
      if (quarter.from > todayOf(house)) return notBegun(body.quarter);
      const { content, demo } = await draftBulletin(quarter, body.issuer ?? null, house);
      const { evaluations } = house.registry;
      const kept = { quarter: quarter.id, content: JSON.stringify(content), demo };
      const id = await evaluations.issue(kept, viewer);
      const bulletin = (await evaluations.bulletins()).find((own) => own.id === id)!;
      return json(wireBulletin(bulletin, house), 201);
    },
  }),
];

const notBegun = (quarter: string) => problem(409, 'not-begun', `The quarter ${quarter} has not begun.`);

function wireBulletin(bulletin: Bulletin, house: House): WireBulletin {
  return { ...listItem(bulletin, house), content: contentOf(bulletin) };
}

function listItem(bulletin: Bulletin, { calendar }: House): WireBulletinListItem {
  const { id, quarter, issuedAt, issuedBy, demo } = bulletin;
  return { id, quarter, title: contentOf(bulletin).title, issuedAt: calendar.iso(issuedAt), issuedBy, demo };
}

function contentOf({ content }: Bulletin): WireBulletinContent {
  return JSON.parse(content) as WireBulletinContent;
}
