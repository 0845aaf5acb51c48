import { describe, expect, test } from 'vitest';
import { Arrivals } from '../../Viewer/Canvas/arrive';
import { Decoder } from '../../Viewer/Canvas/decode';
import { somePart, someDelta, someEnvelope, someKeyFrame } from './some';

function took(arrivals: Arrivals, ...envelopes: Uint8Array[]): string[] {
  return envelopes.map(envelope => {
    const arrival = arrivals.take(envelope);
    return 'lost' in arrival ? arrival.lost : 'taken';
  });
}

describe('the order of frames', () => {
  test('deltas follow their base', () => {
    expect(took(new Arrivals(), someKeyFrame(1), someDelta(2, 2, 1), someDelta(3, 3, 2))).toEqual(['taken', 'taken', 'taken']);
  });

  test('a delta before any key frame asks for one', () => {
    expect(took(new Arrivals(), someDelta(1, 2, 1))).toEqual(['awaitingKeyFrame']);
  });

  test('an unknown base asks for a key frame, and nothing passes until it is there', () => {
    const arrivals = new Arrivals();
    expect(took(arrivals, someKeyFrame(1), someDelta(2, 4, 3), someDelta(3, 2, 1), someKeyFrame(4, 5, 2), someDelta(5, 6, 5, 2)))
      .toEqual(['taken', 'unknownBase', 'awaitingKeyFrame', 'taken', 'taken']);
  });

  test('a gap is legal only before a key frame', () => {
    expect(took(new Arrivals(), someKeyFrame(1), someDelta(3, 2, 1))).toEqual(['taken', 'gap']);
    expect(took(new Arrivals(), someKeyFrame(1), someKeyFrame(9, 2, 2))).toEqual(['taken', 'taken']);
  });

  test('an envelope that comes twice changes nothing', () => {
    expect(took(new Arrivals(), someKeyFrame(1), someKeyFrame(1), someDelta(2, 2, 1))).toEqual(['taken', 'oldNumber', 'taken']);
  });

  test('numbers for every viewer and for this one are counted apart', () => {
    const mine = someEnvelope(somePart({ frame: 2, base: 1 }), 1, { viewer: 3 });
    expect(took(new Arrivals(), someKeyFrame(7), mine, someDelta(8, 3, 2))).toEqual(['taken', 'taken', 'taken']);
  });

  test('numbers for ever new viewers are refused', () => {
    const arrivals = new Arrivals();
    const all = Array.from({ length: 50 }, (_, viewer) => someEnvelope(somePart(), 1, { viewer, keyFrame: true, epoch: viewer + 1 }));
    expect(took(arrivals, ...all).filter(answer => answer === 'taken')).toHaveLength(2);
  });

  test('another epoch does not mix with this one', () => {
    expect(took(new Arrivals(), someKeyFrame(1), someDelta(2, 2, 1, 2))).toEqual(['taken', 'otherEpoch']);
    expect(took(new Arrivals(), someKeyFrame(1), someKeyFrame(2, 2, 1))).toEqual(['taken', 'otherEpoch']);
  });

  test('a delta of another size does not fit', () => {
    const wider = someEnvelope(somePart({ frame: 2, base: 1, width: 65 }), 2);
    expect(took(new Arrivals(), someKeyFrame(1), wider)).toEqual(['taken', 'unknownBase']);
  });

  test('the mark of a key frame and its content must agree', () => {
    const marked = someEnvelope(somePart({ frame: 2, base: 1 }), 2, { keyFrame: true, epoch: 2 });
    const unmarked = someEnvelope(somePart({ frame: 2 }), 2);
    expect(took(new Arrivals(), someKeyFrame(1), marked)).toEqual(['taken', 'badPart']);
    expect(took(new Arrivals(), someKeyFrame(1), unmarked)).toEqual(['taken', 'unknownBase']);
  });

  test.each([
    ['a missing part', [{ part: 0, last: false }, { part: 2 }]],
    ['a part of another frame', [{ part: 0, last: false }, { part: 1, frame: 3 }]],
    ['a frame that begins inside another', [{ part: 0, last: false }, { part: 0 }]],
    ['a part without a beginning', [{ part: 1 }]],
  ])('%s asks for a key frame', (_, parts) => {
    const envelopes = parts.map((part, i) => someEnvelope(somePart({ frame: 2, base: 1, ...part }), i + 2));
    expect(took(new Arrivals(), someKeyFrame(1), ...envelopes).at(-1)).toBe('partOutOfOrder');
  });

  test('a key frame ends whatever was under way', () => {
    const half = someEnvelope(somePart({ frame: 2, base: 1, last: false }), 2);
    expect(took(new Arrivals(), someKeyFrame(1), half, someKeyFrame(3, 3, 2), someDelta(4, 4, 3, 2)))
      .toEqual(['taken', 'taken', 'taken', 'taken']);
  });

  test('a key frame that lacks a tile is not shown', () => {
    const body = somePart({ width: 65 });
    expect(new Decoder().take(someEnvelope(body, 1, { keyFrame: true }))).toEqual({ lost: 'incompleteKeyFrame' });
  });

  test('a monitor that changes its size goes on with a key frame', () => {
    const decoder = new Decoder();
    decoder.take(someKeyFrame(1));
    const smaller = decoder.take(someEnvelope(somePart({ frame: 2, width: 10, height: 20 }), 2, { keyFrame: true, epoch: 2 }));
    expect(smaller).toMatchObject({ shown: { frame: 2, width: 10, height: 20, patches: [{ x: 0, y: 0, width: 10, height: 20 }] } });
  });
});
