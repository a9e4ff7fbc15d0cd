import type { SourceState } from './port.ts';

/** Why a connection ended or did not come about. `refused`: the broker is there and does not want us. */
export interface Trouble {
  readonly state: Extract<SourceState['state'], 'connecting' | 'refused'>;
  readonly code: string;
  readonly message: string;
}

/** CONNACK return codes of MQTT 3.1.1, table 3.1. */
const returned: Readonly<Record<number, Trouble>> = {
  1: { state: 'refused', code: 'protocol', message: 'the broker does not speak MQTT 3.1.1' },
  2: { state: 'refused', code: 'client-id', message: 'the broker refuses our client id' },
  3: { state: 'connecting', code: 'unavailable', message: 'the broker says that it is not available' },
  4: { state: 'refused', code: 'credentials', message: 'wrong user name or password' },
  5: {
    state: 'refused',
    code: 'not-authorised',
    message: 'not authorised: user name, password or rights at the broker',
  },
};

const network: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known (DNS)',
  EAI_AGAIN: 'its name could not be looked up (DNS)',
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'no way to its address',
  ENETUNREACH: 'no way to its network',
};

/** An error of the client as people read it; never holds a password. */
export function troubleOf(error: unknown): Trouble {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'number' && returned[code]) return returned[code];
  const name = typeof code === 'string' ? code : '';
  if (network[name]) return { state: 'connecting', code: name, message: network[name] };
  const text = typeof message === 'string' ? message : String(error);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(name)) {
    return { state: 'refused', code: name, message: `its certificate or TLS is not accepted: ${text}` };
  }
  if (text === 'connack timeout')
    return { state: 'connecting', code: 'no-connack', message: 'it does not answer CONNECT' };
  return { state: 'connecting', code: name || 'error', message: text };
}
