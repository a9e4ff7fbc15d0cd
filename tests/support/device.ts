import { connectAsync, type MqttClient } from 'mqtt';

/** A meter in a test: an ordinary MQTT.js client that logs in as a device. */
export async function connectDevice(url: string, id: string, secret: string): Promise<MqttClient> {
  return connectAsync(url, { username: id, password: secret, clientId: `test-${id}`, reconnectPeriod: 0 });
}

export async function publishReading(
  client: MqttClient,
  id: string,
  reading: unknown,
  topic = `v1/${id}/readings`,
): Promise<void> {
  await client.publishAsync(topic, typeof reading === 'string' ? reading : JSON.stringify(reading), { qos: 1 });
}
