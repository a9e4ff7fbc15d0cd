import { isIPv4 } from 'node:net';

/**
 * What limits by address count under: an IPv4 address, also one that arrives mapped into IPv6; of IPv6 the /64, since
 * one subscriber owns as many addresses below it as it likes.
 */
export function addressKey(address: string): string {
  const shown = plainAddress(address);
  if (isIPv4(shown)) return shown;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...new Array<string>(zeros).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')}::/64`;
}

/** An IPv4 address as people write it, also where a socket of IPv6 took it in. */
export function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address);
}
