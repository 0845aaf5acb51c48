import { env } from 'node:process';
import { describe, expect, test } from 'vitest';
import { Decoder } from '../../Viewer/Canvas/decode';
import { DecodeQueue } from '../../Viewer/Canvas/decodeQueue';
import { MAX_COMMAND_BYTES, readControl } from '../../Viewer/Canvas/wire/control';
import { HEAD_SIZE, readHead } from '../../Viewer/Canvas/wire/envelope';
import { readHello } from '../../Viewer/Canvas/wire/hello';
import { MAX_PART_BYTES, readPart, type FramePart } from '../../Viewer/Canvas/wire/part';
import { Draw } from './edits';
import { coded, envelopesOf, flatPhotos, section, someArea, someFill, somePart, vectors } from './some';

const SEEDS = env['REMOTEASSIST_PROVE'] === 'long' ? 2000 : 500;

describe('bytes from a broken or hostile Agent', () => {
  test('a part that is cut off anywhere is refused, never thrown at', () => {
    for (const [i] of vectors.frames.entries()) {
      for (const envelope of envelopesOf(i)) {
        const body = envelope.subarray(HEAD_SIZE);
        const whole = readPart(body)!;
        for (let length = 0; length < body.length; length++) {
          const read = readPart(body.subarray(0, length));

          // A cut between two sections leaves a shorter part that is well formed.
          expect(read === null || whole.pictures.length + restOf(whole) > read.pictures.length + restOf(read), `cut at ${length}`).toBe(true);
        }
      }
    }
  });

  test('changed bits never throw and never write outside', async () => {
    const bodies = vectors.frames.flatMap((_, i) => envelopesOf(i)).map(envelope => [envelope.subarray(HEAD_SIZE), readHead(envelope)!.keyFrame] as const);
    for (let seed = 0; seed < SEEDS; seed++) {
      const draw = new Draw(seed);
      const bent = draw.next(bodies.length);
      const outcomes: string[] = [];
      const queue = new DecodeQueue(flatPhotos, {
        onBegin: () => undefined,
        onShown: ({ frame }) => outcomes.push(`frame ${frame}`),
        onLost: why => outcomes.push(why),
      });
      bodies.forEach(([body, keyFrame], i) => queue.take(i === bent ? bend(body, draw) : body, keyFrame, 0));
      await new Promise(resolve => setTimeout(resolve));
      expect(outcomes.length).toBeGreaterThan(0);
      const { picture } = queue.decoder;
      expect(picture.damage.take().every(area => picture.holds(area))).toBe(true);
    }
  }, 180_000);

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['an unknown mark', patched(somePart(), 0, 7)],
    ['no width', somePart({ width: 0 })],
    ['no height', somePart({ height: 0 })],
    ['a side above the limit', somePart({ width: 16_385, height: 1, sections: [] })],
    ['more pixels than an 8K monitor', somePart({ width: 16_384, height: 2026, sections: [] })],
    ['section 0', somePart({ sections: [section(0, [1])] })],
    ['an unknown section', somePart({ sections: [section(20, new Uint8Array(4))] })],
    ['a section longer than the part', somePart({ sections: [Uint8Array.of(33, 6, 0, 0, 1)] })],
    ['a section of 4 GiB', somePart({ sections: [Uint8Array.of(1, 255, 255, 255, 255, 15)] })],
    ['no areas', somePart({ sections: [section(1, [0])] })],
    ['more areas than bytes', somePart({ sections: [section(1, [255, 255, 255, 127, 0, 0, 1, 1])] })],
    ['an area without pixels', somePart({ sections: [section(1, [1, 0, 0, 0, 1, 1, 2, 3])] })],
    ['an area left of the picture', somePart({ sections: [section(1, [1, 1, 0, 1, 1, 1, 2, 3])] })],
    ['a copy that is cut off', somePart({ sections: [section(16, [1, 0, 0, 1, 1, 0])] })],
    ['bytes behind the copies', somePart({ sections: [section(16, [0, 0])] })],
    ['a run of no tiles', somePart({ sections: [section(17, [1, 0, 0, 0])] })],
    ['a slot below 0', somePart({ sections: [section(17, [1, 0, 1, 1])] })],
    ['tiles to remember without a number', somePart({ sections: [section(18, [1, 0, 0])] })],
    ['a part of slot 4096', somePart({ sections: [section(19, [1, 128, 64, 0, 0, 1, 1])] })],
    ['masks that are cut off', somePart({ sections: [section(32, [2, 0, 0, 1, 1])] })],
    ['a pointer that is cut off', somePart({ sections: [section(33, [0, 0])] })],
    ['a pointer that is neither seen nor not', somePart({ sections: [section(33, [0, 0, 2])] })],
    ['a pointer far away', somePart({ sections: [section(33, [128, 128, 4, 0, 1])] })],
    ['a shape without width', somePart({ sections: [section(34, [0, 1, 0, 0])] })],
    ['a shape of 300 a side', somePart({ sections: [section(34, [172, 2, 1, 0, 0], new Uint8Array(1200))] })],
    ['a shape without its pixels', somePart({ sections: [section(34, [2, 2, 0, 0])] })],
    ['the truth of no tiles', somePart({ sections: [section(35, [0, 0, 1, 2, 3, 4])] })],
    ['a number without an end', somePart({ sections: [section(1, new Uint8Array(12).fill(255))] })],
    ['more than 1 MiB', somePart({ sections: [section(1, new Uint8Array(MAX_PART_BYTES))] })],
  ])('%s is refused', (_, body) => {
    expect(readPart(body)).toBeNull();
    expect(new Decoder().take(readPart(body), true)).toEqual({ lost: 'badPart' });
  });

  const whole = someArea;
  test.each<[string, Uint8Array]>([
    ['an unknown codec', coded(15, [whole], [1, 2, 3])],
    ['a fill of two colours', coded(1, [whole], [1, 2, 3, 4])],
    ['a codec that there is not', coded(2, [whole], [0])],
    ['no bytes where pixels are to be', coded(4, [whole], [])],
    ['an area right of the picture', someFill({ x: 60, y: 0, width: 5, height: 1 })],
    ['an area below the picture', someFill({ x: 0, y: 64, width: 1, height: 1 })],
    ['areas with more pixels than the picture', coded(1, [whole, { ...whole, width: 1, height: 1 }], [1, 2, 3, 4, 5, 6])],
    ['a photo that is none', coded(5, [whole], [3, 1, 2, 3])],
    ['a copy to outside', section(16, [1, 0, 128, 1, 1, 1, 0, 0])],
    ['a copy from outside', section(16, [1, 0, 0, 1, 1, 1, 0])],
    ['a slot that holds nothing', section(17, [1, 0, 0, 1])],
    ['a tile that there is not', section(18, [1, 1, 1])],
    ['a part of a slot that holds nothing', section(19, [1, 0, 0, 0, 1, 1])],
    ['the truth of a tile that there is not', section(35, [0, 2, 0, 0, 0, 0])],
  ])('%s spoils its frame and asks for a key frame', (_, broken) => {
    const decoder = new Decoder();
    expect(decoder.take(readPart(somePart({ sections: [broken] })), true)).toEqual({ lost: 'badSection' });
    expect(decoder.take(readPart(somePart({ frame: 2, base: 1 })), false)).toEqual({ lost: 'awaitingKeyFrame' });
  });

  test.each([17, 18])('few bytes do not cost any amount of work: section %i', type => {
    const size = { width: 1920, height: 1080 };
    const tiles = [254, 3]; // all 510
    const again = type === 17 ? section(17, [1, 0, 0], tiles) : section(18, [1, 0], tiles);
    for (const [times, held] of [[8, true], [9, false]] as const) {
      const decoder = new Decoder();
      decoder.take(readPart(somePart({ ...size, sections: [section(18, [1, 0], tiles)] })), true);
      const decoded = decoder.take(readPart(somePart({ frame: 2, base: 1, sections: Array.from({ length: times }, () => again) })), false);
      expect(decoded).toEqual(held ? { shown: expect.objectContaining({ frame: 2 }) } : { lost: 'badSection' });
    }
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
      for (const kind of [0, 1, 2, 3, 5, 6, 128, 129, 131, 132, 134, 255]) {
        const bytes = new Uint8Array(length).fill(kind, 0, 1);
        const fits = new Map([[1, 9], [2, 9], [3, 1], [5, 13], [6, 5], [129, 17], [131, 5], [132, 6], [134, 16]]).get(kind) === length;
        expect(readControl(bytes) !== null, `kind ${kind}, ${length} bytes`).toBe(fits);
      }
    }

    for (const [length, fits] of [[5, false], [6, true], [5 + MAX_COMMAND_BYTES, true], [6 + MAX_COMMAND_BYTES, false]] as const) {
      expect(readControl(new Uint8Array(length).fill(4, 0, 1)) !== null, `a command of ${length} bytes`).toBe(fits);
    }

    expect(readControl(Uint8Array.of(132, 1, 0, 0, 0, 2))).toBeNull();
    for (const [why, fits] of [[0, false], [1, true], [15, true], [16, false]] as const) {
      expect(readControl(Uint8Array.of(133, 1, 0, 0, 0, why)) !== null, `refusal ${why}`).toBe(fits);
      expect(readControl(Uint8Array.of(133, 1, 0, 0, 0, why, 0))).toBeNull();
    }

    for (const [at, value] of [[1, 128], [2, 1], [7, 4]] as const) {
      expect(readControl(patched(new Uint8Array(16).fill(134, 0, 1), at, value)), `a standing with ${value} at ${at}`).toBeNull();
    }
  });
});

