import type { KeyFile } from './keyFile';

const DATABASE = 'remote-assist-auditor';
const TABLE = 'keys';

/** The auditor's key files that this browser has, sealed as they are: by public key. */
export async function storedKeys(): Promise<readonly KeyFile[]> {
  const database = await open();
  return answer<KeyFile[]>(database.transaction(TABLE).objectStore(TABLE).getAll());
}

/** Keeps one. */
export async function storeKey(file: KeyFile): Promise<void> {
  const database = await open();
  await new Promise<void>((done, failed) => {
    const transaction = database.transaction(TABLE, 'readwrite');
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
    transaction.objectStore(TABLE).put(file);
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(TABLE, { keyPath: 'publicKey' });
  return answer(request);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
