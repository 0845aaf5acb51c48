import { describe, expect, test } from 'vitest';
import { Arrivals } from '../../Viewer/Canvas/arrive';
import { Decoder } from '../../Viewer/Canvas/decode';
import { readPart } from '../../Viewer/Canvas/wire/part';
import { somePart, type SomePart } from './some';

interface SomeBody {
  readonly body: Uint8Array;
  readonly keyFrame: boolean;
}

const someKeyFrame = (frame = 1): SomeBody => ({ body: somePart({ frame }), keyFrame: true });
const someDelta = (frame: number, base: number, wish: SomePart = {}): SomeBody =>
  ({ body: somePart({ frame, base, ...wish }), keyFrame: false });

function took(arrivals: Arrivals, ...bodies: SomeBody[]): string[] {
  return bodies.map(({ body, keyFrame }) => arrivals.take(readPart(body), keyFrame) ?? 'taken');
}

describe('the order of frames', () => {
  test('deltas follow their base', () => {
    expect(took(new Arrivals(), someKeyFrame(), someDelta(2, 1), someDelta(3, 2))).toEqual(['taken', 'taken', 'taken']);
  });

  test('a delta before any key frame asks for one', () => {
    expect(took(new Arrivals(), someDelta(2, 1))).toEqual(['awaitingKeyFrame']);
  });

  test('an unknown base asks for a key frame, and nothing passes until it is there', () => {
    const arrivals = new Arrivals();
    expect(took(arrivals, someKeyFrame(), someDelta(4, 3), someDelta(2, 1), someKeyFrame(5), someDelta(6, 5)))
      .toEqual(['taken', 'unknownBase', 'awaitingKeyFrame', 'taken', 'taken']);
  });

  test('after a part that could not be opened nothing passes before a key frame', () => {
    const decoder = new Decoder();
    decoder.take(readPart(someKeyFrame().body), true);
    expect(decoder.missed()).toBe('noKey');
    expect(decoder.take(readPart(someDelta(2, 1).body), false)).toEqual({ lost: 'awaitingKeyFrame' });
    expect(decoder.take(readPart(someKeyFrame(3).body), true)).toMatchObject({ shown: { frame: 3 } });
  });

  test('the mark of a key frame and its content must agree', () => {
    expect(took(new Arrivals(), someKeyFrame(), { ...someDelta(2, 1), keyFrame: true })).toEqual(['taken', 'badPart']);
    expect(took(new Arrivals(), someKeyFrame(), { ...someKeyFrame(2), keyFrame: false })).toEqual(['taken', 'badPart']);
  });

  test.each([
    ['a missing part', [{ part: 0, last: false }, { part: 2 }]],
    ['a part of another frame', [{ part: 0, last: false }, { part: 1, frame: 3 }]],
    ['a part with another base', [{ part: 0, last: false, frame: 3, base: 1 }, { part: 1, frame: 3, base: 2 }]],
    ['a frame that begins inside another', [{ part: 0, last: false }, { part: 0 }]],
    ['a part without a beginning', [{ part: 1 }]],
  ])('%s asks for a key frame', (_, parts: SomePart[]) => {
    expect(took(new Arrivals(), someKeyFrame(), ...parts.map(part => someDelta(2, 1, part))).at(-1)).toBe('partOutOfOrder');
  });

  test('a key frame ends whatever was under way', () => {
    expect(took(new Arrivals(), someKeyFrame(), someDelta(2, 1, { last: false }), someKeyFrame(3), someDelta(4, 3)))
      .toEqual(['taken', 'taken', 'taken', 'taken']);
  });

  test('a key frame begins black, and a monitor that changes its size goes on with one', () => {
    const decoder = new Decoder();
    decoder.take(readPart(someKeyFrame().body), true);
    decoder.take(readPart(somePart({ frame: 2, sections: [] })), true);
    expect(decoder.picture.words.every(word => word === 0xff000000)).toBe(true);
    expect(decoder.take(readPart(somePart({ frame: 3, width: 10, height: 20, sections: [] })), true))
      .toMatchObject({ shown: { frame: 3, width: 10, height: 20 } });
    expect(decoder.picture.damage.take()).toEqual([{ x: 0, y: 0, width: 10, height: 20 }]);
  });
});
