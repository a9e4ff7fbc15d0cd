import { describe, expect, it } from 'vitest';
import { credentialOf, isLoopback, sessionCookie } from './credentials.ts';
import { foreignOrigin } from './origin.ts';

describe('who asks', () => {
  it('a bearer counts before a cookie', () => {
    const headers = { authorization: 'Bearer abc', cookie: 'wattsteward_session=xyz' };
    expect(credentialOf(headers, false)).toEqual({ by: 'bearer', token: 'abc' });
  });

  it('the password that a proxy in front asks for does not hide the session', () => {
    const headers = { authorization: 'Basic YTpi', cookie: 'wattsteward_session=xyz' };
    expect(credentialOf(headers, false)).toEqual({ by: 'cookie', token: 'xyz' });
  });

  it('the cookie is found among others', () => {
    const cookie = 'theme=dark; wattsteward_session=a%2Bb; x_wattsteward_session=no';
    expect(credentialOf({ cookie }, false)).toEqual({ by: 'cookie', token: 'a+b' });
  });

  it('with TLS only the cookie that is bound to the host counts', () => {
    expect(credentialOf({ cookie: 'wattsteward_session=a' }, true)).toBeNull();
    expect(credentialOf({ cookie: '__Host-wattsteward_session=a' }, true)).toEqual({ by: 'cookie', token: 'a' });
  });

  it('a cookie that can’t be decoded is no session, and no failure', () => {
    expect(credentialOf({ cookie: 'wattsteward_session=%E0%A4' }, false)).toBeNull();
  });

  it('Secure and the prefix only with TLS: without it browsers would drop the cookie', () => {
    expect(sessionCookie('t', false, 60)).toBe('wattsteward_session=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=60');
    expect(sessionCookie('t', true, 60)).toBe(
      '__Host-wattsteward_session=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure',
    );
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['1270.0.0.1', false],
    ['::1:127.0.0.1', false],
  ])('%s from this machine: %s', (address, loopback) => {
    expect(isLoopback(address)).toBe(loopback);
  });
});

describe('requests from another site', () => {
  it.each([
    ['the page itself', { origin: 'http://energy.gov.cn:8080', host: 'energy.gov.cn:8080' }, false],
    ['another port of the same host', { origin: 'http://energy.gov.cn:9000', host: 'energy.gov.cn:8080' }, true],
    ['another site', { origin: 'https://evil.example', host: 'energy.gov.cn' }, true],
    ['a sandboxed frame', { origin: 'null', host: 'energy.gov.cn' }, true],
    ['a script without a browser', { host: 'energy.gov.cn' }, false],
    [
      'a browser that names no origin but says cross-site',
      { host: 'energy.gov.cn', 'sec-fetch-site': 'cross-site' },
      true,
    ],
    ['a sibling subdomain', { host: 'energy.gov.cn', 'sec-fetch-site': 'same-site' }, true],
  ])('%s', (_case, headers, foreign) => {
    expect(foreignOrigin(headers)).toBe(foreign);
  });
});
