import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { startFault } from './start-fault.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What the system itself says. */
async function listenError(port: number, host: string): Promise<unknown> {
  const server = createServer();
  servers.push(server);
  server.listen(port, host);
  return new Promise((resolve, reject) => {
    server.once('error', resolve);
    server.once('listening', () => reject(new Error(`${host}:${port} could be used`)));
  });
}

it('a port that another program holds is named by its setting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  servers.push(other);
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const error = await listenError(port, '127.0.0.1');
  const message = `port ${port} is in use by another program`;
  expect(startFault(error, { httpPort: port, mqttPort: 0 })).toEqual({ key: 'WATTSTEWARD_HTTP_PORT', message });
  expect(startFault(error, { httpPort: 8080, mqttPort: port })).toEqual({ key: 'WATTSTEWARD_MQTT_PORT', message });
  const others = { httpPort: 8080, mqttPort: 1883, mqttsPort: undefined };
  expect(startFault(error, { ...others, mqttsPort: port })).toEqual({ key: 'WATTSTEWARD_MQTTS_PORT', message });
  expect(startFault(error, { ...others, wsPort: port })).toEqual({ key: 'WATTSTEWARD_WS_PORT', message });
});

it('an address of another machine is named as the address', async () => {
  const error = await listenError(0, '192.0.2.7');
  expect(startFault(error, { httpPort: 0, mqttPort: 0 })?.key).toBe('WATTSTEWARD_BIND');
});

it('what is no fault of a setting stays an error', () => {
  expect(startFault(new Error('disk I/O error'), { httpPort: 1, mqttPort: 2 })).toBeNull();
});
