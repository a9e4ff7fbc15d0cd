import { createTransport } from 'nodemailer';
import type { AlarmMessages } from '../../port.ts';
import { letterOf, type News } from './letter.ts';

const patienceMs = 20_000;

/** One letter for all of the news. Rejects when the server did not take it. */
export async function sendMail(
  { url, from, to }: NonNullable<AlarmMessages['mail']>,
  news: readonly News[],
): Promise<void> {
  const { subject, text } = letterOf(news);
  const transport = createTransport({
    url,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // What stands in a letter comes from the register: nothing of it is a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from,
      to: [...to],
      subject,
      text,
      // Mostly Chinese: quoted-printable would be three times as long.
      textEncoding: 'base64',
      messageId: `<${news[0]!.message}@wattsteward.invalid>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } finally {
    transport.close();
  }
}
