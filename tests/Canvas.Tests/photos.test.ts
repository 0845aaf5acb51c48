import { describe, expect, test } from 'vitest';
import { readPhotos, type PhotoPixels } from '../../Viewer/Canvas/codecs/photo';
import { DecodeQueue } from '../../Viewer/Canvas/decodeQueue';
import type { Rect } from '../../Viewer/Canvas/wire/rect';
import { coded, fromBase64, someFill, somePart, vectors } from './some';

const jpeg = fromBase64(vectors.photo.jpeg);
const { width, height } = vectors.photo;
const sized = [jpeg.length & 127 | 128, jpeg.length >> 7, ...jpeg];
const at = (x: number, y: number): Rect => ({ x, y, width, height });
const somePhoto = (...areas: Rect[]): Uint8Array => coded(5, areas, areas.flatMap(() => sized));

function someQueue() {
  const begun: { area: Rect; end: (pixels: PhotoPixels | null) => void }[] = [];
  const answers: string[] = [];
  const reused: PhotoPixels[] = [];
  const queue = new DecodeQueue(
    { decode: (_, area) => new Promise(resolve => begun.push({ area, end: resolve })), reuse: pixels => void reused.push(pixels) },
    {
      onBegin: () => undefined,
      onShown: ({ frame }, arrivedAt) => answers.push(`${frame} at ${arrivedAt}`),
      onLost: why => answers.push(why),
    },
  );
  const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve));
  const flat = (shade: number): PhotoPixels => new Uint32Array(width * height).fill(shade);
  return { queue, reused, begun, answers, settle, flat };
}

describe('photos', () => {
  test('are decoded as soon as their part is there, and what comes behind them waits in its order', async () => {
    const { queue, reused, begun, answers, settle, flat } = someQueue();
    queue.take(somePart({ sections: [someFill()] }), true, 1);
    queue.take(somePart({ frame: 2, base: 1, sections: [somePhoto(at(0, 0), at(16, 0))] }), false, 2);
    queue.take(somePart({ frame: 3, base: 2, sections: [somePhoto(at(0, 0))] }), false, 3);
    queue.take(somePart({ frame: 4, base: 3, sections: [] }), false, 4);
    expect([answers, begun.length]).toEqual([['1 at 1'], 3]);

    begun[2]!.end(flat(30));
    begun[0]!.end(flat(10));
    await settle();
    expect(answers).toEqual(['1 at 1']);
    begun[1]!.end(flat(20));
    await settle();
    expect(answers).toEqual(['1 at 1', '2 at 2', '3 at 3', '4 at 4']);
    expect(reused).toHaveLength(3);
    expect([0, 16].map(x => queue.decoder.picture.words[x])).toEqual([30, 20]);
  });

  test('that cannot be decoded are a loss in their place', async () => {
    const { queue, begun, answers, settle } = someQueue();
    queue.take(somePart({ sections: [somePhoto(at(0, 0))] }), true, 1);
    queue.take(somePart({ frame: 2, base: 1, sections: [] }), false, 2);
    queue.missed();
    begun[0]!.end(null);
    await settle();
    expect(answers).toEqual(['badSection', 'awaitingKeyFrame', 'noKey']);
  });

  test('are not begun for more than two pictures at once', async () => {
    const { queue, begun, answers, settle, flat } = someQueue();
    queue.take(somePart({ width, height, sections: [somePhoto(at(0, 0))] }), true, 1);
    for (let frame = 2; frame <= 5; frame++) {
      queue.take(somePart({ frame, base: frame - 1, sections: [somePhoto(at(0, 0))] }), false, frame);
    }

    expect(begun).toHaveLength(2);
    begun[1]!.end(flat(2));
    await settle();
    expect(begun).toHaveLength(2);
    begun[0]!.end(flat(1));
    await settle();
    expect(answers).toEqual(['1 at 1', '2 at 2']);
    expect(begun).toHaveLength(4);
  });

  test('that together are larger than the picture are not begun', async () => {
    const { queue, begun, answers, settle, flat } = someQueue();
    queue.take(somePart({ width, height, sections: [somePhoto(at(0, 0)), somePhoto(at(0, 0))] }), true, 1);
    expect(begun).toHaveLength(1);
    begun[0]!.end(flat(1));
    await settle();
    expect(answers).toEqual(['badSection']);
  });

  test('say their size before a decoder sees them', () => {
    expect(readPhotos(Uint8Array.from(sized), [at(0, 0)])).toEqual([jpeg]);
    expect(readPhotos(Uint8Array.from([...sized, ...sized]), [at(0, 0), at(9, 9)])).toHaveLength(2);
    expect(readPhotos(Uint8Array.from(sized), [{ ...at(0, 0), width: 17 }])).toBeNull();
    expect(readPhotos(Uint8Array.from(sized), [{ ...at(0, 0), height: 9 }])).toBeNull();
    expect(readPhotos(Uint8Array.from([...sized, 0]), [at(0, 0)])).toBeNull();
    for (let length = 0; length < 100; length++) {
      expect(readPhotos(Uint8Array.from([length, ...jpeg.subarray(0, length)]), [at(0, 0)]) === null || length > 20).toBe(true);
    }
  });

  test('of which some bytes are missing at the end of the section are refused', () => {
    expect(readPhotos(Uint8Array.from(sized.slice(0, -1)), [at(0, 0)])).toBeNull();
  });
});
