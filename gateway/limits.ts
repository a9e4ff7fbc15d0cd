/**
 * Every bound of the gateway in one place, each with its reason. docs/limits.md tells operators of them; those in
 * `configuration/limit-settings.ts` have a key.
 */
export interface GatewayLimits {
  // At the door.
  /** Open sockets, logged in or not. */
  readonly connections: number;
  /** Open sockets of one address; loopback is exempt. */
  readonly connectionsByAddress: number;
  /** New sockets a second of one address; a minute's worth may come at once. Loopback is exempt. */
  readonly connectsByAddress: number;
  /** Sockets that had half of their time and have not said CONNECT, loopback too; fresh ones: five times as many. */
  readonly socketsBeforeConnect: number;
  /** From accept to MQTT, where TLS or WebSocket come before it: a city's handshakes take a core ten seconds. */
  readonly handshakeWithinMs: number;
  /** From there to the whole CONNECT. */
  readonly connectWithinMs: number;
  /** Declared length of a packet before login: CONNECT needs far less, and nobody is known yet. */
  readonly packetBytesBeforeLogin: number;
  /** Packets that come behind CONNECT and before its answer. */
  readonly packetsBehindConnect: number;

  // Who logs in.
  /** Wrong logins of a name from an address before it has to wait. */
  readonly wrongLogins: number;
  /** Wrong logins a minute of an address, whatever the names; loopback is exempt. */
  readonly wrongLoginsByAddress: number;
  /** The longest that a name has to wait at an address. */
  readonly backOffMs: number;
  /** Times a minute that one client id may take its own connection over. */
  readonly takeOversPerMinute: number;
  /** Over it the oldest connection of the device makes room. */
  readonly connectionsOfDevice: number;
  readonly willBytes: number;

  // How long and how fast.
  /** Longest silence of a client that asked for no keep-alive, or a very long one. */
  readonly silenceMs: number;
  /** Silence after which TCP asks whether the other side is still there. */
  readonly probeAfterMs: number;
  /** null = no limit. Over it a device is read more slowly; nothing is dropped. */
  readonly deviceMessagesPerSecond: number | null;
  readonly deviceBytesPerSecond: number | null;
  readonly accountMessagesPerSecond: number | null;
  readonly accountBytesPerSecond: number | null;
  /** Declared length after login (the contract of `interfaces.md`). */
  readonly packetBytes: number;
  /** Length of a topic that a device publishes to, in characters. */
  readonly topicOfDevice: number;
  readonly topicLevels: number;
  /** QoS 2 ids that wait for their PUBREL. Only ids are kept: less than a megabyte a client. */
  readonly halfOpenQos2: number;
  readonly subscriptionsOfDevice: number;
  /** Of one session of a service account. */
  readonly subscriptionsOfAccount: number;
  /** Characters of all filters of one session. */
  readonly filterTextOfSession: number;
  /** A subscriber that doesn't read is closed after this. */
  readonly drainWithinMs: number;
  /** Messages above QoS 0 that a subscriber may leave unacknowledged; the next one waits. */
  readonly inFlightOfSession: number;
  /** What waits for one subscriber. Over it QoS 0 is dropped, and a slow one is closed; one that is away loses the newest. */
  readonly queuedMessagesOfSession: number;
  readonly queuedBytesOfSession: number;
  /** The same, over all sessions. */
  readonly queuedBytes: number;
  /** Sessions of one account that wait for its return (`clean=0`); over it the one that is away for longest ends. */
  readonly keptSessionsOfAccount: number;
  /** A session that nobody came back to ends after this. */
  readonly keptSessionMs: number;

  // What is kept.
  /** A retained status stays in memory for ever: larger ones are passed on, not kept. */
  readonly retainedStatusBytes: number;
  readonly retainedMessages: number;
  /** Payloads and topics of all retained messages. */
  readonly retainedBytes: number;
  /** QoS 0 messages that wait in the sink; what comes above is dropped and counted. */
  readonly pendingQos0: number;
  /** Bytes that wait in the sink over all connections; above it connections are read more slowly. */
  readonly pendingBytes: number;
  /** A commit older than this closes the connection; the device sends again (contract of `interfaces.md`). */
  readonly acknowledgeWithinMs: number;
  /** Topic verdicts remembered per connection. */
  readonly topicsRemembered: number;
  /** Names of strangers that the door remembers. */
  readonly strangers: number;

  // At the end.
  /** A stop waits this long for what was accepted, then closes anyway. */
  readonly stopWithinMs: number;
  /** Of the stop, the part left to clients to read their last PUBACK and hang up. */
  readonly farewellMs: number;
}

/**
 * For a city of 12,000 meters that must never meet them, all behind one address of a mobile network and all back at
 * once after a power cut, while the connections from before it still count.
 */
export const LIMITS: GatewayLimits = {
  connections: 30_000,
  connectionsByAddress: 25_000,
  connectsByAddress: 500,
  socketsBeforeConnect: 1_000,
  handshakeWithinMs: 10_000,
  connectWithinMs: 5_000,
  packetBytesBeforeLogin: 4 * 1024,
  packetsBehindConnect: 100,

  wrongLogins: 10,
  wrongLoginsByAddress: 1_000,
  backOffMs: 60_000,
  takeOversPerMinute: 10,
  connectionsOfDevice: 100,
  willBytes: 1024,

  // A meter that reports once a day.
  silenceMs: 25 * 3_600_000,
  probeAfterMs: 60_000,
  deviceMessagesPerSecond: 100,
  deviceBytesPerSecond: 1024 * 1024,
  accountMessagesPerSecond: null,
  accountBytesPerSecond: null,
  packetBytes: 256 * 1024,
  topicOfDevice: 1024,
  topicLevels: 10,
  // A client that sends thousands at once is honest.
  halfOpenQos2: 4_096,
  subscriptionsOfDevice: 10,
  subscriptionsOfAccount: 1_000,
  filterTextOfSession: 256 * 1024,
  drainWithinMs: 5_000,
  inFlightOfSession: 100,
  // Every meter of the city at one quarter of an hour.
  queuedMessagesOfSession: 20_000,
  queuedBytesOfSession: 16 * 1024 * 1024,
  queuedBytes: 128 * 1024 * 1024,
  keptSessionsOfAccount: 100,
  keptSessionMs: 7 * 24 * 3_600_000,

  retainedStatusBytes: 4 * 1024,
  retainedMessages: 50_000,
  retainedBytes: 128 * 1024 * 1024,
  pendingQos0: 50_000,
  pendingBytes: 64 * 1024 * 1024,
  acknowledgeWithinMs: 2_000,
  topicsRemembered: 64,
  strangers: 1_000,

  stopWithinMs: 5_000,
  farewellMs: 500,
};

/** Options of aedes 1.2.0, with what was measured behind each. */
export function brokerOptions(limits: GatewayLimits) {
  return {
    // The default of 100 makes the fan-out quadratic.
    concurrency: 100_000,
    // The default of a minute lets one subscriber stall everybody for that long.
    drainTimeout: limits.drainWithinMs,
    connectTimeout: limits.connectWithinMs,
    maxInflightInbound: limits.halfOpenQos2,
    queueLimit: limits.packetsBehindConnect,
    maxTopicLevels: limits.topicLevels,
    // MQTT 3.1 allows 23; the id is free here, and the packet is bounded anyway.
    maxClientsIdLength: limits.packetBytesBeforeLogin,
  } as const;
}
