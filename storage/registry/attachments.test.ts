import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { administrator, benchWith, firstPage, smallCity, type Bench } from './fakes/bench.ts';
import type { Viewer } from './port.ts';

const cook: Viewer = { kind: 'user', name: 'ma', role: 'canteen', scope: 'CT012' };
const zhao: Viewer = { kind: 'user', name: 'zhao', role: 'institution', scope: 'hospital' };
const contractor: Viewer = { kind: 'user', name: 'bright', role: 'contractor', scope: 'brightsave' };
const canteen = { kind: 'canteen', id: 'CT012' } as const;
const content = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const sha256 = createHash('sha256').update(content).digest('hex');
const photo = { subject: canteen, name: 'IMG_2031.jpg', type: 'image/jpeg', content } as const;

async function city() {
  const bench = await benchWith(onTestFinished);
  await bench.import(smallCity);
  return { bench, attachments: bench.registry.attachments };
}
const kept = (bench: Bench) => readdir(join(bench.folder, 'attachments')).catch(() => [] as string[]);

it('a photo is kept once under its hash, for its owner only, and known after a restart', async () => {
  const { bench, attachments } = await city();
  const first = await attachments.add(photo, cook);
  const by = { by: 'ma', at: bench.clock };
  expect(first).toEqual({ ...by, subject: canteen, name: photo.name, type: 'image/jpeg', id: 1, bytes: 7, sha256 });
  expect(await attachments.add(photo, cook), 'the phone lost the answer and tries again').toEqual(first);
  const elsewhere = { ...photo, subject: { kind: 'building', id: 'hospital-1' } as const };
  expect((await attachments.add(elsewhere, zhao)).id).toBe(2);
  expect(await kept(bench)).toEqual([sha256]);
  expect((await stat(join(bench.folder, 'attachments', sha256))).mode & 0o777).toBe(0o600);
  expect((await stat(join(bench.folder, 'attachments'))).mode & 0o777).toBe(0o700);
  await bench.registry.close();
  const again = (await bench.open()).attachments;
  expect(await again.one(cook, 1)).toEqual(first);
  expect(Buffer.from(await again.content(first))).toEqual(Buffer.from(content));
  expect(await again.one(zhao, 1)).toBeNull();
  expect(await again.one(cook, 2)).toBeNull();
  expect(await again.one(contractor, 1)).toBeNull();
  expect([...(await again.several([1, 2, 3])).keys()]).toEqual([1, 2]);
  const { items } = await bench.registry.auditLog(administrator, firstPage);
  expect(items.map(({ actor, action, subject }) => `${actor} ${action} ${subject}`).slice(0, 2)).toEqual([
    'zhao attachment.add hospital-1',
    'ma attachment.add CT012',
  ]);
});

it('a file whose bytes were altered, or that is gone, is given to nobody; the same photo again makes it good', async () => {
  const { bench, attachments } = await city();
  const one = await attachments.add(photo, cook);
  const path = join(bench.folder, 'attachments', sha256);
  await writeFile(path, Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 4]));
  await expect(attachments.content(one)).rejects.toMatchObject({ name: 'AttachmentDamaged' });
  await rm(path);
  await expect(attachments.content(one)).rejects.toMatchObject({ name: 'AttachmentDamaged' });
  await attachments.add(photo, cook);
  expect(await readFile(path)).toEqual(Buffer.from(content));
  await bench.registry.close();
  const file = new DatabaseSync(bench.file);
  for (const statement of [`update attachments set sha256 = 'x'`, `delete from attachments`]) {
    expect(() => file.exec(statement)).toThrow(/append-only/);
  }
  file.close();
});

