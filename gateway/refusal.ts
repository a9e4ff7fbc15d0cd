/** Why a connection was closed or a login refused; also the label in metrics and logs. */
export type RefusalReason =
  | 'wrong-credentials'
  | 'anonymous'
  | 'client-id-in-use'
  | 'client-id-missing'
  | 'unusable-id'
  | 'will'
  | 'back-off'
  | 'take-over-storm'
  | 'stopping'
  | 'foreign-topic'
  | 'malformed'
  | 'packet-too-large'
  | 'slow-reader'
  | 'topic-too-long'
  | 'keep-alive'
  | 'silent'
  | 'too-many-connections'
  | 'commit-failed'
  | 'commit-slow';

/** Ends a connection inside aedes, which wants an Error; `returnCode` is the CONNACK code when it happens at login. */
export class Refusal extends Error {
  readonly reason: RefusalReason;
  readonly returnCode: number;

  constructor(reason: RefusalReason, detail: string = reason, returnCode = 5) {
    super(detail);
    this.reason = reason;
    this.returnCode = returnCode;
  }

  /** It counts as a try at somebody's secret. */
  get isWrongLogin(): boolean {
    return this.reason === 'wrong-credentials' || this.reason === 'anonymous';
  }
}
