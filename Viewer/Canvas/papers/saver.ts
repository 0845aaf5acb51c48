import type { Merge, Paper, SaveAnswer } from './paper';

// Saved once nobody has typed for so long; and again after a failure, each time later, up to the longest.
const QUIET_MS = 800;
const AGAIN_MS = 3000;
const LONGEST_MS = 60_000;

/** Whether what is written is kept: `waiting` and `failed` are tried by themselves, `refused` only after a change. */
export type Saving = 'saved' | 'waiting' | 'failed' | 'refused';

export interface SaverHost {
  save(basedOn: number, body: string): Promise<SaveAnswer>;
  readonly merge: Merge;
  after(ms: number, run: () => void): void;
  /** The paper is another one now, since somebody else's words are on it too. */
  onMerged(by: string): void;
  onChange(): void;
}

/**
 * Saves one paper as it is written, one save at a time. Whatever goes wrong, what is written stays here and is tried again;
 * what somebody else saved meanwhile is put together with it, so that the last who saves overwrites nothing.
 */
export class PaperSaver {
  private written: string;
  private kept: Paper;
  private state: Saving = 'saved';
  private under: Promise<void> | null = null;
  private turn = 0;
  private failures = 0;

  constructor(paper: Paper, private readonly host: SaverHost) {
    this.kept = paper;
    this.written = paper.body;
  }

  get body(): string {
    return this.written;
  }

  get saving(): Saving {
    return this.state;
  }

  /** This stands on the paper from now on. */
  write(body: string): void {
    if (body !== this.written) {
      this.written = body;
      this.failures = 0;
      this.become('waiting');
      this.soon(QUIET_MS);
    }
  }

  /** Saves what is not saved yet, now; true where all of it is kept. */
  async flush(): Promise<boolean> {
    await this.under;
    if (this.state !== 'saved') {
      await this.save();
    }

    return (this.state as Saving) === 'saved';
  }

  private soon(ms: number): void {
    const turn = ++this.turn;
    this.host.after(ms, () => turn === this.turn && this.state !== 'saved' && this.state !== 'refused' && void this.save());
  }

  private async save(): Promise<void> {
    if (this.under) {
      return;
    }

    this.under = this.saveOnce();
    await this.under;
    this.under = null;
    if (this.state === 'waiting') {
      this.soon(QUIET_MS);
    } else if (this.state === 'failed') {
      this.soon(Math.min(AGAIN_MS * 2 ** this.failures++, LONGEST_MS));
    }
  }

  private async saveOnce(): Promise<void> {
    const body = this.written;
    const answer = await this.host.save(this.kept.version, body).catch((): SaveAnswer => ({ kind: 'failed' }));
    switch (answer.kind) {
      case 'saved':
        this.kept = { ...answer.paper, body };
        this.failures = 0;
        this.become(this.written === body ? 'saved' : 'waiting');
        break;
      case 'overtaken': {
        const merged = this.host.merge(this.kept.body, this.written, answer.paper);
        this.kept = answer.paper;
        this.written = merged;
        this.become(merged === answer.paper.body ? 'saved' : 'waiting');
        this.host.onMerged(answer.paper.by ?? '');
        break;
      }

      case 'refused':
        this.become(this.written === body ? 'refused' : 'waiting');
        break;
      case 'failed':
        this.become('failed');
        break;
    }
  }

  private become(state: Saving): void {
    this.state = state;
    this.host.onChange();
  }
}
