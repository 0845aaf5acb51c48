import { describe, expect, test } from 'vitest';
import { Decoder } from '../../../Viewer/Canvas/decode';
import { pack, unpack } from '../../../Viewer/Canvas/playback/packed';
import { Snapshots } from '../../../Viewer/Canvas/playback/snapshots';
import { readPart } from '../../../Viewer/Canvas/wire/part';
import { Draw, someEdits, type Sent } from '../edits';
import { section, someArea, someFill, somePart } from '../some';
import { Writer } from '../writer';
import { me, RecordingMaker, type Recording } from './recording';
import { differsAt, keyringOf, picturesOf, Stage } from './stage';

interface Shown {
  readonly at: number;
  readonly picture: Uint32Array;
}

// Some arbitrary conversations one after the other: each begins with a key frame, has its own content key, and all have another size.
async function someWork(conversations: number, msBetween = 300): Promise<{ recording: Recording; shown: Shown[] }> {
  const maker = new RecordingMaker();
  const shown: Shown[] = [];
  let at = 500;
  for (let seed = 0; seed < conversations; seed++) {
    await maker.key(at, seed + 1);
    const sent = someEdits(seed);
    const pictures = picturesOf(sent);
    for (const { body, startsKeyFrame, last } of sent) {
      await maker.frame(at, body, startsKeyFrame);
      if (last) {
        shown.push({ at, picture: pictures.shift()! });
        at += msBetween;
      }
    }

    await maker.close();
  }

  return { recording: await maker.end(at).make(), shown };
}

const pictureAt = (shown: readonly Shown[], at: number): Uint32Array | undefined => shown.findLast(one => one.at <= at)?.picture;
const body = (frame: number, colour: number, base = frame - 1): Sent =>
  ({ body: somePart({ frame, base, sections: [someFill(someArea, [colour, 0, 0])] }), startsKeyFrame: base === 0, last: true });
const colourOf = (stage: Stage): number => stage.canvas.words[0]! & 255;

/** A colour each `ms`, a key frame every `keyEvery`: colour n comes at n × ms. */
async function someColours(count: number, ms = 1000, keyEvery = 5): Promise<Recording> {
  const maker = await new RecordingMaker().key(0, 1);
  for (let n = 1; n <= count; n++) {
    const startsKey = n % keyEvery === 1;
    await maker.frame(n * ms, body(n, n, startsKey ? 0 : n - 1).body, startsKey);
    if (n % 3 === 0) {
      await maker.close();
    }
  }

  return maker.end(count * ms + ms).make();
}

