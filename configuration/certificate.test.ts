import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testCertificate } from '../dashboard/server/fakes/certificate.ts';
import { Certificate, type Pair } from './certificate.ts';
import { otherKey, testCert, testKey } from './testing/certificate.ts';
import { readTls } from './tls.ts';

const before: Pair = { cert: testCert, key: testKey };
const after: Pair = { cert: testCertificate.cert, key: testCertificate.key };

let folder: string;
let certFile: string;
let keyFile: string;
let certificate: Certificate;
let logged: Record<string, unknown>[];
let taken: Pair[];

function put({ cert, key }: Partial<Pair>): void {
  if (cert !== undefined) writeFileSync(certFile, cert);
  if (key !== undefined) writeFileSync(keyFile, key);
}

function open(metrics = new Registry()): void {
  const files = readTls(certFile, keyFile, (path) => readFileSync(path, 'utf8'));
  if (!files.ok) throw new Error(files.message);
  const write = (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>);
  // Looks only when the test or a signal says so.
  certificate = new Certificate({ files: files.value, log: pino({}, { write }), metrics, everyMs: 3_600_000 });
  certificate.onChange((pair) => taken.push(pair));
  certificate.start();
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wattsteward-certificate-'));
  [certFile, keyFile] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  [logged, taken] = [[], []];
  put(before);
});
afterEach(async () => {
  await certificate.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a certificate is renewed', () => {
  beforeEach(() => open());

  it('both files written: the new pair is in use and told once', async () => {
    put(after);
    await certificate.check();
    await certificate.check();
    expect(certificate.current).toEqual(after);
    expect(taken).toEqual([after]);
    expect(logged).toMatchObject([{ level: 30, msg: 'a new certificate is in use', subject: 'CN=localhost' }]);
  });

  it('nothing new: nothing is told', async () => {
    await certificate.check();
    put(before);
    await certificate.check();
    expect(taken).toEqual([]);
    expect(logged).toEqual([]);
  });

  it('the new certificate with the old key, as between two copies: the old pair stays, said once', async () => {
    put({ cert: after.cert });
    await certificate.check();
    await certificate.check();
    expect(certificate.current).toEqual(before);
    expect(taken).toEqual([]);
    expect(logged).toMatchObject([{ level: 40, reason: `${keyFile} is not the key of the certificate ${certFile}` }]);

    put({ key: after.key });
    await certificate.check();
    expect(taken).toEqual([after]);
  });

  it('half a file, no file, a key of nobody: the old pair stays each time, and no key is in the log', async () => {
    put({ cert: after.cert.slice(0, 300), key: after.key });
    await certificate.check();
    rmSync(certFile);
    await certificate.check();
    put({ cert: before.cert, key: otherKey });
    await certificate.check();
    expect(certificate.current).toEqual(before);
    expect(logged).toHaveLength(3);
    expect(JSON.stringify(logged)).not.toContain('PRIVATE');
  });

  it('back to what is in use, after a faulty pair: no change', async () => {
    put({ key: otherKey });
    await certificate.check();
    put(before);
    await certificate.check();
    expect(taken).toEqual([]);
    expect(logged).toHaveLength(1);
  });

  it('renamed over', async () => {
    for (const [file, text] of [[certFile, after.cert] as const, [keyFile, after.key] as const]) {
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    }
    await certificate.check();
    expect(taken).toEqual([after]);
  });

  it('SIGHUP looks at once', async () => {
    put(after);
    process.emit('SIGHUP', 'SIGHUP');
    // Joins the look that the signal began.
    await certificate.check();
    expect(taken).toEqual([after]);
  });

  it('a listener that fails does not keep the others from the new pair', async () => {
    const later: Pair[] = [];
    certificate.onChange(() => {
      throw new Error('no');
    });
    certificate.onChange((pair) => later.push(pair));
    put(after);
    await certificate.check();
    expect(later).toEqual([after]);
    expect(logged).toMatchObject([{ level: 50 }, { level: 30 }]);
  });
});

it('a secret of Kubernetes: the folder behind the links is exchanged as a whole', async () => {
  rmSync(certFile);
  rmSync(keyFile);
  for (const [name, pair] of Object.entries({ '..1': before, '..2': after })) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'tls.crt'), pair.cert);
    writeFileSync(join(folder, name, 'tls.key'), pair.key);
  }
  symlinkSync('..1', join(folder, '..data'));
  symlinkSync('..data/tls.crt', certFile);
  symlinkSync('..data/tls.key', keyFile);
  open();
  symlinkSync('..2', join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  await certificate.check();
  expect(taken).toEqual([after]);
});

it('the end of its validity is a metric, and follows the renewal', async () => {
  const metrics = new Registry();
  open(metrics);
  const text = () => metrics.getSingleMetricAsString('wattsteward_tls_certificate_not_after_seconds');
  const first = await text();
  expect(first).toMatch(/ \d{10}$/m);
  put(after);
  await certificate.check();
  expect(await text()).not.toBe(first);
});
