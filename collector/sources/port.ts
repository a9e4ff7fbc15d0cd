/** Another broker that the collector subscribes to at QoS 1, acknowledging by hand after its own commit. */
export interface SourceSettings {
  /** Names it in ledger (`source`), metrics and logs; never holds a password. */
  readonly name: string;
  /** mqtt, mqtts, ws or wss, without credentials. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly topics: readonly string[];
}

export interface SourceState {
  readonly name: string;
  readonly url: string;
  readonly topics: readonly string[];
  readonly state: 'connected' | 'connecting' | 'refused';
  /** Since when, ms UTC. */
  readonly since: number;
  readonly messages: number;
  readonly lastMessageAt: number | null;
  readonly lastError: { readonly at: number; readonly message: string } | null;
}