describe('playing a recording', () => {
  test('shows pixel for pixel what was sent, at its time', async () => {
    const { recording, shown } = await someWork(6);
    const stage = await Stage.unlocked(recording);
    expect(stage.state).toMatchObject({ position: 0, playing: false, blank: true });
    stage.desk.take({ play: true });
    let compared = 0;
    while (stage.state!.playing) {
      await stage.frames(1, 100);
      const expected = pictureAt(shown, stage.state!.position);
      if (expected) {
        compared++;
        expect(differsAt(stage.canvas.words, expected), `at ${stage.state!.position}`).toBe(-1);
      }
    }

    expect(compared).toBeGreaterThan(shown.length);
    expect(stage.state).toMatchObject({ position: stage.known!.end, broken: false });
    const truths = stage.painted.reduce((sum, { painted }) => sum + painted.compared, 0);
    expect(truths).toBe(shown.length);
    expect(stage.painted.every(({ painted }) => painted.differing.length === 0)).toBe(true);
  });

  test('seeking anywhere shows what playing through shows there', async () => {
    const { recording, shown } = await someWork(8);
    const stage = await Stage.unlocked(recording);
    for (let i = 0; i < 40; i++) {
      const at = (i * 7919) % (stage.known!.end + 100);
      await stage.seek(at);
      const expected = pictureAt(shown, at);
      expect(stage.state).toMatchObject({ position: Math.min(at, stage.known!.end), seeking: false, blank: !expected });
      if (expected) {
        expect(differsAt(stage.canvas.words, expected), `at ${at}`).toBe(-1);
      }
    }
  });

  test('runs at the chosen speed, and a sleep of the computer is none of its time', async () => {
    const stage = await Stage.unlocked(await someColours(40));
    for (const [speed, frames, to] of [[1, 20, 2000], [0.5, 20, 3000], [16, 5, 11000]] as const) {
      stage.desk.take({ speed });
      stage.desk.take({ play: true });
      await stage.frames(frames, 100);
      stage.desk.take({ play: false });
      await stage.frames(1, 0);
      expect([stage.state!.position, colourOf(stage)]).toEqual([to, Math.floor(to / 1000)]);
    }

    stage.desk.take({ speed: 1 });
    stage.desk.take({ play: true });
    await stage.frames(1, 60_000);
    expect(stage.state!.position).toBe(11_250);
  });

  test('passes over what does not change only where that is wished', async () => {
    const maker = await new RecordingMaker().key(0, 1);
    await maker.frame(0, body(1, 1, 0).body, true);
    await maker.frame(60_000, body(2, 2).body);
    const stage = await Stage.unlocked(await maker.end(61_000).make());
    stage.desk.take({ play: true });
    await stage.frames(5, 100);
    expect([stage.state!.position, colourOf(stage)]).toEqual([500, 1]);
    stage.desk.take({ skipIdle: true });
    await stage.frames(1, 100);
    expect([stage.state!.position, colourOf(stage)]).toEqual([59_500, 1]);
    await stage.frames(5, 100);
    expect([stage.state!.position, colourOf(stage)]).toEqual([60_000, 2]);
  });

  test('ends at the end, and begins anew from there', async () => {
    const stage = await Stage.unlocked(await someColours(4));
    await stage.seek(99_000);
    expect([stage.state!.position, colourOf(stage)]).toEqual([5000, 4]);
    stage.desk.take({ play: true });
    await stage.rest();
    expect(stage.state).toMatchObject({ playing: true, position: 0 });
    await stage.frames(15, 100);
    expect(colourOf(stage)).toBe(1);
  });

  test('only paints where a seek ends, and a newer wish replaces one that is under way', async () => {
    const stage = await Stage.unlocked(await someColours(40, 1000, 100));
    stage.painted = [];
    stage.desk.take({ seek: 39_000 });
    stage.desk.take({ seek: 30_000 });
    stage.desk.take({ seek: 20_000 });
    await stage.rest();
    expect(colourOf(stage)).toBe(20);
    expect(stage.painted.map(({ painted }) => painted.frame)).toEqual([20]);
    await stage.seek(22_000);
    expect(stage.painted.map(({ painted, fresh }) => [painted.frame, fresh])).toEqual([[20, true], [22, false]]);
  });

  test('goes on behind a gap with the next whole picture', async () => {
    const maker = await new RecordingMaker().key(0, 1);
    await maker.frame(100, body(1, 1, 0).body, true);
    maker.gap(1000, 'tooSlow 3').skip(3);
    await maker.frame(2000, body(5, 5, 0).body, true);
    await maker.frame(3000, body(6, 6).body);
    const stage = await Stage.unlocked(await maker.make());
    for (const [at, colour] of [[1500, 1], [2500, 5], [3000, 6], [1500, 1]] as const) {
      await stage.seek(at);
      expect([colourOf(stage), stage.state!.broken]).toEqual([colour, false]);
    }
  });

  test('shows nothing of a broken seal, says so, and goes on with the next whole picture', async () => {
    const recording = await someColours(12);
    const stage = await Stage.open(recording);
    const seventh = stage.desk.catalogue.chunks[2]!;
    stage.source.file[seventh.start + 9 + 24 + 5]! ^= 1; // its first frame's sealed body
    const hurt = await Stage.unlocked({ file: stage.source.file, list: recording.list });
    await hurt.survey();
    expect(hurt.known!.verdict).toMatchObject({ kind: 'bad', chunk: 2 });
    expect(hurt.surveyed).toMatchObject({ opened: 12, isWhole: true });
    expect(hurt.surveyed!.failed).toBeGreaterThan(0);
    await hurt.seek(8000);
    expect([colourOf(hurt), hurt.state!.broken]).toEqual([6, true]);
    await hurt.seek(12_000);
    expect([colourOf(hurt), hurt.state!.broken]).toEqual([12, false]);
  });

  test('opens nothing that was sealed for others, and only what was sealed for this auditor', async () => {
    const maker = await new RecordingMaker().key(0, 1, [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)]);
    await maker.frame(100, body(1, 1, 0).body, true);
    await maker.key(1000, 2, [new Uint8Array(16).fill(1), me]);
    await maker.frame(1100, body(2, 2, 0).body, true);
    const recording = await maker.end(2000).make();
    const stage = await Stage.unlocked(recording);
    expect([stage.keyring.met, stage.keyring.opened]).toEqual([2, 1]);
    await stage.seek(500);
    expect([stage.state!.blank, stage.state!.broken, stage.painted.length]).toEqual([true, true, 0]);
    await stage.seek(1500);
    expect([stage.state!.blank, colourOf(stage)]).toEqual([false, 2]);

    const stranger = await Stage.unlocked(recording, keyringOf(new Uint8Array(16).fill(99)));
    await stranger.seek(1500);
    expect([stranger.keyring.opened, stranger.painted.length, stranger.state!.blank]).toEqual([0, 0, true]);
  });

  test('waits for no key that the file does not hold', async () => {
    const keyless = new RecordingMaker();
    await keyless.key(0, 2, []);
    await keyless.frame(100, body(1, 1, 0).body, true);
    const stage = await Stage.unlocked(await keyless.make());
    await stage.seek(500);
    expect([stage.state!.blank, stage.state!.broken]).toEqual([true, true]);
  });

  test('before it is unlocked shows nothing, though it is checked', async () => {
    const stage = await Stage.open(await someColours(4));
    await stage.frames(5, 100);
    expect([stage.known!.verdict.kind, stage.painted.length, stage.surveyed]).toEqual(['verified', 0, null]);
  });

  test('tells when something was masked, and how much, without showing anything', async () => {
    const masked = (...sizes: number[]): Uint8Array => section(32, new Writer().varint(sizes.length).done(), ...sizes.map(() => new Writer().area({ x: 0, y: 0, width: 9, height: 9 }).done()));
    const maker = await new RecordingMaker().key(0, 1);
    await maker.frame(100, somePart({ sections: [someFill(), masked()] }), true);
    await maker.frame(1000, somePart({ frame: 2, base: 1, sections: [masked(1)] }));
    await maker.frame(2000, somePart({ frame: 3, base: 2, sections: [masked(1, 2)] }));
    await maker.frame(3000, somePart({ frame: 4, base: 3, sections: [masked()] }));
    await maker.frame(4000, somePart({ frame: 5, base: 4, sections: [masked(1)] }));
    const stage = await Stage.unlocked(await maker.end(5000).make());
    await stage.survey();
    expect(stage.surveyed).toEqual({ opened: 5, failed: 0, isWhole: true, masked: [{ from: 1000, to: 3000, most: 2 }, { from: 4000, to: 5000, most: 1 }] });
    await stage.seek(2500);
    expect(stage.painted.at(-1)!.painted.masks).toHaveLength(2);
  });

  test('stops with a reason where the file cannot be read on, and names a chunk that has changed meanwhile', async () => {
    const stage = await Stage.unlocked(await someColours(40));
    await stage.survey();
    stage.source.fault = 'gone';
    stage.desk.store.forget();
    await stage.seek(30_000);
    expect([stage.faults, stage.state!.playing, stage.state!.seeking]).toEqual([['gone'], false, false]);

    stage.source.fault = null;
    const chunk = stage.desk.catalogue.chunks[9]!;
    stage.source.file[chunk.start + 40]! ^= 1;
    await stage.seek(29_000);
    expect(stage.known!.verdict).toMatchObject({ kind: 'bad', chunk: 9, why: 'changed' });
  });
});

