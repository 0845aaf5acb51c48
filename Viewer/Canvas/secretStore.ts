import type { Kept, SecretStore } from './secrets';

const DATABASE = 'remote-assist';
const TABLE = 'resumption';
const BY_SESSION = 'session';

// Far longer than the minute in which a session can be resumed, and than the minute after which a living page saves
// again: what is older was left behind by a browser that died.
const OLDEST_MS = 10 * 60_000;

interface Row extends Kept {
  /** The page that uses it. */
  readonly page: string;
  readonly session: string;
  readonly at: number;
}

/**
 * Secrets in IndexedDB: one row per page and session. A page holds a lock of its own name for as long as it lives, so
 * that a second window of the same browser does not take over what the first one uses.
 */
export function openSecretStore(): SecretStore {
  const opened = open();
  opened.catch(() => undefined); // said again to whoever uses it
  return {
    async load(session) {
      const { database } = await opened;
      const living = new Set((await navigator.locks.query()).held?.map(lock => lock.name));
      const rows = await answer<Row[]>(database.transaction(TABLE).objectStore(TABLE).index(BY_SESSION).getAll(session));
      const left = rows.filter(row => !living.has(row.page)).toSorted((a, b) => b.at - a.at);
      return { secrets: left.flatMap(row => row.secrets), words: left[0]?.words ?? null };
    },
    async save(session, kept) {
      const { database, page } = await opened;
      const row: Row = { session, page, at: Date.now(), ...kept };
      await change(database, async table => void table.put(row));
    },
    async forget(session) {
      const { database } = await opened;
      await change(database, async table => {
        const keys = await answer(table.index(BY_SESSION).getAllKeys(session));
        keys.forEach(key => table.delete(key));
      });
    },
  };
}

async function open(): Promise<{ database: IDBDatabase; page: string }> {
  const page = crypto.randomUUID();
  await holdLock(page);
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(TABLE, { keyPath: ['session', 'page'] }).createIndex(BY_SESSION, 'session');
  };
  const database = await answer(request);
  await change(database, async table => {
    const rows = await answer<Row[]>(table.getAll());
    rows.filter(row => Date.now() - row.at > OLDEST_MS).forEach(row => table.delete([row.session, row.page]));
  });
  return { database, page };
}

// Granted at once: nobody else has this name. Let go when the page is. A browser that grants none keeps nothing.
function holdLock(page: string): Promise<void> {
  return new Promise((held, failed) => {
    navigator.locks.request(page, () => {
      held();
      return new Promise(() => undefined);
    }).catch(failed);
  });
}

function change(database: IDBDatabase, work: (table: IDBObjectStore) => Promise<void>): Promise<void> {
  return new Promise((done, failed) => {
    const transaction = database.transaction(TABLE, 'readwrite');
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
    work(transaction.objectStore(TABLE)).catch(() => transaction.abort());
  });
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
