/** Photos on their way, kept by the browser until the server has them. */
export interface PhotoStore {
  put(key: string, jpeg: Blob): Promise<void>;
  get(key: string): Promise<Blob | null>;
  remove(key: string): Promise<void>;
}

const name = 'wattsteward-photos';
const table = 'photos';

/** In IndexedDB: local storage is too small for pictures. Where it is forbidden they live as long as the page. */
export class BrowserPhotos implements PhotoStore {
  readonly #here = new Map<string, Blob>();
  #opened: Promise<IDBDatabase | null> | null = null;

  async put(key: string, jpeg: Blob): Promise<void> {
    this.#here.set(key, jpeg);
    await this.#do('readwrite', (photos) => photos.put(jpeg, key));
  }
  async get(key: string): Promise<Blob | null> {
    const found = this.#here.get(key) ?? (await this.#do('readonly', (photos) => photos.get(key)));
    return found instanceof Blob ? found : null;
  }
  async remove(key: string): Promise<void> {
    this.#here.delete(key);
    await this.#do('readwrite', (photos) => photos.delete(key));
  }

  async #do<T>(mode: IDBTransactionMode, act: (photos: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
    this.#opened ??= open();
    const database = await this.#opened;
    if (database === null) return null;
    return new Promise((done) => {
      const request = act(database.transaction(table, mode).objectStore(table));
      request.onsuccess = () => done(request.result);
      request.onerror = () => done(null);
    });
  }
}

function open(): Promise<IDBDatabase | null> {
  return new Promise((done) => {
    try {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(table);
      request.onsuccess = () => done(request.result);
      request.onerror = () => done(null);
      request.onblocked = () => done(null);
    } catch {
      done(null);
    }
  });
}