describe('where whole pictures are rare', () => {
  // One whole picture, then nothing but changes.
  async function longWork(seed: number, frames: number): Promise<{ recording: Recording; shown: Shown[] }> {
    const maker = await new RecordingMaker().key(0, 1);
    const sent = someEdits(seed, frames);
    const pictures = picturesOf(sent);
    const shown: Shown[] = [];
    for (const [i, { body: bytes, startsKeyFrame, last }] of sent.entries()) {
      const at = 100 * (shown.length + 1);
      await maker.frame(at, bytes, startsKeyFrame);
      if (last) {
        shown.push({ at, picture: pictures.shift()! });
      }

      if (i % 30 === 29) {
        await maker.close();
      }
    }

    return { recording: await maker.end(100 * (shown.length + 1)).make(), shown };
  }

  test('pictures are kept to seek from, and are what playing through shows', async () => {
    for (const seed of [3, 4]) {
      const { recording, shown } = await longWork(seed, 400);
      const stage = await Stage.unlocked(recording);
      await stage.survey();
      expect(stage.desk.snapshots.count).toBeGreaterThanOrEqual(3);
      expect(stage.surveyed).toMatchObject({ failed: 0, isWhole: true });
      for (let i = 0; i < 30; i++) {
        const at = 100 + ((i * 7919) % 40_000);
        await stage.seek(at);
        expect(differsAt(stage.canvas.words, pictureAt(shown, at)!), `seed ${seed} at ${at}`).toBe(-1);
        expect(stage.state).toMatchObject({ broken: false, blank: false });
        expect(stage.painted.at(-1)!.painted).toMatchObject({ frame: shown.findLast(one => one.at <= at)!.at / 100, differing: [] });
      }
    }
  });

  test('they hold no more than they may, and lie further apart then', async () => {
    const sent = someEdits(5, 300);
    const snapshots = new Snapshots(100_000);
    const decoder = new Decoder();
    for (const { body: bytes, startsKeyFrame, last } of sent) {
      const decoded = decoder.take(readPart(bytes), startsKeyFrame);
      if (last && decoded && 'shown' in decoded) {
        const { frame } = decoded.shown;
        snapshots.take({ at: frame, chunk: 0, piece: frame, opened: { number: frame, epoch: 1, key: 1 }, part: decoder.arrivals.place!, shown: decoded.shown }, decoder);
        expect(snapshots.bytes).toBeLessThanOrEqual(100_000);
      }
    }

    expect(snapshots.spacing).toBeGreaterThan(100);
    expect(snapshots.count).toBeGreaterThan(1);
  });

  test('packed pixels come out as they went in', () => {
    for (let seed = 0; seed < 50; seed++) {
      const draw = new Draw(seed);
      const pixels = Uint32Array.from({ length: 1 + draw.next(4096) }, () => draw.next(1 + (seed % 5)));
      const target = new Uint32Array(pixels.length).fill(9);
      const packed = pack(pixels);
      unpack(packed, target);
      expect(target).toEqual(pixels);
      expect(packed.words.length).toBeLessThanOrEqual(pixels.length);
    }
  });
});

