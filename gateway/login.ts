import type { Directory } from '../storage/registry/port.ts';
import type { ParsedPacket } from './aedes-internals.ts';
import { Refusal } from './refusal.ts';
import { AccountRights, DeviceRights } from './rights.ts';
import type { Identity } from './session.ts';

/** CONNACK return codes of MQTT 3.1.1 section 3.2.2.3. */
const IDENTIFIER_REJECTED = 2;
export const SERVER_UNAVAILABLE = 3;

const NO_SECRET = new Uint8Array(0);

/** What of a CONNECT the login rests on; taken before aedes gets to change it. */
export interface Credentials {
  readonly clientId: string;
  readonly clean: boolean;
  /** 3 = MQTT 3.1, 4 = MQTT 3.1.1. */
  readonly version: number;
  readonly keepAliveS: number;
  readonly username: string | undefined;
  readonly secret: Uint8Array | undefined;
  readonly will: ParsedPacket['will'];
}

/** Who this is, or why not. The same answer for an unknown user and a wrong secret. */
export function identify(directory: Directory, credentials: Credentials): Identity | Refusal {
  const { username } = credentials;
  const secret = credentials.secret ?? NO_SECRET;
  // An empty user name without a password is none.
  if (username === undefined || (username === '' && secret.length === 0)) {
    const account = directory.anonymous();
    if (account === null) return new Refusal('anonymous', 'no credentials');
    return { id: account.id, kind: 'account', rights: new AccountRights(account) };
  }
  const device = directory.authenticateDevice(username, secret);
  if (device !== null) {
    // As a topic level such an id would be a filter over other devices' topics.
    if (/[+#/]/.test(device.id)) return new Refusal('unusable-id', 'the device id is not one topic level');
    return { id: device.id, kind: 'device', rights: new DeviceRights(device.id) };
  }
  const account = directory.authenticateAccount(username, secret);
  if (account === null) return new Refusal('wrong-credentials');
  return { id: account.id, kind: 'account', rights: new AccountRights(account) };
}

/** The rules of a login beside the secret. */
export function admit(
  identity: Identity,
  credentials: Credentials,
  /** The identity that holds the client id now. */
  holder: string | null,
  stopping: boolean,
): Refusal | null {
  if (stopping) return new Refusal('stopping', 'the gateway is stopping', SERVER_UNAVAILABLE);
  const { clientId, clean, version, will } = credentials;
  if (clientId === '') {
    // [MQTT-3.1.3-8]
    if (!clean) return new Refusal('client-id-missing', 'empty client id, clean=0', IDENTIFIER_REJECTED);
    if (version < 4) return new Refusal('client-id-missing', 'empty client id in MQTT 3.1', IDENTIFIER_REJECTED);
  } else if (holder !== null && holder !== identity.id) {
    // The same device may take its own connection over; nobody else's.
    return new Refusal('client-id-in-use', 'client id in use by another device', IDENTIFIER_REJECTED);
  }
  if (will === undefined) return null;
  const tooSure = identity.kind === 'device' && will.qos > 1;
  return tooSure || !identity.rights.mayLeaveWill(will.topic) ? new Refusal('will', 'will not allowed') : null;
}
