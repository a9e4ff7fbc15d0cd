/**
 * What MQTT 3.1.1 section 1.5.3 forbids or discourages in a string, and aedes lets through: U+0000, control
 * characters, non-characters, and broken UTF-8 (which the parser has already turned into U+FFFD).
 */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\ufffd\ufffe\uffff\ufdd0-\ufdef]/;

export function isCleanText(text: string): boolean {
  return !FORBIDDEN.test(text);
}

/** A topic that may be published to: clean, not empty, no wildcard. */
export function isTopicName(topic: string): boolean {
  return topic.length > 0 && isCleanText(topic) && !/[+#]/.test(topic);
}

/** A filter whose wildcards stand where [MQTT-4.7.1-2] and [MQTT-4.7.1-3] allow them. */
export function isTopicFilter(filter: string): boolean {
  if (filter.length === 0 || !isCleanText(filter)) return false;
  const levels = filter.split('/');
  return levels.every((level, at) => {
    if (level === '#') return at === levels.length - 1;
    return level === '+' || !/[+#]/.test(level);
  });
}
