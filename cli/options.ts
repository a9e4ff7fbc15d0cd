import { InvalidArgumentError } from 'commander';

/** What commands about one recorded meter share: checks of their options, each with a message that says what is right. */

export function pointName(text: string): string {
  if (!/^[a-z][a-z0-9_]{0,63}$/.test(text)) {
    throw new InvalidArgumentError('It is snake case with the unit at the end, such as energy_kwh.');
  }
  return text;
}

export function deviceId(text: string): string {
  if (text === '' || /[/+#\p{Cc}]/u.test(text)) {
    throw new InvalidArgumentError('An id is part of a topic: no /, +, # or control characters.');
  }
  return text;
}

/** A decimal number, kept as text: not a digit is lost. */
export function decimalText(text: string): string {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It is a decimal number, such as 1234.5.');
  return text.replace(/^0+(?=\d)/, '');
}

/** Times real time; `max` is Infinity. */
export function playSpeed(text: string): number {
  if (text === 'max') return Infinity;
  const speed = Number(text);
  if (text.trim() === '' || !Number.isFinite(speed) || speed <= 0) {
    throw new InvalidArgumentError('It is a positive number (times real time) or max.');
  }
  return speed;
}

export function mqttUrl(text: string): string {
  if (
    !URL.canParse(text) ||
    !/^(mqtt|mqtts|tcp|ws|wss):$/.test(new URL(text).protocol) ||
    new URL(text).hostname === ''
  ) {
    throw new InvalidArgumentError('It is a URL such as mqtt://meters.example:1883.');
  }
  return text;
}
