import { describe, expect, test } from 'vitest';
import { deflate } from '../../Viewer/Canvas/codecs/deflate';
import { Decoder } from '../../Viewer/Canvas/decode';
import { Framebuffer } from '../../Viewer/Canvas/framebuffer';
import { MAX_COMMAND_BYTES, readControl } from '../../Viewer/Canvas/wire/control';
import { HEAD_SIZE, readHead } from '../../Viewer/Canvas/wire/envelope';
import { readHello } from '../../Viewer/Canvas/wire/hello';
import { MAX_PART_BYTES, readPart } from '../../Viewer/Canvas/wire/part';
import { envelopesOf, packedZeros, section, somePart, tiles, vectors } from './some';

const WHOLE_TILE = { x: 0, y: 0, width: 64, height: 64 };

describe('bytes from a broken or hostile Agent', () => {
  test('a part that is cut off anywhere is refused, never thrown at', () => {
    for (const [i] of vectors.frames.entries()) {
      for (const envelope of envelopesOf(i)) {
        const body = envelope.subarray(HEAD_SIZE);
        for (let length = 0; length < body.length; length++) {
          const read = readPart(body.subarray(0, length));

          // A cut between two sections leaves a shorter part that is well formed.
          expect(read === null || sectionEnds(body).includes(length), `cut at ${length}`).toBe(true);
        }
      }
    }
  });

  test('one flipped bit never throws and never writes outside', () => {
    const body = envelopesOf(0)[0]!.subarray(HEAD_SIZE);

    // All of the heads, and a sample of the packed bytes behind them.
    for (let bit = 0; bit < body.length * 8; bit += bit < 1000 ? 1 : 101) {
      const broken = body.slice();
      broken[bit >> 3]! ^= 1 << (bit & 7);
      const decoded = new Decoder().take(broken, true);
      expect(decoded === null || 'lost' in decoded || decoded.shown.patches.every(
        patch => patch.pixels.length === patch.width * patch.height * 4)).toBe(true);
    }
  });

  test.each<[string, Uint8Array]>([
    ['another kind', patched(somePart(), 0, 2)],
    ['a last mark that is neither yes nor no', patched(somePart(), 1, 2)],
    ['no width', somePart({ width: 0 })],
    ['no height', somePart({ height: 0 })],
    ['a side above the limit', somePart({ width: 16_385, height: 1, sections: [] })],
    ['more pixels than an 8K monitor', somePart({ width: 16_384, height: 2026, sections: [] })],
    ['an unknown section', somePart({ sections: [section(9, new Uint8Array(4))] })],
    ['a section longer than the part', somePart({ sections: [section(3, new Uint8Array(5), 6)] })],
    ['a section of 4 GiB', somePart({ sections: [section(1, new Uint8Array(2), 0xffffffff)] })],
    ['more tiles than the monitor has', somePart({ sections: [tiles([{ codec: 1, data: [1, 2, 3] }, { codec: 1, data: [1, 2, 3] }])] })],
    ['fewer tiles than it says', somePart({ width: 128, sections: [tiles([{ codec: 1, data: [1, 2, 3] }], 2)] })],
    ['more tiles than it says', somePart({ width: 128, sections: [tiles([{ codec: 1, data: [1, 2, 3] }, { codec: 1, data: [1, 2, 3] }], 1)] })],
    ['65,535 tiles without bytes', somePart({ width: 16_384, height: 2000, sections: [section(1, Uint8Array.of(255, 255))] })],
    ['a tile right of the monitor', somePart({ sections: [tiles([{ column: 1, codec: 1, data: [1, 2, 3] }])] })],
    ['a tile below the monitor', somePart({ sections: [tiles([{ row: 1, codec: 1, data: [1, 2, 3] }])] })],
    ['masks of another length', somePart({ sections: [section(2, Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0))] })],
    ['a pointer of another length', somePart({ sections: [section(3, new Uint8Array(4))] })],
    ['a pointer that is neither seen nor not', somePart({ sections: [section(3, Uint8Array.of(0, 0, 0, 0, 2))] })],
    ['a shape without width', somePart({ sections: [section(4, new Uint8Array(8))] })],
    ['a shape of 65,535 a side', somePart({ sections: [section(4, Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0))] })],
    ['a shape without its pixels', somePart({ sections: [section(4, Uint8Array.of(2, 0, 2, 0, 0, 0, 0, 0))] })],
    ['more than 1 MiB', somePart({ sections: [new Uint8Array(MAX_PART_BYTES)] })],
  ])('%s is refused', (_, body) => {
    expect(readPart(body)).toBeNull();
    expect(new Decoder().take(body, true)).toEqual({ lost: 'badPart' });
  });

  test.each<[string, Uint8Array]>([
    ['an unknown codec', tiles([{ codec: 77, data: [1, 2, 3] }])],
    ['a fill of two colours', tiles([{ codec: 1, data: [1, 2, 3, 4] }])],
    ['nothing to inflate', tiles([{ codec: 2, data: [] }])],
    ['bytes that are no deflate stream', tiles([{ codec: 2, data: [255, 255, 255, 255] }])],
    ['one pixel too few', tiles([{ codec: 2, data: packedZeros(64 * 64 * 3 - 3) }])],
    ['one byte too many', tiles([{ codec: 2, data: packedZeros(64 * 64 * 3 + 1) }])],
    ['a bomb', tiles([{ codec: 2, data: packedZeros(12_000_000) }])],
  ])('a tile with %s spoils its frame and asks for a key frame', (_, broken) => {
    expect(new Decoder().take(somePart({ sections: [broken] }), true)).toEqual({ lost: 'badTile' });
  });

  test('a bomb is stopped at the size of a tile, and one that is long itself is not even begun', () => {
    const picture = new Framebuffer(128, 128);
    const before = picture.words.slice();
    expect(deflate.decode(packedZeros(12_000_000), picture, WHOLE_TILE)).toBe(false);
    expect(deflate.decode(new Uint8Array(64 * 64 * 6 + 65), picture, WHOLE_TILE)).toBe(false);
    expect(picture.words).toEqual(before);
  });

  test('heads, hellos and control messages that do not fit are refused', () => {
    const head = envelopesOf(0)[0]!.subarray(0, HEAD_SIZE);
    expect(readHead(head)).not.toBeNull();
    for (let length = 0; length < HEAD_SIZE; length++) {
      expect(readHead(head.subarray(0, length))).toBeNull();
    }

    for (const [at, value] of [[0, 2], [1, 2], [2, 2], [3, 1]] as const) {
      expect(readHead(patched(head, at, value))).toBeNull();
    }

    for (let length = 0; length < 40; length++) {
      expect(readHello(new Uint8Array(length)) === null).toBe(length !== 19);
      for (const kind of [0, 1, 2, 3, 128, 129, 131, 132, 255]) {
        const bytes = new Uint8Array(length).fill(kind, 0, 1);
        const fits = new Map([[1, 5], [2, 9], [3, 1], [129, 17], [131, 5], [132, 6]]).get(kind) === length;
        expect(readControl(bytes) !== null, `kind ${kind}, ${length} bytes`).toBe(fits);
      }
    }

    for (const [length, fits] of [[5, false], [6, true], [5 + MAX_COMMAND_BYTES, true], [6 + MAX_COMMAND_BYTES, false]] as const) {
      expect(readControl(new Uint8Array(length).fill(4, 0, 1)) !== null, `a command of ${length} bytes`).toBe(fits);
    }

    expect(readControl(Uint8Array.of(132, 1, 0, 0, 0, 2))).toBeNull();
  });
});

function patched(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

// Where a section ends, the part may end too.
function sectionEnds(body: Uint8Array): number[] {
  const at = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const ends = [28];
  while (ends.at(-1)! < body.length) {
    ends.push(ends.at(-1)! + 5 + at.getUint32(ends.at(-1)! + 1, true));
  }

  return ends;
}
