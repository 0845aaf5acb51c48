import type { DecodedFrame } from '../decode';
import { DecodeQueue } from '../decodeQueue';
import type { PhotoDecoder } from '../photos';
import { readHead } from '../wire/envelope';
import { readPart } from '../wire/part';
import type { Catalogue } from './catalogue';
import type { ChunkStore } from './chunkStore';
import { FRAME, type RecordedPiece } from './format';
import { contentKeyOf, type Opening } from './opening';
import type { Snapshots } from './snapshots';
import { Together } from './together';

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

// Envelopes that are opened and decoded at once.
const MOST_AT_ONCE = 32;

/**
 * Opens and decodes every envelope once, unseen: notes when something was masked, and keeps pictures to seek from. It makes
 * room for whatever plays.
 */
export class Survey {
  private readonly queue: DecodeQueue;
  private readonly together: Together;
  private readonly masked: MaskedSpan[] = [];
  private since: { from: number; most: number } | null = null;
  private opened = 0;
  private failed = 0;
  // The frame that is whole now, with what lies over it since whichever frame brought that; null within a frame.
  private shown: DecodedFrame | null = null;
  private over: Pick<DecodedFrame, 'masks' | 'pointer' | 'shape'> = { masks: null, pointer: null, shape: null };
  private framesSince = 0;

  /** `pause`: resolves once it may go on. */
  constructor(
    private readonly catalogue: Catalogue,
    private readonly store: ChunkStore,
    private readonly opening: Opening,
    photos: PhotoDecoder,
    private readonly snapshots: Snapshots,
    private readonly pause: () => Promise<void>,
  ) {
    const lose = (): void => {
      this.shown = null;
    };
    this.queue = new DecodeQueue(photos, { onBegin: lose, onLost: lose, onShown: frame => this.see(frame) });
    this.together = new Together(this.queue);
  }

  /** From the first chunk to the last, as they come to be known; `onMore` after each. A SourceError where reading fails. */
  async run(onMore: (surveyed: Surveyed) => void): Promise<void> {
    const { catalogue } = this;
    for (let i = 0; i < catalogue.chunks.length || !catalogue.isWhole; i++) {
      while (i >= catalogue.chunks.length && !catalogue.isWhole) {
        await catalogue.grown();
      }

      if (i < catalogue.chunks.length) {
        await this.look(i);
        onMore(this.seen(false));
      }
    }

    onMore(this.seen(true));
  }

  private async look(chunk: number): Promise<void> {
    const pieces = await this.store.pieces(this.catalogue.chunks[chunk]!);
    let under: Promise<void>[] = [];
    for (const [i, piece] of pieces.entries()) {
      if (piece.kind === FRAME) {
        under.push(this.take(piece));
      }

      if (under.length === MOST_AT_ONCE || (under.length > 0 && i === pieces.length - 1)) {
        await Promise.all(under);
        this.together.release();
        await this.queue.settled();
        this.keep(piece, chunk, i);
        under = [];
        await this.pause();
      }
    }
  }

  private async take({ payload, at }: RecordedPiece): Promise<void> {
    const opened = await this.opening.open(payload);
    this.opened++;
    if ('fault' in opened) {
      this.failed++;
      this.together.release();
      this.queue.missed();
      return;
    }

    const masks = readPart(opened.body)?.masks;
    if (masks) {
      this.note(masks.length, at);
    }

    if (opened.keyFrame) {
      this.together.release();
      this.snapshots.startOver();
      this.framesSince = 0;
      this.over = { masks: null, pointer: null, shape: null };
    }

    this.together.add(opened.body, opened.keyFrame, at);
  }

  private see(frame: DecodedFrame): void {
    this.framesSince++;
    const { masks, pointer, shape } = this.over;
    this.over = { masks: frame.masks ?? masks, pointer: frame.pointer ?? pointer, shape: frame.shape ?? shape };
    this.shown = { ...frame, ...this.over, compared: false, differing: null };
  }

  // The last record that was taken is the last part of a whole frame.
  private keep({ kind, at, payload }: RecordedPiece, chunk: number, piece: number): void {
    const head = kind === FRAME ? readHead(payload) : null;
    const part = this.queue.decoder.arrivals.place;
    if (head && part && this.shown && this.framesSince >= this.snapshots.spacing) {
      this.framesSince = 0;
      const opened = { number: head.number, epoch: head.epoch, key: contentKeyOf(payload) };
      this.snapshots.take({ at, chunk, piece: piece + 1, opened, part, shown: this.shown }, this.queue.decoder);
    }
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