describe('an hour of recorded work', () => {
  test('keeps some MiB of the file, and a seek reads a chunk or two', async () => {
    // 720 chunks of 40 kB: a picture every five seconds, a whole one every 25. Records of a kind that nobody knows fill them.
    const filler = new Uint8Array(40_000);
    const maker = await new RecordingMaker().key(0, 1);
    for (let n = 1; n <= 720; n++) {
      const startsKey = n % 5 === 1;
      await maker.frame(n * 5000, somePart({ frame: n, base: startsKey ? 0 : n - 1, sections: [someFill(someArea, [n % 256, 0, 0])] }), startsKey);
      maker.put(99, n * 5000, filler);
      await maker.close();
    }

    const stage = await Stage.unlocked(await maker.end(3_600_000).make());
    await stage.survey();
    expect(stage.source.file.length).toBeGreaterThan(28_000_000);
    for (let i = 0; i < 20; i++) {
      const before = stage.source.reads;
      const at = 10_000 + ((i * 1_299_709) % 3_500_000);
      await stage.seek(at);
      expect(colourOf(stage)).toBe(Math.floor(at / 5000) % 256);
      expect(stage.source.reads - before).toBeLessThanOrEqual(7);
      expect(stage.desk.store.size).toBeLessThan(17 * 1024 * 1024);
    }
  });

  test('is mostly quiet: minutes of it are read at once', async () => {
    // 1200 chunks of a picture each, a whole one only at the beginning.
    const maker = await new RecordingMaker().key(0, 1);
    for (let n = 1; n <= 1200; n++) {
      await maker.frame(n * 1000, somePart({ frame: n, base: n - 1, sections: [someFill(someArea, [n % 256, 0, 0])] }), n === 1);
      await maker.close();
    }

    const stage = await Stage.unlocked(await maker.end(1_200_000).make());
    await stage.survey();
    stage.desk.store.forget();
    const before = stage.source.reads;
    await stage.seek(1_199_500);
    expect(colourOf(stage)).toBe(1199 % 256);
    expect(stage.source.reads - before).toBeLessThanOrEqual(2);
  });
});
