import type { WireMappingTryRequest, WireRecordedMessage } from '../../../../domain/wire-mappings.ts';

/** The message that a rule is tried on, as it stands in the fields. */
export interface Trial {
  topic: string;
  /** Text; of bytes that are none, base64. */
  payload: string;
  binary: boolean;
  /** Of a recorded one: when it came. */
  receivedAt: string | null;
}

export function trialOf(message: WireRecordedMessage): Trial {
  const { topic, receivedAt, payload, payloadBase64 } = message;
  return { topic, receivedAt, payload: payload === null ? payloadBase64 : pretty(payload), binary: payload === null };
}

export function messageOf(trial: Trial): WireMappingTryRequest['message'] {
  return {
    topic: trial.topic.trim(),
    ...(trial.binary ? { payloadBase64: trial.payload.trim() } : { payload: trial.payload }),
    ...(trial.receivedAt === null ? {} : { receivedAt: trial.receivedAt }),
  };
}

/** JSON on lines of its own; anything else, and numbers that JSON would round, as they are. */
export function pretty(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text.replace(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '')
      ? JSON.stringify(value, null, 2)
      : text;
  } catch {
    return text;
  }
}
