import type { Bytes } from '../sealing/bytes';

// Without a disk of the page's own, a file is held in memory, and no larger one is taken than this.
const MOST_IN_MEMORY = 256 * 1024 * 1024;

const FOLDER = 'files';

/** Where bytes that come are put until the technician has them. */
export interface Keeper {
  write(bytes: Bytes): Promise<void>;
  /** All of it. */
  file(): Promise<Blob>;
  /** Nothing of it is kept. */
  drop(): Promise<void>;
}

/** Keepers on the page's own disk where the browser has one, else in memory. Null for what is too large for that. */
export type Keepers = (size: number) => Promise<Keeper | null>;

/**
 * The disk of this page, in a folder of its own for as long as the page lives. Folders of pages that are gone are cleared
 * away at once: a page holds a lock, and whose lock is free is gone.
 */
export function keepers(page: string): Keepers {
  const own = `${FOLDER}-${page}`;
  void clearAway(own).catch(() => undefined);
  let folder: Promise<FileSystemDirectoryHandle | null> | null = null;
  let count = 0;
  return async size => {
    folder ??= openFolder(own);
    const place = await folder;
    if (place) {
      return onDisk(place, String(++count));
    }

    return size <= MOST_IN_MEMORY ? inMemory() : null;
  };
}

async function openFolder(own: string): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    await new Promise<void>((resolve, reject) => {
      navigator.locks.request(own, () => {
        resolve();
        return new Promise(() => undefined);
      }).catch(reject);
    });
    const folder = await root.getDirectoryHandle(own, { create: true });
    const trial = await folder.getFileHandle('0', { create: true });
    return 'createWritable' in trial ? folder : null;
  } catch {
    // A private window of some browsers has none.
    return null;
  }
}

async function clearAway(own: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) {
    if (name !== own && name.startsWith(`${FOLDER}-`)) {
      await navigator.locks.request(name, { ifAvailable: true }, async lock => {
        if (lock) {
          await root.removeEntry(name, { recursive: true }).catch(() => undefined);
        }
      });
    }
  }
}

async function onDisk(folder: FileSystemDirectoryHandle, name: string): Promise<Keeper> {
  const handle = await folder.getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  let open = true;
  const close = async (): Promise<void> => {
    if (open) {
      open = false;
      await stream.close();
    }
  };
  return {
    write: bytes => stream.write(bytes),
    file: async () => {
      await close();
      return handle.getFile();
    },
    drop: async () => {
      await close().catch(() => undefined);
      await folder.removeEntry(name).catch(() => undefined);
    },
  };
}

function inMemory(): Keeper {
  let parts: Bytes[] = [];
  return {
    write: async bytes => void parts.push(bytes),
    file: async () => new Blob(parts),
    drop: async () => {
      parts = [];
    },
  };
}
