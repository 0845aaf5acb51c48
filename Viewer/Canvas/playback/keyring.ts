import { same, type Bytes } from '../sealing/bytes';
import type { WrappedKey } from './format';

/** A key of an auditor, as this browser holds it. */
export interface AuditorKey {
  /** 16 bytes. */
  readonly id: Uint8Array;
  readonly key: CryptoKey;
}

/** Unwraps a content key of 133 bytes; fails where it was sealed for another key or session. */
export type OpenContentKey = (key: CryptoKey, session: Uint8Array, wrapped: Uint8Array) => Promise<Uint8Array>;

/** What an auditor can open of a recording. */
export class Keyring {
  /** Content keys that were met, and those of them that were sealed for this auditor and opened. */
  met = 0;
  opened = 0;

  private readonly done = new Set<number>();

  /** `own`: all keys of this auditor, since older recordings were sealed for older ones. */
  constructor(private readonly own: readonly AuditorKey[], private readonly session: Uint8Array, private readonly openContentKey: OpenContentKey) {}

  /** The secret of each content key among these that was not met before; null where this auditor cannot open it. */
  async open(wrapped: readonly WrappedKey[]): Promise<{ readonly contentKey: number; readonly secret: Bytes | null }[]> {
    const fresh = [...new Set(wrapped.map(({ contentKey }) => contentKey))].filter(id => !this.done.has(id));
    fresh.forEach(id => this.done.add(id));
    this.met += fresh.length;
    return Promise.all(fresh.map(async contentKey => {
      const secret = await this.openOne(wrapped.filter(each => each.contentKey === contentKey));
      this.opened += secret ? 1 : 0;
      return { contentKey, secret };
    }));
  }

  private async openOne(wrapped: readonly WrappedKey[]): Promise<Bytes | null> {
    for (const { id, key } of this.own) {
      const mine = wrapped.find(({ auditor }) => same(auditor, id));
      const secret = mine ? await this.tryOpen(key, mine) : null;
      if (secret) {
        return secret;
      }
    }

    return null;
  }

  private async tryOpen(key: CryptoKey, { bytes }: WrappedKey): Promise<Bytes | null> {
    try {
      const secret = await this.openContentKey(key, this.session, bytes);
      return secret.length === 32 ? Uint8Array.from(secret) : null;
    } catch {
      return null; // sealed for another session or altered
    }
  }
}
