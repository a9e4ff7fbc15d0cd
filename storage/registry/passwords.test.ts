import { describe, expect, it } from 'vitest';
import { generatePassword, Passwords, PasswordsBusy } from './passwords.ts';

const quick = { ln: 10, r: 8, p: 1 };

describe('stored passwords', () => {
  it('are made at the recommended cost, each with a salt of its own', async () => {
    const passwords = new Passwords();
    const stored = await passwords.hash('seven lamps on the stairs');
    expect(stored).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w+/=]{24}\$[\w+/=]{44}$/);
    expect(await passwords.verify('seven lamps on the stairs', stored)).toEqual({ right: true, outdated: false });
    expect(await passwords.verify('six lamps on the stairs', stored)).toEqual({ right: false, outdated: false });
    const again = new Passwords(quick);
    expect(await again.hash('same')).not.toBe(await again.hash('same'));
  });

  it('cost as much to check when there are none', async () => {
    const passwords = new Passwords({ ln: 15, r: 8, p: 1 });
    const stored = await passwords.hash('seven lamps on the stairs');
    const time = async (of: string | null) => {
      const start = performance.now();
      expect((await passwords.verify('guess', of)).right).toBe(false);
      return performance.now() - start;
    };
    const best = async (of: string | null) => Math.min(await time(of), await time(of), await time(of));
    const ratio = (await best(null)) / (await best(stored));
    // An early answer would be a hundred times quicker.
    expect(ratio).toBeGreaterThan(0.2);
  });

  it('are checked two at a time with a short queue: a flood of logins does not take the memory', async () => {
    const passwords = new Passwords(quick);
    const flood = await Promise.allSettled(Array.from({ length: 100 }, () => passwords.hash('x')));
    const turnedAway = flood.filter((one) => one.status === 'rejected' && one.reason instanceof PasswordsBusy);
    expect(turnedAway).toHaveLength(58);
    expect(await passwords.hash('x')).toContain('$scrypt$');
  });
});

it('generates passwords that differ and hold no look-alikes', () => {
  const made = new Set(Array.from({ length: 200 }, generatePassword));
  expect(made.size).toBe(200);
  for (const password of made) expect(password).toMatch(/^[^0O1lIi]{24}$/);
});
