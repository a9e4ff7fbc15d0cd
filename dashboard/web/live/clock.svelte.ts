/**
 * The present, once a second, for ages and for the "now" line; corrected by the difference to the server's clock, so that
 * a wrong clock of this computer doesn't make every meter look silent.
 */
class Clock {
  now = $state(Date.now());
  #skew = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  start(): void {
    this.#timer ??= setInterval(() => (this.now = Date.now() + this.#skew), 1000);
  }
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
  /** The server said this instant just now. Less than two seconds may be the way of the message. */
  sync(serverNow: number): void {
    const skew = serverNow - Date.now();
    this.#skew = Number.isFinite(skew) && Math.abs(skew) > 2_000 ? skew : 0;
    this.now = Date.now() + this.#skew;
  }
}
export const clock = new Clock();
