/** Every bound of the gateway in one place, each with its reason. */
export interface GatewayLimits {
  /** Declared length of a packet before login: CONNECT needs far less, and nobody is known yet. */
  readonly packetBytesBeforeLogin: number;
  /** Declared length after login (the contract of `interfaces.md`). */
  readonly packetBytes: number;
  /** A commit older than this closes the connection; the device sends again. */
  readonly acknowledgeWithinMs: number;
  /** QoS 0 messages that wait in the sink; what comes above is dropped and counted. */
  readonly pendingQos0: number;
  /** Bytes that wait in the sink over all connections; above it connections are read more slowly. */
  readonly pendingBytes: number;
  /** A stop waits this long for what was accepted, then closes anyway. */
  readonly stopWithinMs: number;
  /** Of the stop, the part left to clients to read their last PUBACK and hang up. */
  readonly farewellMs: number;
  readonly willBytes: number;
  /** A retained status stays in memory for ever: larger ones are passed on, not kept. */
  readonly retainedStatusBytes: number;
  readonly subscriptionsOfDevice: number;
  /** Topic verdicts remembered per connection. */
  readonly topicsRemembered: number;
}

export const LIMITS: GatewayLimits = {
  packetBytesBeforeLogin: 4 * 1024,
  packetBytes: 256 * 1024,
  acknowledgeWithinMs: 2_000,
  pendingQos0: 50_000,
  pendingBytes: 64 * 1024 * 1024,
  stopWithinMs: 5_000,
  farewellMs: 500,
  willBytes: 1024,
  retainedStatusBytes: 4 * 1024,
  subscriptionsOfDevice: 10,
  topicsRemembered: 64,
};

/** Options of aedes 1.2.0, with what was measured behind each. */
export const BROKER_OPTIONS = {
  // The default of 100 makes the fan-out quadratic.
  concurrency: 100_000,
  // One subscriber that stops reading must not stall everybody for the default minute.
  drainTimeout: 5_000,
  connectTimeout: 5_000,
  // QoS 2 ids that wait for their PUBREL. A client that sends thousands at once is honest, and only ids are kept here
  // (`lean-broker.ts`), so that this costs a hostile one less than a megabyte.
  maxInflightInbound: 4_096,
  queueLimit: 100,
  maxTopicLevels: 10,
  // MQTT 3.1 allows 23; the id is free here, and the packet is bounded anyway.
  maxClientsIdLength: 4 * 1024,
} as const;