describe('a line of the chat', () => {
  const line = (...text: number[]): Uint8Array => Uint8Array.of(135, 1, 0, 0, 0, 0, ...text);

  test.each<[string, Uint8Array]>([
    ['without words', line(0)],
    ['that is cut off', line(3, 104, 105)],
    ['with something behind it', line(1, 104, 105)],
    ['that is no UTF-8', line(2, 0xc3, 0x28)],
    ['with half of a pair', line(3, 0xed, 0xa0, 0x80)],
    ['of 2001 bytes', line(0xd1, 0x0f, ...new Array<number>(2001).fill(104))],
  ])('%s is refused', (_, bytes) => expect(readControl(bytes)).toBeNull());

  test('of 2000 bytes is read, with the mark at its start', () => {
    const text = new Array<number>(1997).fill(104);
    expect(readControl(line(0xd0, 0x0f, 0xef, 0xbb, 0xbf, ...text))).toMatchObject({ kind: 'said', text: `\ufeff${'h'.repeat(1997)}` });
  });
});

function patched(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

function restOf({ masks, pointer, shape, truth }: FramePart): number {
  return [masks, pointer, shape, truth].filter(one => one !== null).length;
}

function bend(body: Uint8Array, draw: Draw): Uint8Array {
  const bent = body.slice();
  for (let changes = 1 + draw.next(3); changes > 0; changes--) {
    const bit = draw.next(draw.next(2) === 0 ? Math.min(bent.length, 30) * 8 : bent.length * 8);
    bent[bit >> 3]! ^= 1 << (bit & 7);
  }

  return bent;
}
