// Prints a token with which Prometheus may read /metrics. Runs inside the container, with the installation's own key.
import { readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';

const folder = process.env.WATTSTEWARD_DATA_DIR ?? './data';
const { httpPort } = JSON.parse(readFileSync(join(folder, 'runtime.json'), 'utf8'));
const key = readFileSync(join(folder, 'operator.key'), 'utf8').trim();
const body = JSON.stringify({ name: 'prometheus', role: 'officer' });

function ask(request) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const options = { method: 'POST', host: '127.0.0.1', port: httpPort, path: '/api/v1/tokens', headers };
    const outgoing = request({ ...options, rejectUnauthorized: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    outgoing.on('error', reject).end(body);
  });
}

const { status, text } = await ask(requestHttp).catch(() => ask(requestHttps));
if (status !== 201) throw new Error(`${status}: ${text}`);
process.stdout.write(JSON.parse(text).token);
