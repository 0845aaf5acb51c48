import { readHead } from '../wire/envelope';
import { END, FRAME, GAP, KEYS, MARK, readWords, readWrappedKeys, SEEK_POINT, type RecordedPiece, type WrappedKey } from './format';
import { SeekIndex } from './seekIndex';

/** Why a chunk is not what was recorded. */
export type ChunkFault =
  | 'hash'      // its bytes are not those of the log, or of its own hash
  | 'number'    // it says another number than its place
  | 'length'    // its length cannot be
  | 'records'   // what it holds is no whole records, or they go back in time
  | 'missing'   // the log has it, the file does not
  | 'header'    // the bytes before chunk 0 are others than chunk 0 says
  | 'changed';  // it was another when it was read before

/** A chunk as it was found. Times in ms since the recording began. */
export interface KnownChunk {
  readonly number: number;
  /** Where its body begins in the file, and its length; 0 where there is nothing to read. */
  readonly start: number;
  readonly length: number;
  /** The hashes before and of it, in hex: what a later reading is compared with. */
  readonly previous: string;
  readonly hash: string;
  /** Its first and last moment. Where it is faulty its own times mean nothing: both are the last moment before it. */
  readonly from: number;
  readonly to: number;
  /** Whether the log vouches for it. */
  readonly logged: boolean;
  readonly fault: ChunkFault | null;
}

/** A stretch of the recording with something to say about it. */
export interface Span {
  readonly kind: 'gap' | 'paused' | 'off' | 'bad';
  readonly from: number;
  /** Null where it goes on to the end of what is known. */
  readonly to: number | null;
  /** The recording's own word, and the number behind it where there is one; a bad chunk's number. */
  readonly word: string;
  readonly count: number | null;
}

/** Where a whole picture begins: a record of a chunk. */
export interface SeekPoint {
  readonly at: number;
  readonly chunk: number;
  readonly piece: number;
}

/**
 * What is known of a recording without opening a seal: its chunks, where whole pictures begin, gaps, pauses and the
 * wrapped keys. It grows while the file is read, and holds no picture: some 100 bytes for each chunk and seek point.
 */
export class Catalogue {
  readonly chunks: KnownChunk[] = [];
  readonly seekPoints: SeekPoint[] = [];
  readonly wrapped: WrappedKey[] = [];
  readonly spans: Span[] = [];
  /** How many viewers were there from when on. */
  readonly viewers: { readonly at: number; readonly count: number }[] = [];
  /** Seek points that the Agent made for the recording alone. */
  readonly own = new SeekIndex(at => this.loseSeekPoint(at));
  /** By chunk: the number of its first envelope of a picture; none where it has none. */
  readonly firstNumbers: (number | undefined)[] = [];
  /** Envelopes of pictures. */
  frames = 0;
  /** The last moment that is known, ms. */
  end = 0;
  /** Whether the whole file was read. */
  isWhole = false;
  /** Whether the recording says itself that it ended. */
  isClosed = false;

  private waiting: (() => void)[] = [];
  // Where the span of each kind stands that has not ended.
  private readonly open = new Map<Span['kind'], number>();

  /** Takes the next chunk and its records, none where they could not be read. */
  add(chunk: KnownChunk, pieces: readonly RecordedPiece[]): void {
    this.chunks.push(chunk);
    this.end = Math.max(this.end, chunk.to);
    this.close('bad', chunk.from);
    pieces.forEach((piece, i) => this.note(piece, chunk.number, i, chunk.fault !== null));
    if (chunk.fault) {
      this.begin({ kind: 'bad', from: chunk.from, to: null, word: chunk.fault, count: chunk.number });
    }

    this.tell();
  }

  /** Nothing more comes. */
  finish(): void {
    this.isWhole = true;
    this.tell();
  }

  /** Resolves once more is known than now. */
  grown(): Promise<void> {
    return this.isWhole ? Promise.resolve() : new Promise(resolve => this.waiting.push(resolve));
  }

  /** The last seek point at or before a moment; null where no picture had begun. */
  seekPoint(at: number): SeekPoint | null {
    let low = 0;
    let high = this.seekPoints.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.seekPoints[middle]!.at <= at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }

    return this.seekPoints[low - 1] ?? null;
  }

  /** A seek point cannot be used; nothing of the picture is missing. */
  loseSeekPoint(at: number): void {
    this.spans.push({ kind: 'gap', from: at, to: at, word: 'seekPoint', count: null });
  }

  private tell(): void {
    this.waiting.splice(0).forEach(resolve => resolve());
  }

  private note(piece: RecordedPiece, chunk: number, index: number, isFaulty: boolean): void {
    const { kind, at } = piece;
    const [word = '', number = ''] = readWords(piece).split(' ');
    const count = /^\d{1,15}$/.test(number) ? Number(number) : null;
    switch (kind) {
      case KEYS:
        this.wrapped.push(...readWrappedKeys(piece));
        break;
      case FRAME:
        this.frames++;
        this.close('gap', at);
        this.noteHead(piece, chunk, index);
        break;
      case GAP:
        this.begin({ kind: 'gap', from: at, to: null, word, count });
        break;
      case MARK:
        this.noteMark(word, count, at);
        break;
      case SEEK_POINT:
        if (isFaulty) {
          this.own.lose(at);
        } else {
          this.own.add(piece.payload, at, { chunk, piece: index });
        }

        break;
      case END:
        this.own.startOver();
        this.isClosed = true;
        this.close('paused', at);
        this.begin({ kind: 'off', from: at, to: null, word, count });
        break;
    }
  }

  private noteHead({ payload, at }: RecordedPiece, chunk: number, piece: number): void {
    const head = readHead(payload);
    this.firstNumbers[chunk] ??= head?.number;
    if (head?.keyFrame) {
      this.own.startOver();
      this.seekPoints.push({ at, chunk, piece });
    }
  }

  private noteMark(word: string, count: number | null, at: number): void {
    if (word === 'begin') {
      this.isClosed = false;
      this.close('off', at);
    } else if (word === 'paused') {
      this.begin({ kind: 'paused', from: at, to: null, word, count: null });
    } else if (word === 'live') {
      this.close('paused', at);
    } else if (word === 'seekPointLost') {
      this.own.lose(at);
    } else if (word === 'viewers' && count !== null) {
      this.viewers.push({ at, count });
    }
  }

  private begin(span: Span): void {
    this.close(span.kind, span.from);
    this.open.set(span.kind, this.spans.push(span) - 1);
  }

  private close(kind: Span['kind'], at: number): void {
    const i = this.open.get(kind);
    if (i !== undefined) {
      this.open.delete(kind);
      this.spans[i] = { ...this.spans[i]!, to: at };
    }
  }
}
