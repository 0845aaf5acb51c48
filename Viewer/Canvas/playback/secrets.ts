import type { ContentKey } from '../sealing/frames';

/** The content keys of a recording, as they are unwrapped elsewhere: whoever needs one waits until that has been tried. */
export class Secrets {
  private readonly known = new Map<number, Promise<ContentKey | null>>();
  private readonly answers = new Map<number, (key: ContentKey | null) => void>();

  private isClosed = false;

  /** The key; null where it was not sealed for this auditor, or is not in the file. */
  find(id: number): Promise<ContentKey | null> {
    const known = this.known.get(id) ?? (this.isClosed ? Promise.resolve(null) : null) ?? new Promise<ContentKey | null>(resolve => this.answers.set(id, resolve));
    this.known.set(id, known);
    return known;
  }

  /** No further key comes. */
  close(): void {
    this.isClosed = true;
    this.answers.forEach(answer => answer(null));
    this.answers.clear();
  }

  /** What came of unwrapping one. The first answer counts. */
  tell(id: number, secret: ContentKey['secret'] | null): void {
    const answer = secret && { id, secret };
    this.answers.get(id)?.(answer);
    this.answers.delete(id);
    if (!this.known.has(id)) {
      this.known.set(id, Promise.resolve(answer));
    }
  }
}
