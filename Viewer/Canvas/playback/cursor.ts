import type { Catalogue, SeekPoint } from './catalogue';
import type { ChunkStore } from './chunkStore';
import type { RecordedPiece } from './format';

/** A place between two records of a recording. */
export class Cursor {
  private chunk = 0;
  private piece = 0;

  constructor(private readonly catalogue: Catalogue, private readonly store: ChunkStore) {}

  /** Right before this record; before the first with null. */
  moveTo(point: SeekPoint | null): void {
    this.chunk = point?.chunk ?? 0;
    this.piece = point?.piece ?? 0;
  }

  /** Whether it stands before that record. */
  isBefore({ chunk, piece }: SeekPoint): boolean {
    return this.chunk < chunk || (this.chunk === chunk && this.piece < piece);
  }

  /** The record behind it; null where nothing more is known. A SourceError where it cannot be read. */
  async next(): Promise<RecordedPiece | null> {
    for (let known = this.catalogue.chunks[this.chunk]; known; known = this.catalogue.chunks[this.chunk]) {
      const pieces = await this.store.pieces(known);
      const piece = pieces[this.piece];
      if (piece) {
        return piece;
      }

      this.chunk++;
      this.piece = 0;
    }

    return null;
  }

  /** Goes on behind it. */
  step(): void {
    this.piece++;
  }
}
