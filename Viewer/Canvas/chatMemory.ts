import type { KeptChat } from './chat';

interface Kept extends KeptChat {
  readonly session: string;
}

const EMPTY: KeptChat = { last: 0, lines: [] };

/**
 * The chat of a case, in this tab until it is closed: it is there again after a reload, and in a session that goes on after
 * one that was cut off. It never leaves the browser, since what is written is sealed between the two ends.
 */
export class ChatMemory {
  private readonly key: string;

  constructor(private readonly session: string, caseId: string, private readonly store: Storage) {
    this.key = `chat ${caseId}`;
  }

  /** What this page begins with. Lines of an earlier session are there; its numbers mean nothing in this one. */
  read(): KeptChat {
    try {
      const kept = JSON.parse(this.store.getItem(this.key) ?? 'null') as Kept | null;
      return kept === null ? EMPTY : { last: kept.session === this.session ? kept.last : 0, lines: kept.lines };
    } catch {
      return EMPTY;
    }
  }

  keep(chat: KeptChat): void {
    try {
      this.store.setItem(this.key, JSON.stringify({ session: this.session, ...chat } satisfies Kept));
    } catch {
      // A full store: the chat goes on, and only a reload would miss these lines.
    }
  }

  forget(): void {
    this.store.removeItem(this.key);
  }
}
