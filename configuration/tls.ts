import { X509Certificate, createPrivateKey } from 'node:crypto';

/** The certificate and key of the listeners, read once at start and checked to belong together. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export type TlsRead =
  | { readonly ok: true; readonly value: TlsFiles }
  | { readonly ok: false; readonly of: 'tlsCert' | 'tlsKey'; readonly message: string };

/** Reads both files; a fault names the one that is wrong and shows nothing of the key. */
export function readTls(certFile: string, keyFile: string, readFile: (path: string) => string): TlsRead {
  let certificate: X509Certificate;
  let cert: string;
  try {
    cert = readFile(certFile);
    certificate = new X509Certificate(cert);
  } catch (error) {
    return { ok: false, of: 'tlsCert', message: `${certFile} ${whatIsWrong(error, 'holds no PEM certificate')}` };
  }
  let key: string;
  try {
    key = readFile(keyFile);
    if (!certificate.checkPrivateKey(createPrivateKey(key))) {
      return { ok: false, of: 'tlsKey', message: `${keyFile} is not the key of the certificate ${certFile}` };
    }
  } catch (error) {
    return { ok: false, of: 'tlsKey', message: `${keyFile} ${whatIsWrong(error, 'holds no PEM private key')}` };
  }
  return { ok: true, value: { certFile, keyFile, cert, key } };
}

/** `can't be read (ENOENT)` for a fault of the file system, else what the content lacks. */
export function whatIsWrong(error: unknown, content: string): string {
  const fault = error as NodeJS.ErrnoException;
  return fault.syscall !== undefined || fault.errno !== undefined ? `can't be read (${fault.code})` : content;
}
