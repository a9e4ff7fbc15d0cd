import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';
import { readTls, type TlsFiles, type TlsRead } from './tls.ts';

export interface Pair {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** As the configuration read them at start. */
  readonly files: TlsFiles;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly everyMs?: number;
}

/** Long enough to be free of charge, short enough that nobody restarts instead of waiting. */
const EVERY_MS = 5_000;

/**
 * The certificate of all listeners, which may be replaced while they are open: both files are read every few seconds
 * and at SIGHUP, and a pair that belongs together takes the place of the old one. Whatever else lies there meanwhile
 * (half of a pair, half of a file, nothing) is told once, and the old pair stays.
 *
 * The contents are compared, never times or inodes: that holds for files that are written in place, renamed over, or
 * reached through a symbolic link that moves, as Kubernetes does it.
 */
export class Certificate {
  readonly #options: CertificateOptions;
  readonly #listeners: ((pair: Pair) => void)[] = [];
  readonly #onSignal = () => void this.check();
  #current: Pair;
  /** What the files held, or how they failed, when they were looked at last. */
  #seen: string;
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<void> | undefined;

  constructor(options: CertificateOptions) {
    this.#options = options;
    this.#current = { cert: options.files.cert, key: options.files.key };
    this.#seen = this.#current.cert + this.#current.key;
  }

  get current(): Pair {
    return this.#current;
  }

  /** Called with each new pair that was checked to belong together. */
  onChange(listener: (pair: Pair) => void): void {
    this.#listeners.push(listener);
  }

  start(): void {
    const { everyMs = EVERY_MS, metrics } = this.#options;
    const notAfter: Gauge = new Gauge({
      name: 'wattsteward_tls_certificate_not_after_seconds',
      help: 'End of validity of the certificate in use, as Unix time',
      registers: [metrics],
      collect: () => notAfter.set(Date.parse(new X509Certificate(this.#current.cert).validTo) / 1_000),
    });
    this.#timer = setInterval(() => void this.check(), everyMs);
    process.on('SIGHUP', this.#onSignal);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    process.off('SIGHUP', this.#onSignal);
    await this.#checking;
  }

  /** Looks at the files now; one look at a time. Never rejects. */
  check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  async #check(): Promise<void> {
    const { certFile, keyFile } = this.#options.files;
    const [cert, key] = await Promise.all([contentOf(certFile), contentOf(keyFile)]);
    const seen = `${cert}${key}`;
    if (seen === this.#seen) return;
    this.#seen = seen;
    if (cert === this.#current.cert && key === this.#current.key) return;
    const read = judge(certFile, keyFile, (path) => textOf(path === certFile ? cert : key));
    if (read.ok) this.#take({ cert: read.value.cert, key: read.value.key });
    else this.#options.log.warn({ reason: read.message }, 'the certificate on disk is not taken; the one in use stays');
  }

  #take(pair: Pair): void {
    const { log } = this.#options;
    this.#current = pair;
    const { subject, validTo, fingerprint256 } = new X509Certificate(pair.cert);
    for (const listener of this.#listeners) {
      try {
        listener(pair);
      } catch (error) {
        log.error({ err: error }, 'a listener did not take the new certificate');
      }
    }
    log.info({ subject, validTo, fingerprint256 }, 'a new certificate is in use');
  }
}

/** Text of a file, or the error that stood in the way. */
async function contentOf(path: string): Promise<string | Error> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    return error as Error;
  }
}

function textOf(content: string | Error): string {
  if (typeof content === 'string') return content;
  throw content;
}

/** A pair that belongs together and that TLS itself accepts (a key may be too short for it, or a chain broken). */
function judge(certFile: string, keyFile: string, readFile: (path: string) => string): TlsRead {
  const read = readTls(certFile, keyFile, readFile);
  if (!read.ok) return read;
  try {
    createSecureContext({ cert: read.value.cert, key: read.value.key });
    return read;
  } catch (error) {
    return { ok: false, of: 'tlsCert', message: `${certFile} is not usable: ${(error as Error).message}` };
  }
}