it.each([
  ['a page that says it is a photo', { content: Buffer.from('<svg onload=alert(1)>') }, 'content not-a-type'],
  ['a PDF that says it is a photo', { content: Buffer.from('%PDF-1.7 …') }, 'type other-type'],
  ['more than 10 MB', { content: Buffer.concat([content, Buffer.alloc(10 * 1024 * 1024)]) }, 'content too-large'],
  ['no name', { name: '../\u0007' }, 'name missing'],
  ['a canteen that does not exist', { subject: { kind: 'canteen', id: 'CT9' } }, 'subject.id unknown-canteen'],
  ['a contract that does not exist', { subject: { kind: 'contract', id: 'C9' } }, 'subject.id unknown-contract'],
] as const)('%s is refused, and leaves nothing behind', async (_, wrong, fault) => {
  const { bench, attachments } = await city();
  const error = await attachments.add({ ...photo, ...wrong }, cook).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'invalid-content' });
  const { faults } = error as { faults: readonly { path: string; code: string }[] };
  expect(faults.map(({ path, code }) => `${path} ${code}`)).toEqual([fault]);
  expect(await kept(bench)).toEqual([]);
});

it('a name keeps its words and nothing that leads elsewhere', async () => {
  const { attachments } = await city();
  for (const [given, expected] of [
    ['后厨 照片(1).jpg', '后厨 照片(1).jpg'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\photos\\a.jpg', 'a.jpg'],
    ['a\r\nSet-Cookie: b.jpg', 'aSet-Cookie: b.jpg'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
  ] as const) {
    expect((await attachments.add({ ...photo, name: given }, cook)).name).toBe(expected);
  }
});

it('what a kill left half written is cleared away at the next start, and nothing else', async () => {
  const { bench, attachments } = await city();
  await attachments.add(photo, cook);
  await bench.registry.close();
  const folder = join(bench.folder, 'attachments');
  await writeFile(join(folder, '7b0c.new'), content.subarray(0, 3));
  await writeFile(join(folder, 'b'.repeat(64)), 'of a newer register that is put back tomorrow');
  await bench.open();
  expect((await kept(bench)).sort()).toEqual([sha256, 'b'.repeat(64)].sort());
});

it('a photo that arrives while the demo leaves is kept nowhere, whichever comes first', async () => {
  for (let run = 0; run < 4; run += 1) {
    const bench = await benchWith(onTestFinished);
    await bench.registry.importPortfolio(smallCity, administrator, { demo: true });
    const remove = () => bench.registry.removeDemo(administrator, () => ['demo', '{}']);
    const add = () => bench.registry.attachments.add(photo, cook).catch(() => null);
    await Promise.all(run % 2 === 0 ? [add(), remove()] : [remove(), add()]);
    expect((await bench.registry.attachments.several([1])).size).toBe(0);
    expect(await kept(bench)).toEqual([]);
  }
});

it('files of the demo leave with it, also when they could not be removed at once; what others share stays', async () => {
  const bench = await benchWith(onTestFinished);
  await bench.registry.importPortfolio(smallCity, administrator, { demo: true });
  await bench.import({
    institutions: [{ id: 'mine', name: '自家' }],
    canteens: [{ id: 'CT900', institution: 'mine', name: '自家食堂' }],
  });
  const { attachments } = bench.registry;
  await attachments.add(photo, cook);
  const shared = { ...photo, content: Uint8Array.from([...content, 9]) };
  await attachments.add(shared, cook);
  const own = await attachments.add({ ...shared, subject: { kind: 'canteen', id: 'CT900' } }, administrator);
  const stubborn = { ...photo, content: Uint8Array.from([...content, 7]) };
  const { sha256: held } = await attachments.add(stubborn, cook);
  // A folder in the place of a file cannot be removed as one.
  const path = join(bench.folder, 'attachments', held);
  await rm(path);
  await mkdir(path);
  expect(await bench.registry.removeDemo(administrator, () => ['demo', '{}'])).toMatchObject({ ok: true });
  expect(await attachments.one(administrator, 1)).toBeNull();
  await bench.registry.close();
  await rm(path, { recursive: true });
  await writeFile(path, content);
  await bench.open();
  expect(await kept(bench)).toEqual([own.sha256]);
  expect(await bench.registry.attachments.content(own)).toHaveLength(8);
});
