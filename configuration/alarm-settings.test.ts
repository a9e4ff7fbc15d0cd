import { expect, it } from 'vitest';
import { loadConfiguration } from './configuration.ts';

const load = (env: Record<string, string>) => loadConfiguration(env, () => '');
const value = (env: Record<string, string>) => {
  const loaded = load(env);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.value;
};
const faults = (env: Record<string, string>) => {
  const loaded = load(env);
  return loaded.ok ? [] : loaded.faults.map(({ key, message }) => `${key} ${message}`);
};

it('mail and webhook, each whole', () => {
  const { alarmMessages } = value({
    WATTSTEWARD_SMTP_URL: 'smtps://energy:p%40ss@mail.example.cn:465',
    WATTSTEWARD_ALARM_MAIL_FROM: '能管家 <energy@example.cn>',
    WATTSTEWARD_ALARM_MAIL_TO: 'lin@example.cn, zhao@example.cn',
    WATTSTEWARD_ALARM_WEBHOOK_URL: 'https://hooks.example.cn/energy?key=1',
    WATTSTEWARD_ALARM_WEBHOOK_SECRET: 'sixteen letters!',
  });
  expect(alarmMessages).toEqual({
    mail: {
      url: 'smtps://energy:p%40ss@mail.example.cn:465',
      from: '能管家 <energy@example.cn>',
      to: ['lin@example.cn', 'zhao@example.cn'],
    },
    webhook: { url: 'https://hooks.example.cn/energy?key=1', secret: 'sixteen letters!' },
  });
  expect(value({}).alarmMessages).toBeUndefined();
});

it('what is missing is named, and nothing secret is shown', () => {
  expect(faults({ WATTSTEWARD_SMTP_URL: 'smtp://mail.example.cn' })).toEqual([
    'WATTSTEWARD_ALARM_MAIL_FROM is missing: WATTSTEWARD_SMTP_URL needs it',
    'WATTSTEWARD_ALARM_MAIL_TO is missing: WATTSTEWARD_SMTP_URL needs it',
  ]);
  expect(faults({ WATTSTEWARD_ALARM_WEBHOOK_URL: 'https://a.cn' })).toEqual([
    'WATTSTEWARD_ALARM_WEBHOOK_SECRET is missing: WATTSTEWARD_ALARM_WEBHOOK_URL needs it',
  ]);
  const wrong = faults({
    WATTSTEWARD_SMTP_URL: 'http://user:hunter2@a.cn',
    WATTSTEWARD_ALARM_WEBHOOK_SECRET: 'hunter2',
    WATTSTEWARD_ALARM_MAIL_TO: 'nobody',
  });
  expect(wrong.join()).not.toContain('hunter2');
  expect(wrong).toContain('WATTSTEWARD_ALARM_WEBHOOK_SECRET must be 16 to 256 characters');
});

it.each([
  ['0-5', { from: 0, to: 5 }],
  ['22-24', { from: 22, to: 24 }],
])('hours of the night %s', (text, night) =>
  expect(value({ WATTSTEWARD_ALARM_NIGHT_HOURS: text }).alarmTimes).toEqual({ night }),
);
it.each(['5-0', '0', '22-6', '0-25', '-1-5'])('%s are no hours of one day', (text) =>
  expect(faults({ WATTSTEWARD_ALARM_NIGHT_HOURS: text })).toHaveLength(1),
);
