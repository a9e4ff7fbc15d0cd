import { createHmac } from 'node:crypto';
import type { AlarmMessages } from '../../port.ts';
import type { News } from './letter.ts';

/** HMAC-SHA-256 over `TIMESTAMP.BODY` in hex: what `Wattsteward-Signature` says after `v1=`. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

/** Rejects when the receiver did not answer 2xx in time. @param now ms UTC */
export async function sendWebhook(
  { url, secret }: NonNullable<AlarmMessages['webhook']>,
  { message: id, ...news }: News,
  now: number,
  patienceMs: number,
): Promise<void> {
  const body = JSON.stringify({ id, ...news });
  const timestamp = String(Math.floor(now / 1000));
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'wattsteward',
      'wattsteward-message': id,
      'wattsteward-timestamp': timestamp,
      'wattsteward-signature': `v1=${signatureOf(secret, timestamp, body)}`,
    },
    // A signed message goes where it was meant to go, or nowhere.
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`);
}
