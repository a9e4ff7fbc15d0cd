/** What the door knows of one id that logged in or tried to, since the start. Ids of strangers are bounded. */
export interface DoorRecord {
  /** The user name as given (cut to 128 characters); '' = none was given. */
  readonly name: string;
  readonly known: boolean;
  readonly connections: number;
  readonly address: string | null;
  readonly clientId: string | null;
  readonly connectedSince: number | null;
  readonly lastClosed: { readonly at: number; readonly reason: string; readonly detail: string } | null;
  readonly refused: {
    readonly count: number;
    readonly firstAt: number;
    readonly at: number;
    readonly reason: string;
    readonly detail: string;
    readonly address: string | null;
    readonly clientId: string | null;
  } | null;
}

export interface DoorEvent {
  readonly name: string;
  readonly at: number;
  readonly what: 'connected' | 'login' | 'closed';
  readonly reason: string | null;
  readonly detail: string | null;
}
