import { CHUNK_HEAD_SIZE, END, FRAME, GAP, HEADER_SIZE, KEYS, MARK, SEEK_POINT, WRAPPED_SIZE } from '../../../Viewer/Canvas/playback/format';
import { hashOfChunk, NO_HASH, unhex } from '../../../Viewer/Canvas/playback/hashes';
import { SourceError, type ListedChunk, type RecordingSource, type SourceFault } from '../../../Viewer/Canvas/playback/source';
import { hex, idBytes, join, u16, u32, type Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import { PROTOCOL_VERSION } from '../../../Viewer/Canvas/wire/hello';
import { AgentFrames, session } from '../agent';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** When the recordings of these tests were begun, ms since 1970. */
export const BEGUN = Date.UTC(2026, 10, 23, 10, 0, 0);

export const me = new Uint8Array(16).fill(7);
export const secretOf = (id: number): Bytes => new Uint8Array(32).fill(id);

/** A file of a recording, and what the Relay says of its chunks. */
export interface Recording {
  readonly file: Bytes;
  readonly list: ListedChunk[];
}

/** Behind which envelope of a picture a seek point stands, and in which epoch. */
export interface SeekPlace {
  readonly behind: number;
  readonly epoch: number;
}

// Smaller than an Agent's, so that small seek points have several.
const PIECE = 400;

/** Writes a recording as the Relay does; content keys are "sealed" by standing where the sealed bytes would be. */
export class RecordingMaker {
  private readonly header = join(Uint8Array.of(0x52, 0x41, 0x52, 0x45, 0x43, 0, 0, 1), idBytes(session), u16(PROTOCOL_VERSION), u64(BEGUN));
  private pieces: Uint8Array[] = [];
  private readonly chunks: { bytes: Bytes; hash: string }[] = [];
  private frames: AgentFrames | null = null;
  private seekPoints: AgentFrames | null = null;
  private number = 0;
  private epoch = 0;
  private pieceNumber = 0;

  constructor() {
    this.put(MARK, 0, ascii(`header ${hex(this.header)}`)).put(MARK, 0, ascii('begin'));
  }

  put(kind: number, at: number, payload: Uint8Array): this {
    this.pieces.push(join(Uint8Array.of(kind), u32(at), u32(payload.length), payload));
    return this;
  }

  mark(at: number, words: string): this {
    return this.put(MARK, at, ascii(words));
  }

  gap(at: number, words: string): this {
    return this.put(GAP, at, ascii(words));
  }

  end(at: number, words = 'sessionOver'): this {
    return this.put(END, at, ascii(words));
  }

  /** A new content key for these auditors, or as it was really sealed. */
  async key(at: number, id: number, auditors: readonly Uint8Array[] = [me], sealed = pretended(id, auditors)): Promise<this> {
    this.frames = await AgentFrames.under(id, secretOf(id));
    this.seekPoints = await AgentFrames.under(id, secretOf(id), 'seek points agent to auditors');
    return this.put(KEYS, at, sealed);
  }

  /** A part of a picture, sealed under the newest key. */
  async frame(at: number, body: Uint8Array, keyFrame = false): Promise<this> {
    this.epoch += keyFrame ? 1 : 0;
    return this.put(FRAME, at, await this.frames!.part(++this.number, body, { keyFrame, epoch: this.epoch }));
  }

  /** Where a seek point would stand now. */
  get place(): SeekPlace {
    return { behind: this.number, epoch: this.epoch };
  }

  /** A seek point, or tiles that go with it, in small pieces; `bend` has its way with them before they are recorded. */
  async seekPoint(at: number, bytes: Uint8Array, place = this.place, tiles = false, bend = (piece: Bytes, _: number): Bytes | null => piece): Promise<this> {
    for (let from = 0; from < bytes.length; from += PIECE) {
      const marks = (from === 0 ? 2 : 0) | (from + PIECE >= bytes.length ? 4 : 0) | (tiles ? 8 : 0);
      const piece = bend(await this.seekPoints!.piece(++this.pieceNumber, bytes.subarray(from, from + PIECE), marks, place.epoch), from / PIECE);
      if (piece) {
        this.put(SEEK_POINT, at, piece);
      }
    }

    return this;
  }

  /** The parts of a picture that is not here. */
  skip(parts: number): this {
    this.number += parts;
    return this;
  }

  async close(): Promise<this> {
    const body = join(...this.pieces);
    const number = this.chunks.length;
    const hash = await hashOfChunk(this.chunks.at(-1)?.hash ?? NO_HASH, number, body);
    this.chunks.push({ bytes: join(u32(body.length), u32(number), unhex(hash), body), hash });
    this.pieces = [];
    return this;
  }

  /** All of it; the last `unlogged` chunks are not in the log. */
  async make(unlogged = 0): Promise<Recording> {
    if (this.pieces.length > 0) {
      await this.close();
    }

    const logged = this.chunks.length - unlogged;
    return {
      file: join(this.header, ...this.chunks.map(({ bytes }) => bytes)),
      list: this.chunks.map(({ hash }, number) => ({ number, hash, logged: number < logged })),
    };
  }
}

/** Content keys of the tests open without cryptography: what is tried here is what is done with them. */
export async function openContentKey(_key: CryptoKey, _session: Uint8Array, bytes: Uint8Array): Promise<Uint8Array> {
  return bytes.slice(WRAPPED_SIZE - 48, WRAPPED_SIZE - 16);
}

function pretended(id: number, auditors: readonly Uint8Array[]): Uint8Array {
  return join(...auditors.map(auditor => join(u32(id), auditor, new Uint8Array(65), secretOf(id), new Uint8Array(16))));
}

function u64(value: number): Uint8Array {
  return join(u32(value % 2 ** 32), u32(Math.floor(value / 2 ** 32)));
}

/** A recording in memory; counts what is read of it. */
export class MemorySource implements RecordingSource {
  reads = 0;
  size = 0;
  fault: SourceFault | null = null;

  constructor(public file: Bytes, private readonly chunks: ListedChunk[]) {}

  async read(at: number, count: number): Promise<Bytes> {
    this.reads++;
    this.size = this.file.length;
    if (this.fault) {
      throw new SourceError(this.fault);
    }

    return this.file.slice(at, at + count);
  }

  async list(): Promise<ListedChunk[]> {
    if (this.fault) {
      throw new SourceError(this.fault);
    }

    return this.chunks;
  }
}

/** Which chunk a byte of the file belongs to; -1 for the header. */
export function chunkOf({ file }: Recording, place: number): number {
  let chunk = -1;
  for (let at = HEADER_SIZE; at <= place && at < file.length; chunk++) {
    at += CHUNK_HEAD_SIZE + new DataView(file.buffer, file.byteOffset + at).getUint32(0, true);
  }

  return chunk;
}
