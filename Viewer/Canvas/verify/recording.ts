import { hashOfChunk, NO_HASH } from '../playback/hashes';
import { CHUNK_HEAD_SIZE, HEADER_SIZE, MARK, MAX_BODY, readChunkHead, readHeader, readPieces, readWords } from '../playback/format';
import { hex, idBytes, same, type Bytes } from '../sealing/bytes';

// The recording in a bundle, held against the entries; Relay/Recordings/FORMAT.md has its bytes.

/** How many chunks it has, and of how many the entries have the hash. */
export interface RecordingFinding {
  readonly chunks: number;
  readonly logged: number;
}

/** Null where it is of another session, or a chunk is not as it was written or as the entries have it, or one that they have is missing. */
export async function checkRecording(file: Uint8Array, session: string, logged: ReadonlyMap<number, string>): Promise<RecordingFinding | null> {
  const header = readHeader(file);
  if (header === null || !same(header.session, idBytes(session))) {
    return null;
  }

  let [at, number, previous, found, last] = [HEADER_SIZE, 0, NO_HASH, 0, 0];
  while (at < file.length) {
    const head = readChunkHead(file.subarray(at));
    const start = at + CHUNK_HEAD_SIZE;
    if (head === null || head.number !== number || head.length === 0 || head.length > MAX_BODY || head.length > file.length - start) {
      return null;
    }

    const body = file.slice(start, start + head.length) as Bytes;
    const hash = await hashOfChunk(previous, number, body);
    const pieces = readPieces(body);
    if (hash !== hex(head.hash) || (logged.get(number) ?? hash) !== hash || pieces === null) {
      return null;
    }

    const times = [last, ...pieces.map(piece => piece.at)];
    const [first] = pieces;
    const repeats = number > 0 || (first!.kind === MARK && readWords(first!) === `header ${hex(file.subarray(0, HEADER_SIZE))}`);
    if (!repeats || times.some((time, i) => i > 0 && time < times[i - 1]!)) {
      return null;
    }

    found += logged.has(number) ? 1 : 0;
    [at, number, previous, last] = [start + head.length, number + 1, hash, times.at(-1)!];
  }

  return [...logged.keys()].every(one => one < number) ? { chunks: number, logged: found } : null;
}

/** The part of a bundle that is the recording of its session. */
export const recordingOf = (session: string): string => `recording/${session.replaceAll('-', '')}.rarec`;
