import { describe, expect, test } from 'vitest';
import { Decoder } from '../../../Viewer/Canvas/decode';
import { readPart } from '../../../Viewer/Canvas/wire/part';
import type { Bytes } from '../../../Viewer/Canvas/sealing/bytes';
import { Draw, someEdits } from '../edits';
import { section, someArea, someFill, somePart } from '../some';
import { Writer } from '../writer';
import { RecordingMaker, type Recording } from './recording';
import { pictureBytes, tileBytes, tilesOf } from './seekBytes';
import { differsAt, Stage } from './stage';
import { withoutUnseen } from '../../../Viewer/Canvas/playback/unseen';

interface Shown {
  readonly at: number;
  readonly picture: Uint32Array;
}

type Bend = (piece: Bytes, number: number) => Bytes | null;

/** One arbitrary conversation with one key frame, and seek points behind some of its frames; `bend` spoils the pieces of some. */
async function someWork(seed: number, bend: (point: number) => Bend | undefined = () => undefined): Promise<{ recording: Recording; shown: Shown[]; points: number }> {
  const draw = new Draw(seed + 99);
  const maker = await new RecordingMaker().key(0, 1);
  const decoder = new Decoder();
  const shown: Shown[] = [];
  let points = 0;
  let waiting: (() => Promise<unknown>)[] = [];
  let at = 0;
  for (const { body, startsKeyFrame, last } of someEdits(seed, 30)) {
    await maker.frame(at, body, startsKeyFrame);
    decoder.take(readPart(body), startsKeyFrame);
    if (!last) {
      continue;
    }

    shown.push({ at, picture: decoder.picture.words.slice() });
    if (waiting.length > 0 && draw.next(2) === 0) {
      await waiting.reduce((before, next) => before.then(next), Promise.resolve<unknown>(null));
      waiting = [];
    }

    if (waiting.length === 0 && draw.next(4) === 0) {
      const { place } = maker;
      const bent = bend(points++);
      const bytes = pictureBytes(place.behind, shown.length, decoder);
      const tiles = tilesOf(decoder);
      waiting.push(() => maker.seekPoint(at, bytes, place, false, bent));
      if (tiles.length > 0) {
        const together = tileBytes(tiles);
        waiting.push(() => maker.seekPoint(at, together, place, true));
      }
    }

    at += 100;
    if (draw.next(3) === 0) {
      await maker.close();
    }
  }

  return { recording: await maker.end(at).make(), shown, points };
}

const pictureAt = (shown: readonly Shown[], at: number): Uint32Array | undefined => shown.findLast(one => one.at <= at)?.picture;
const lostOf = (stage: Stage) => stage.known!.spans.filter(({ word }) => word === 'seekPoint');
const fill = (frame: number, colour: number, base = frame - 1): Uint8Array => somePart({ frame, base, sections: [someFill(someArea, [colour, 0, 0])] });

async function seeksRight(stage: Stage, shown: readonly Shown[], seed: number): Promise<void> {
  for (let i = 0; i < 8; i++) {
    const at = ((i + 1) * 7919 + seed * 31) % (stage.known!.end + 50);
    await stage.seek(at);
    const expected = pictureAt(shown, at);
    expect(stage.state!.broken, `seed ${seed} at ${at}`).toBe(false);
    expect(expected && differsAt(stage.canvas.words, expected), `seed ${seed} at ${at}`).toBe(expected && -1);
  }
}

