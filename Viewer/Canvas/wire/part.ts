import { Reader } from './reader';
import { isMonitor, MAX_SIDE } from './rect';
import { readSection, type Sections } from './sections';

/** The largest part that is read, in bytes. */
export const MAX_PART_BYTES = 1024 * 1024;

const MARK_LAST = 1;
const MARK_SIZE = 2;
const MAX_PART = 0xffff;
const MAX_FRAME = 0xffff_ffff;

/** One part of a frame as it was read. */
export interface FramePart extends Readonly<Sections> {
  readonly part: number;
  readonly last: boolean;
  readonly frame: number;
  /** The frame that it changes; 0 for a key frame. */
  readonly base: number;
  /** µs of the Agent's clock. */
  readonly capturedAt: number;
  /** The picture's size where a key frame begins; null elsewhere. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/**
 * Reads the body of a frame envelope: `u8 marks, varint part, varint frame, varint frame − base (0 for a key frame),
 * varint µs, [varint width, varint height], sections`. Null where a length, count or size does not hold; nothing is
 * allocated from an unchecked number, and nothing is copied but the pointer's shape.
 */
export function readPart(bytes: Uint8Array): FramePart | null {
  if (bytes.length > MAX_PART_BYTES) {
    return null;
  }

  const reader = new Reader(bytes);
  const marks = reader.byte();
  const part = reader.varint(MAX_PART);
  const frame = reader.varint(MAX_FRAME);
  const sinceBase = reader.varint64();
  const capturedAt = reader.varint64();
  const size = (marks & MARK_SIZE) === 0 ? null : { width: reader.varint(MAX_SIDE), height: reader.varint(MAX_SIDE) };
  if (reader.broken || marks > (MARK_LAST | MARK_SIZE) || frame === 0 || sinceBase >= frame
    || (size && (sinceBase !== 0 || part !== 0 || !isMonitor(size.width, size.height)))) {
    return null;
  }

  const found: Sections = { pictures: [], masks: null, pointer: null, shape: null, truth: null };
  while (reader.left > 0) {
    const type = reader.byte();
    const section = reader.take(reader.varint(reader.left));
    if (reader.broken || !readSection(type, section, found)) {
      return null;
    }
  }

  const base = sinceBase === 0 ? 0 : frame - sinceBase;
  return { part, last: (marks & MARK_LAST) !== 0, frame, base, capturedAt, size, ...found };
}
