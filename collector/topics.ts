export interface CollectedTopic {
  readonly deviceId: string;
  readonly stream: 'readings' | 'events';
}

/** `v1/{deviceId}/readings` and `v1/{deviceId}/events`; null for every other topic. */
export function parseTopic(topic: string): CollectedTopic | null {
  if (!topic.startsWith('v1/')) return null;
  const slash = topic.indexOf('/', 3);
  if (slash <= 3) return null;
  const stream = topic.slice(slash + 1);
  if (stream !== 'readings' && stream !== 'events') return null;
  return { deviceId: topic.slice(3, slash), stream };
}
