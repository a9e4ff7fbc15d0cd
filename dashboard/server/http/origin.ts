/**
 * Cross-site requests. SameSite=Strict already keeps the cookie away from other sites; this holds too when another port
 * or subdomain of the same site turns hostile. Browsers always name the origin of an unsafe request and of a WebSocket;
 * programs without a browser send neither header and carry no ambient cookie.
 */
export function foreignOrigin(headers: {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}): boolean {
  if (headers.origin !== undefined) {
    try {
      return new URL(headers.origin).host !== (headers.host ?? '').toLowerCase();
    } catch {
      return true; // `null`, or not an origin at all
    }
  }
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
