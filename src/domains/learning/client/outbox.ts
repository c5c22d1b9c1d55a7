/** What was observed and not yet acknowledged. It survives a closed page and a lost network; sending it twice does no harm. */
export interface StudyEvent {
  id: string;
  sitting: string;
  from_ms: number;
  to_ms: number;
  part: [number, number] | null;
  rate: number;
  present: boolean;
}

interface Kept extends StudyEvent {
  /** Several people may share a phone: each sends her own. */
  worker: string;
}

const store = 'study';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('gongke', 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(store, { keyPath: 'id' }).createIndex('worker', 'worker');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Whose it is, the server knows; it need not travel with every event. */
function bare(kept: Kept): StudyEvent {
  const { id, sitting, from_ms, to_ms, part, rate, present } = kept;
  return { id, sitting, from_ms, to_ms, part, rate, present };
}

export interface Outbox {
  put(event: StudyEvent): Promise<void>;
  take(limit: number): Promise<StudyEvent[]>;
  drop(ids: readonly string[]): Promise<void>;
}

/** A browser that keeps nothing (private windows of old phones) still sends what happens while the page is open. */
function inMemory(): Outbox {
  const events = new Map<string, StudyEvent>();
  return {
    put: async (event) => void events.set(event.id, event),
    take: async (limit) => [...events.values()].slice(0, limit),
    drop: async (ids) => ids.forEach((id) => events.delete(id)),
  };
}

export async function openOutbox(worker: string): Promise<Outbox> {
  let database: IDBDatabase;
  try {
    database = await open();
  } catch {
    return inMemory();
  }
  return {
    put: (event) => {
      const transaction = database.transaction(store, 'readwrite');
      transaction.objectStore(store).put({ ...event, worker } satisfies Kept);
      return finished(transaction);
    },
    take: (limit) =>
      new Promise((resolve, reject) => {
        const request = database.transaction(store).objectStore(store).index('worker').getAll(worker, limit);
        request.onsuccess = () => resolve((request.result as Kept[]).map(bare));
        request.onerror = () => reject(request.error);
      }),
    drop: (ids) => {
      const transaction = database.transaction(store, 'readwrite');
      for (const id of ids) transaction.objectStore(store).delete(id);
      return finished(transaction);
    },
  };
}
