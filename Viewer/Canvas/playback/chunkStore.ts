import type { KnownChunk } from './catalogue';
import { readPieces, type RecordedPiece } from './format';
import { hashOfChunk } from './hashes';
import { ForwardReader, type RecordingSource } from './source';

// Bodies that are kept, in bytes: some seconds of lively pictures on both sides of where it plays, and one chunk at least.
const MOST_HELD = 16 * 1024 * 1024;

// A second of quiet work is a chunk of some hundred bytes: minutes of it come with one request, and on a slow line soon.
const AHEAD = 256 * 1024;

/**
 * Chunks as they are played: read when they are needed, hashed each time, since a file may answer differently the second
 * time; a few of the last are kept.
 */
export class ChunkStore {
  private readonly held = new Map<number, Promise<Body>>();
  private bytes = 0;
  private reader: ForwardReader;

  /** `onChanged`: this chunk is another now than when it was examined. `most`: bytes that are kept, beside the newest chunk. */
  constructor(private readonly source: RecordingSource, private readonly onChanged: (chunk: KnownChunk) => void, private readonly most = MOST_HELD) {
    this.reader = new ForwardReader(source, AHEAD);
  }

  /** Bytes of bodies that are kept. */
  get size(): number {
    return this.bytes;
  }

  /** Its records; none where they cannot be read. All at one moment where the chunk is faulty. A SourceError where reading fails. */
  async pieces(chunk: KnownChunk): Promise<readonly RecordedPiece[]> {
    const known = this.held.get(chunk.number);
    const body = known ?? this.read(chunk);

    // The newest is last: those in front go first.
    this.held.delete(chunk.number);
    this.held.set(chunk.number, body);
    try {
      return (await body).pieces;
    } catch (problem) {
      this.held.delete(chunk.number);
      throw problem;
    } finally {
      await this.trim();
    }
  }

  /** Nothing is kept any more. */
  forget(): void {
    this.held.clear();
    this.bytes = 0;
    this.reader = new ForwardReader(this.source, AHEAD);
  }

  private async read(chunk: KnownChunk): Promise<Body> {
    const bytes = chunk.length > 0 ? Uint8Array.from(await this.reader.read(chunk.start, chunk.length)) : new Uint8Array();
    const isSame = chunk.length === 0 || await hashOfChunk(chunk.previous, chunk.number, bytes) === chunk.hash;
    if (!isSame) {
      this.onChanged(chunk);
    }

    this.bytes += bytes.length;
    const pieces = readPieces(bytes) ?? [];
    return { size: bytes.length, pieces: isSame && !chunk.fault ? pieces : pieces.map(piece => ({ ...piece, at: chunk.from })) };
  }

  private async trim(): Promise<void> {
    for (const [number, body] of this.held) {
      if (this.bytes <= this.most || this.held.size === 1) {
        return;
      }

      this.held.delete(number);
      this.bytes -= await body.then(({ size }) => size, () => 0);
    }
  }
}

interface Body {
  readonly size: number;
  readonly pieces: readonly RecordedPiece[];
}
