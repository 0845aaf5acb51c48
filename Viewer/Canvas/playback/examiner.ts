import { hex, idBytes, same } from '../sealing/bytes';
import type { Catalogue, ChunkFault, KnownChunk } from './catalogue';
import {
  CHUNK_HEAD_SIZE, HEADER_SIZE, MARK, MAX_BODY, readChunkHead, readHeader, readPieces, readWords, type ChunkHead, type RecordedPiece, type RecordingHeader,
} from './format';
import { hashOfChunk, NO_HASH, unhex } from './hashes';
import { ForwardReader, SourceError, type ListedChunk, type RecordingSource } from './source';

const HEADER_MARK = 'header ';

/**
 * Reads a recording once from its first byte to its last: hashes each chunk, compares it with the log's word, and notes
 * in the catalogue what is where. Nothing is kept of the bodies.
 */
export class Examiner {
  private readonly reader: ForwardReader;
  private list: readonly ListedChunk[] = [];
  private header: Uint8Array = new Uint8Array();

  /** `session`: the id, with dashes, of the session that it should be of. */
  constructor(private readonly source: RecordingSource, private readonly session: string, private readonly catalogue: Catalogue) {
    this.reader = new ForwardReader(source);
  }

  /** The header, as chunk 0 repeats it where that is genuine; a SourceError where there is none of this session. */
  async begin(): Promise<RecordingHeader> {
    this.list = await this.source.list();
    this.header = Uint8Array.from(await this.reader.read(0, HEADER_SIZE));
    const session = idBytes(this.session);
    for (const bytes of [await this.repeated(), this.header]) {
      const header = bytes && readHeader(bytes);
      if (header && same(header.session, session)) {
        return header;
      }
    }

    throw new SourceError('unreadable');
  }

  /** All chunks, one after the other; `onChunk` after each, with how many bytes of the file were read. */
  async run(onChunk: (bytes: number) => void): Promise<void> {
    let previous = NO_HASH;
    let number = 0;
    for (let at: number | null = HEADER_SIZE; at !== null;) {
      const head = readChunkHead(await this.reader.read(at, CHUNK_HEAD_SIZE));
      const chunk: KnownChunk | null = head && await this.examine(at + CHUNK_HEAD_SIZE, number, head, previous);
      at = chunk && (chunk.length > 0 ? chunk.start + chunk.length : null);
      if (chunk) {
        // What follows is judged by what the log says of this one, so that one changed chunk is one, not all behind it too.
        previous = this.list[number]?.hash ?? chunk.hash;
        number++;
        onChunk(chunk.start + chunk.length);
      }
    }

    this.addMissing(number, previous);
    this.catalogue.finish();
  }

  private async repeated(): Promise<Uint8Array | null> {
    const head = readChunkHead(await this.reader.read(HEADER_SIZE, CHUNK_HEAD_SIZE));
    if (!head || head.length > MAX_BODY) {
      return null;
    }

    const body = Uint8Array.from(await this.reader.read(HEADER_SIZE + CHUNK_HEAD_SIZE, head.length));
    const words = headerWords(readPieces(body));
    return words && await hashOfChunk(NO_HASH, 0, body) === (this.list[0]?.hash ?? hex(head.hash)) ? unhex(words) : null;
  }

  // Null where the file ends within a chunk that nobody has told of: it is still being written.
  private async examine(start: number, number: number, head: ChunkHead, previous: string): Promise<KnownChunk | null> {
    const listed = this.list[number];
    const body = Uint8Array.from(head.length <= MAX_BODY ? await this.reader.read(start, head.length) : []);
    const isWhole = head.length >= 1 && body.length === head.length;
    if (!isWhole && !listed) {
      return null;
    }

    const hash = await hashOfChunk(previous, number, body);
    const expected = listed?.hash ?? hex(head.hash);
    const { end } = this.catalogue;
    const found = { number, start, previous, hash, logged: listed?.logged ?? false };
    const length = hash === expected ? head.length : await this.lengthByNext(start, number, head.length);
    if (length !== head.length || !isWhole) {
      return this.add({ ...found, length, from: end, to: end, fault: 'length' }, []);
    }

    const pieces = readPieces(body);
    const fault = this.faultOf(number, head, hash === expected && hex(head.hash) === expected, pieces);
    return fault
      ? this.add({ ...found, length, from: end, to: end, fault }, (pieces ?? []).map(piece => ({ ...piece, at: end })))
      : this.add({ ...found, length, from: pieces![0]!.at, to: pieces!.at(-1)!.at, fault }, pieces!);
  }

  private faultOf(number: number, head: ChunkHead, isRightHash: boolean, pieces: readonly RecordedPiece[] | null): ChunkFault | null {
    if (head.number !== number) {
      return 'number';
    }

    if (!isRightHash) {
      return 'hash';
    }

    if (!pieces || !isInOrder(pieces, this.catalogue.end)) {
      return 'records';
    }

    return number === 0 && headerWords(pieces) !== hex(this.header) ? 'header' : null;
  }

  // Where its own length cannot be believed, a chunk ends where the next one's hash stands in the file; 0 where that is nowhere.
  private async lengthByNext(start: number, number: number, told: number): Promise<number> {
    const next = this.list[number + 1];
    if (!next) {
      const rest = this.source.size - start;
      return told <= rest || rest > MAX_BODY ? told : rest;
    }

    const hash = unhex(next.hash);
    const bytes = await this.source.read(start, MAX_BODY + CHUNK_HEAD_SIZE);
    for (let at = bytes.indexOf(hash[0]!, 8); at >= 0; at = bytes.indexOf(hash[0]!, at + 1)) {
      if (same(bytes.subarray(at, at + hash.length), hash)) {
        return at - 8;
      }
    }

    return told <= MAX_BODY && start + told <= this.source.size ? told : 0;
  }

  private add(chunk: KnownChunk, pieces: readonly RecordedPiece[]): KnownChunk {
    this.catalogue.add(chunk, pieces);
    return chunk;
  }

  // What was told of and the file has not.
  private addMissing(from: number, previous: string): void {
    const { end } = this.catalogue;
    for (const { number, hash, logged } of this.list.slice(from)) {
      this.catalogue.add({ number, start: 0, length: 0, previous, hash, from: end, to: end, logged, fault: 'missing' }, []);
    }
  }
}

function headerWords(pieces: readonly RecordedPiece[] | null): string | null {
  const words = pieces?.[0]?.kind === MARK ? readWords(pieces[0]) : '';
  return words.startsWith(HEADER_MARK) ? words.slice(HEADER_MARK.length) : null;
}

function isInOrder(pieces: readonly RecordedPiece[], since: number): boolean {
  return pieces.every((piece, i) => piece.at >= (pieces[i - 1]?.at ?? since));
}
