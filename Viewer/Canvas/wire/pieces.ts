import type { Reader } from './reader';
import type { Writer } from './writer';

// The same bounds as in Shared/Transfers/TransferLimits.cs, which says why.
export const CHUNK_BYTES = 32 * 1024;
export const WINDOW_BYTES = 512 * 1024;
export const CLIPBOARD_BYTES = 8 * 1024 * 1024;
export const NAME_BYTES = 1024;
export const HASH_BYTES = 32;

/** What a piece of a clipboard is, in the order of its numbers on the wire, from 1. */
export const FORMATS = ['text', 'html', 'png'] as const;

export type Format = (typeof FORMATS)[number];

/** One piece of a clipboard; its bytes follow as chunks, those of all pieces one behind the other. */
export interface Piece {
  readonly format: Format;
  readonly size: number;
}

/** `u8 pieces, each u8 format, varint size`: one to three, formats rising */
export function writePieces(to: Writer, pieces: readonly Piece[]): void {
  to.byte(pieces.length);
  pieces.forEach(({ format, size }) => to.byte(FORMATS.indexOf(format) + 1).varint(size));
}

/** Null where it is none, or something is out of its range. */
export function readPieces(from: Reader): Piece[] | null {
  const count = from.byte();
  const pieces: Piece[] = [];
  let before = 0;
  for (let i = 0; i < count && !from.broken; i++) {
    const number = from.byte();
    const size = from.varint(Number.MAX_SAFE_INTEGER);
    const format = FORMATS[number - 1];
    if (format === undefined || number <= before || size === 0) {
      return null;
    }

    before = number;
    pieces.push({ format, size });
  }

  return pieces.length > 0 && !from.broken ? pieces : null;
}
