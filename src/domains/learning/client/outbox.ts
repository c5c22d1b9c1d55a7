import type { StudyEvent } from '#domains/learning/client/runs.ts';

interface Kept extends StudyEvent {
  /** Several people may share a phone: each sends her own. */
  worker: string;
}

const store = 'observations';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('gongke-study', 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(store, { keyPath: ['stream', 'number'] }).createIndex('worker', 'worker');
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
  const { stream, number, sitting, from_ms, to_ms, part, rate, present } = kept;
  return { stream, number, sitting, from_ms, to_ms, part, rate, present };
}

/** What was observed and not yet acknowledged. It survives a closed page and a lost network; sending it twice does no harm. */
export interface Outbox {
  put(event: StudyEvent): Promise<void>;
  /** In the order of streams and their numbers. */
  take(limit: number): Promise<StudyEvent[]>;
  drop(events: readonly StudyEvent[]): Promise<void>;
}

/** A browser that keeps nothing (private windows of old phones) still sends what happens while the page is open. */
function inMemory(): Outbox {
  const kept = new Set<StudyEvent>();
  return {
    put: async (event) => void kept.add(event),
    take: async (limit) => [...kept].slice(0, limit),
    drop: async (events) => events.forEach((event) => kept.delete(event)),
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
    drop: (events) => {
      const transaction = database.transaction(store, 'readwrite');
      for (const { stream, number } of events) transaction.objectStore(store).delete([stream, number]);
      return finished(transaction);
    },
  };
}