describe('seek points of the Agent\'s own', () => {
  test('lead to the picture that playing from the start leads to', async () => {
    let points = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const work = await someWork(seed);
      points += work.points;
      const stage = await Stage.unlocked(work.recording);
      await seeksRight(stage, work.shown, seed);
      expect(lostOf(stage)).toEqual([]);
    }

    expect(points).toBeGreaterThan(8);
  });

  test('are gone on from: a picture that begins with one plays to the end', async () => {
    const { recording, shown } = await someWork(3);
    const stage = await Stage.unlocked(recording);
    await stage.seek(1500);
    stage.desk.take({ play: true });
    while (stage.state!.playing) {
      await stage.frames(1, 90);
      expect(differsAt(stage.canvas.words, pictureAt(shown, stage.state!.position)!), `at ${stage.state!.position}`).toBe(-1);
    }

    expect(stage.state!.position).toBe(stage.known!.end);
  });

  test('are used, also where one arrives after the moment before which it stands', async () => {
    const maker = await new RecordingMaker().key(0, 1);
    await maker.frame(0, fill(1, 1, 0), true);
    await maker.frame(1000, Uint8Array.of(255)); // whoever comes this way is lost
    await maker.frame(2000, fill(3, 3));
    const { place } = maker;
    const decoder = decoderAfter(fill(3, 3, 0));
    await maker.frame(3000, fill(4, 4));
    await maker.seekPoint(4000, pictureBytes(place.behind, 3, decoder), place);
    await maker.frame(5000, fill(5, 5));
    const stage = await Stage.unlocked(await maker.end(6000).make());
    for (const [at, colour] of [[5500, 5], [2500, 3], [4500, 4], [3999, 4]] as const) {
      await stage.seek(at);
      expect([stage.canvas.words[0]! & 255, stage.state!.broken]).toEqual([colour, false]);
    }

    await stage.seek(1500);
    expect(stage.state!.broken).toBe(true);
  });

  test('bring the tiles that are recalled behind the next one along once that is passed', async () => {
    const stage = await Stage.unlocked(await recalled());
    await stage.seek(3500);
    stage.desk.take({ play: true });
    await stage.frames(40, 200);
    expect([stage.canvas.words[0]! & 255, stage.state!.broken]).toEqual([7, false]);
    expect(lostOf(stage)).toEqual([]);
  });

  test('without a tile that is recalled are named, and another way is taken', async () => {
    const stage = await Stage.unlocked(await recalled(false));
    await stage.seek(7000);
    expect([stage.canvas.words[0]! & 255, stage.state!.broken]).toEqual([7, false]);
    expect(lostOf(stage).length).toBeGreaterThan(0);
  });

  test.each<[string, (point: number) => Bend | undefined]>([
    ['changed in their sealed bytes', () => (piece, number) => (number === 0 ? piece.map((byte, i) => (i === 60 ? byte ^ 1 : byte)) : piece)],
    ['changed in their clear bytes', () => piece => piece.map((byte, i) => (i === 16 ? byte ^ 1 : byte))],
    ['without their first piece', () => (piece, number) => (number === 0 ? null : piece)],
    ['without a piece in the middle', point => (point === 1 ? (piece, number) => (number === 1 ? null : piece) : undefined)],
  ])('%s change nothing of the picture', async (_, bend) => {
    for (let seed = 1; seed <= 2; seed++) {
      const { recording, shown } = await someWork(seed, bend);
      const stage = await Stage.unlocked(recording);
      await seeksRight(stage, shown, seed);
    }
  });

  test('that are damaged are named with their moment', async () => {
    const maker = await twoWindows();
    const decoder = decoderAfter(fill(1, 1, 0));
    await maker.seekPoint(6000, pictureBytes(maker.place.behind, 3, decoder), maker.place, false, piece => piece.map((byte, i) => (i === 50 ? byte ^ 1 : byte)));
    const stage = await Stage.unlocked(await maker.end(9000).make());
    await stage.seek(8000);
    expect(lostOf(stage)).toEqual([{ kind: 'gap', from: 6000, to: 6000, word: 'seekPoint', count: null }]);
    expect(stage.known!.verdict.kind).toBe('verified');
  });

  test('that were let fall are named, by the recorder\'s mark or by the leap of their numbers', async () => {
    const maker = await twoWindows();
    const bytes = pictureBytes(maker.place.behind, 3, decoderAfter(fill(1, 1, 0), 90));
    await maker.seekPoint(6000, bytes, maker.place, false, (piece, number) => (number === 0 ? piece : null));
    maker.mark(6500, 'seekPointLost');
    await maker.seekPoint(7000, bytes, maker.place, false, (piece, number) => (number === 1 ? null : piece));
    const stage = await Stage.unlocked(await maker.end(9000).make());
    expect(lostOf(stage).map(({ from }) => from)).toEqual([6500, 7000]);
    await stage.seek(8000);
    expect([stage.canvas.words[0]! & 255, stage.state!.broken]).toEqual([3, false]);
  });
});

