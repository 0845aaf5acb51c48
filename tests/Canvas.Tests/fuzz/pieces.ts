/** Several messages in one input, as in tests/Fuzz/Pieces.cs: each `u24 length, bytes`, the last as long as what is left. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap(piece => [piece.length & 255, (piece.length >> 8) & 255, piece.length >> 16, ...piece]));
}

export function* piecesOf(input: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; input.length - at >= 3;) {
    const length = Math.min(input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16), input.length - at - 3);
    yield input.slice(at + 3, at + 3 + length);
    at += 3 + length;
  }
}
