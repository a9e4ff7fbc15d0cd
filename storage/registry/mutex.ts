/** One at a time, in the order asked. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve();

  /** Waits for its turn; call the answer to give the turn on. */
  async take(): Promise<() => void> {
    const before = this.#tail;
    let give = (): void => {};
    this.#tail = new Promise((resolve) => {
      give = resolve;
    });
    await before;
    return give;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const give = await this.take();
    try {
      return await work();
    } finally {
      give();
    }
  }
}
