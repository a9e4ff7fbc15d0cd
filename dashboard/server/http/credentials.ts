import { createHash, timingSafeEqual } from 'node:crypto';
import type { Registry, Viewer } from '../../../storage/registry/port.ts';

/** What a request or a live connection brought to say who it is. */
export type Credential =
  { readonly by: 'bearer'; readonly token: string } | { readonly by: 'cookie'; readonly token: string };

const operator: Viewer = { kind: 'operator', name: 'operator', role: 'administrator', scope: null };

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `__Host-` binds the cookie to this host and to TLS; browsers refuse the prefix without TLS. */
export const cookieName = (tls: boolean): string => (tls ? '__Host-wattsteward_session' : 'wattsteward_session');

export function sessionCookie(token: string, tls: boolean, maxAgeSeconds: number): string {
  const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${Math.max(0, Math.ceil(maxAgeSeconds))}`;
  return `${cookieName(tls)}=${encodeURIComponent(token)}; ${attributes}${tls ? '; Secure' : ''}`;
}

/** A bearer counts before a cookie: who sends both means the header. Other schemes belong to a proxy in front. */
export function credentialOf(
  headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined },
  tls: boolean,
): Credential | null {
  const bearer = /^Bearer\b *(\S*) *$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { by: 'bearer', token: bearer };
  const name = cookieName(tls);
  for (const pair of (headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at < 0 || pair.slice(0, at).trim() !== name) continue;
    try {
      return { by: 'cookie', token: decodeURIComponent(pair.slice(at + 1).trim()) };
    } catch {
      return null;
    }
  }
  return null;
}

export class Authenticator {
  readonly #registry: Registry;
  readonly #operatorHash: Buffer;

  constructor(registry: Registry, operatorKey: string) {
    this.#registry = registry;
    this.#operatorHash = sha256(operatorKey);
  }

  async viewer(credential: Credential | null): Promise<Viewer | null> {
    if (credential === null) return null;
    if (credential.by === 'cookie') return this.#registry.sessionViewer(credential.token);
    // Hashes have one length, so that the comparison takes the same time for any guess.
    if (timingSafeEqual(sha256(credential.token), this.#operatorHash)) return operator;
    return this.#registry.tokenViewer(credential.token);
  }
}

export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const v4 = address.startsWith('::ffff:') ? address.slice(7) : address;
  return address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(v4);
}
