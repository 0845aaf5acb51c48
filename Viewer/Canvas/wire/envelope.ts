import { readU64, view, writeU64 } from './bytes';

/** Bytes of the clear head in front of every body. */
export const HEAD_SIZE = 20;

export const CONTROL = 0;
export const FRAMES = 1;

const VERSION = 1;
const KEY_FRAME = 1;

/** The clear head of an envelope. */
export interface EnvelopeHead {
  readonly channel: typeof CONTROL | typeof FRAMES;
  /** Whether it starts a key frame. */
  readonly keyFrame: boolean;
  /** The viewer it comes from or goes to; 0 for every viewer. */
  readonly viewer: number;
  /** Per sender, channel and viewer; from 1. */
  readonly number: number;
  /** Rises with every key frame. */
  readonly epoch: number;
}

/** Null where it is too short, of another version, or holds an unknown channel or mark. */
export function readHead(envelope: Uint8Array): EnvelopeHead | null {
  if (envelope.length < HEAD_SIZE) {
    return null;
  }

  const at = view(envelope);
  const channel = at.getUint8(1);
  const marks = at.getUint8(2);
  if (at.getUint8(0) !== VERSION || (channel !== CONTROL && channel !== FRAMES) || marks > KEY_FRAME || at.getUint8(3) !== 0) {
    return null;
  }

  return {
    channel,
    keyFrame: marks === KEY_FRAME,
    viewer: at.getUint32(4, true),
    number: readU64(at, 8),
    epoch: at.getUint32(16, true),
  };
}

/** Head, then body. */
export function wrap(head: EnvelopeHead, body: Uint8Array): Uint8Array {
  const envelope = new Uint8Array(HEAD_SIZE + body.length);
  const at = view(envelope);
  at.setUint8(0, VERSION);                      // 0      u8  version
  at.setUint8(1, head.channel);                 // 1      u8  channel
  at.setUint8(2, head.keyFrame ? KEY_FRAME : 0); // 2     u8  marks
  at.setUint8(3, 0);                            // 3      u8  0
  at.setUint32(4, head.viewer, true);           // 4..7   u32 viewer
  writeU64(at, 8, head.number);                 // 8..15  u64 number
  at.setUint32(16, head.epoch, true);           // 16..19 u32 epoch
  envelope.set(body, HEAD_SIZE);
  return envelope;
}
