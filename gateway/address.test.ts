import { expect, it } from 'vitest';
import { addressKey, isLoopback } from './address.ts';

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts under %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('%s is here', (address) => {
  expect(isLoopback(address)).toBe(true);
});

it.each(['10.127.0.1', '203.0.113.127', '2001:db8::1', '::127.0.0.1'])('%s is not', (address) => {
  expect(isLoopback(address)).toBe(false);
});
