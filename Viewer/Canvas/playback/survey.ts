import { readPart } from '../wire/part';
import type { Catalogue } from './catalogue';
import type { ChunkStore } from './chunkStore';
import { FRAME } from './format';
import type { Opening } from './opening';

/** A stretch in which so many rectangles at most were masked. ms since the recording began. */
export interface MaskedSpan {
  readonly from: number;
  readonly to: number;
  readonly most: number;
}

/** What opening every seal once has shown. */
export interface Surveyed {
  /** Envelopes of pictures that were looked at, and those that could not be opened. */
  readonly opened: number;
  readonly failed: number;
  readonly masked: readonly MaskedSpan[];
  readonly isWhole: boolean;
}

/** Opens every envelope once, decodes nothing, and notes when something was masked. It makes room for whatever plays. */
export class Survey {
  private readonly masked: MaskedSpan[] = [];
  private since: { from: number; most: number } | null = null;
  private opened = 0;
  private failed = 0;

  /** `pause`: resolves once it may go on. */
  constructor(
    private readonly catalogue: Catalogue,
    private readonly store: ChunkStore,
    private readonly opening: Opening,
    private readonly pause: () => Promise<void>,
  ) {}

  /** From the first chunk to the last, as they come to be known; `onMore` after each. A SourceError where reading fails. */
  async run(onMore: (surveyed: Surveyed) => void): Promise<void> {
    const { catalogue } = this;
    for (let i = 0; i < catalogue.chunks.length || !catalogue.isWhole; i++) {
      while (i >= catalogue.chunks.length && !catalogue.isWhole) {
        await catalogue.grown();
      }

      const chunk = catalogue.chunks[i];
      if (chunk) {
        await this.pause();
        await this.look(i);
        onMore(this.seen(false));
      }
    }

    onMore(this.seen(true));
  }

  private async look(i: number): Promise<void> {
    const pieces = await this.store.pieces(this.catalogue.chunks[i]!);
    await Promise.all(pieces.filter(({ kind }) => kind === FRAME).map(async ({ payload, at }) => {
      const opened = await this.opening.open(payload);
      this.opened++;
      if ('fault' in opened) {
        this.failed++;
        return;
      }

      const masks = readPart(opened.body)?.masks;
      if (masks) {
        this.note(masks.length, at);
      }
    }));
  }

  private note(masks: number, at: number): void {
    if (masks > 0) {
      this.since = { from: this.since?.from ?? at, most: Math.max(masks, this.since?.most ?? 0) };
    } else if (this.since) {
      this.masked.push({ ...this.since, to: at });
      this.since = null;
    }
  }

  private seen(isWhole: boolean): Surveyed {
    const { opened, failed, catalogue } = this;
    const open = this.since ? [{ ...this.since, to: Math.max(this.since.from, isWhole ? catalogue.end : this.since.from) }] : [];
    return { opened, failed, masked: [...this.masked, ...open], isWhole };
  }
}