describe('what is painted over before it is seen', () => {
  test('is not decoded, and the picture is the same', () => {
    let sections = 0;
    let left = 0;
    for (let seed = 1; seed <= 15; seed++) {
      const sent = someEdits(seed, 12);
      const parts = sent.map(({ body }) => readPart(body));
      const seen = withoutUnseen(parts, 1, 1);
      const [whole, quick] = [new Decoder(), new Decoder()];
      parts.forEach((part, i) => {
        whole.take(part, sent[i]!.startsKeyFrame);
        const decoded = quick.take(seen[i]!, sent[i]!.startsKeyFrame);
        expect(decoded && 'shown' in decoded ? decoded.shown.differing : null).toBeNull();
        sections += part!.pictures.length;
        left += seen[i]!.pictures.length;
      });
      expect(differsAt(quick.picture.words, whole.picture.words), `seed ${seed}`).toBe(-1);
      const [few, all] = [tilesOf(quick), tilesOf(whole)];
      expect(few.findIndex(({ words }, slot) => differsAt(words, all[slot]!.words) >= 0)).toBe(-1);
      expect(few.length).toBe(all.length);
    }

    expect(left).toBeLessThanOrEqual(sections);
  });

  test('of a film are all frames but the last', () => {
    const film = Array.from({ length: 20 }, (_, i) => readPart(fill(i + 1, i, i)));
    expect(withoutUnseen(film, 64, 64).map(part => part!.pictures.length)).toEqual([...Array.from({ length: 19 }, () => 0), 1]);
  });

  test('is kept where it lies outside the picture, to be refused', () => {
    const outside = readPart(somePart({ frame: 2, base: 1, sections: [someFill({ x: 60, y: 0, width: 64, height: 64 })] }));
    expect(withoutUnseen([outside, readPart(fill(3, 3)), null], 64, 64).map(part => part?.pictures.length)).toEqual([1, 1, undefined]);
  });
});

function decoderAfter(keyFrame: Uint8Array, stripes = 0): Decoder {
  const decoder = new Decoder();
  decoder.take(readPart(keyFrame), true);
  for (let i = 0; i < stripes; i++) {
    decoder.picture.words.fill(i, i * 40, i * 40 + 20);
  }

  return decoder;
}

async function twoWindows(): Promise<RecordingMaker> {
  const maker = await new RecordingMaker().key(0, 1);
  await maker.frame(0, fill(1, 7, 0), true);
  await maker.frame(1000, somePart({ frame: 2, base: 1, sections: [section(18, new Writer().varint(1).varint(0).varint(1).done())] }));
  return maker.frame(2000, fill(3, 3));
}

// What was remembered before both seek points is recalled behind the second, and comes along with that.
async function recalled(withTile = true): Promise<Recording> {
  const maker = await twoWindows();
  const decoder = decoderAfter(fill(1, 7, 0));
  decoder.take(readPart(somePart({ frame: 2, base: 1, sections: [section(18, new Writer().varint(1).varint(0).varint(1).done())] })), false);
  const tiles = tilesOf(decoder);
  decoder.take(readPart(fill(3, 3)), false);
  await maker.seekPoint(3000, pictureBytes(maker.place.behind, 3, decoder));
  await maker.frame(4000, fill(4, 4));
  decoder.take(readPart(fill(4, 4)), false);
  await maker.seekPoint(4500, pictureBytes(maker.place.behind, 4, decoder));
  await maker.frame(5000, fill(5, 5));
  if (withTile) {
    await maker.seekPoint(5500, tileBytes(tiles), maker.place, true);
  }

  await maker.frame(6000, somePart({ frame: 6, base: 5, sections: [section(17, new Writer().varint(1).zigzag(0).zigzag(0).varint(1).done())] }));
  return maker.end(9000).make();
}
