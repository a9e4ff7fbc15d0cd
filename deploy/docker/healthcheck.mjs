// The container's health: /readyz of the process that holds the data folder, at the port that it announced.
import { readFileSync } from 'node:fs';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { join } from 'node:path';

const { httpPort } = JSON.parse(
  readFileSync(join(process.env.WATTSTEWARD_DATA_DIR ?? './data', 'runtime.json'), 'utf8'),
);

function ask(get) {
  return new Promise((resolve, reject) => {
    // Over loopback; the certificate is for the outside.
    const options = { host: '127.0.0.1', port: httpPort, path: '/readyz', rejectUnauthorized: false, timeout: 3_000 };
    const request = get(options, (response) => resolve(response.resume().statusCode));
    request.on('timeout', () => request.destroy(new Error('no answer'))).on('error', reject);
  });
}

// Whether it speaks TLS may stand in a configuration file: both are tried.
const status = await ask(getHttp).catch(() => ask(getHttps));
process.exitCode = status === 200 ? 0 : 1;
