import type { AlarmMessages, AlarmTimes } from './configuration.ts';
import { settings, type SettingName, type Settings } from './settings.ts';

type Fault = (name: SettingName, message: string) => void;

/** Where news of alarms go; a setting that one lacks is named. */
export function messagesOf(s: Settings, fault: Fault): AlarmMessages | undefined {
  const { smtpUrl, alarmMailFrom: from, alarmMailTo: to, alarmWebhookUrl, alarmWebhookSecret: secret } = s;
  const mail: readonly SettingName[] = ['smtpUrl', 'alarmMailFrom', 'alarmMailTo'];
  const webhook: readonly SettingName[] = ['alarmWebhookUrl', 'alarmWebhookSecret'];
  for (const group of [mail, webhook]) {
    const given = group.find((name) => s[name] !== undefined);
    if (given === undefined) continue;
    for (const name of group) {
      if (s[name] === undefined) fault(name, `is missing: ${settings[given].env} needs it`);
    }
  }
  if (smtpUrl === undefined && alarmWebhookUrl === undefined) return undefined;
  return {
    ...(smtpUrl !== undefined && from !== undefined && to !== undefined && { mail: { url: smtpUrl, from, to } }),
    ...(alarmWebhookUrl !== undefined && secret !== undefined && { webhook: { url: alarmWebhookUrl, secret } }),
  };
}

/** What differs from the rules' own. */
export function alarmTimesOf(s: Settings): AlarmTimes | undefined {
  const { alarmNightHours: night, alarmSilentHours: silentHours, alarmNightsToClose: nightsToClose } = s;
  if (night === undefined && silentHours === undefined && nightsToClose === undefined) return undefined;
  return {
    ...(night && { night }),
    ...(silentHours !== undefined && { silentHours }),
    ...(nightsToClose !== undefined && { nightsToClose }),
  };
}
