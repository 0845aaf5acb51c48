import { env } from 'node:process';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../Viewer/Canvas/playback/verdict';
import { CHUNK_HEAD_SIZE, HEADER_SIZE } from '../../../Viewer/Canvas/playback/format';
import { Draw } from '../edits';
import { somePart } from '../some';
import { Tried } from '../tried';
import { chunkOf, RecordingMaker, type Recording } from './recording';
import { Stage } from './stage';

/** Six chunks of one second each. */
async function someRecording(unlogged = 0): Promise<Recording> {
  const maker = new RecordingMaker();
  await maker.key(0, 1);
  for (let second = 0; second < 6; second++) {
    const at = second * 1000;
    await maker.frame(at + 10, somePart({ frame: 2 * second + 1 }), true);
    await maker.frame(at + 900, somePart({ frame: 2 * second + 2, base: 2 * second + 1 }));
    await maker.close();
  }

  return maker.end(6000).make(unlogged);
}

const verdictOf = async (recording: Recording): Promise<Verdict> => (await Stage.open(recording)).known!.verdict;

describe('a recording that is looked at', () => {
  test('is verified once every chunk is what the log says', async () => {
    expect(await verdictOf(await someRecording())).toEqual({ kind: 'verified', chunks: 7 });
  });

  test('is not called verified as long as something is unread', async () => {
    const { file, list } = await someRecording();
    const stage = new Stage({ file, list });
    const opened = stage.desk.open();
    const kinds = new Set<string>();
    for (let i = 0; i < 50; i++) {
      await Promise.resolve();
      kinds.add(stage.known?.verdict.kind ?? 'nothing');
    }

    expect([...kinds]).not.toContain('verified');
    await opened;
    expect(stage.known!.verdict.kind).toBe('verified');
  });

  test('names from where on nothing in the log vouches for it', async () => {
    expect(await verdictOf(await someRecording(2))).toEqual({ kind: 'unlogged', chunks: 7, unlogged: 2, from: 5010 });
  });

  test('[promise 31] with one changed byte is not verified, and the chunk is named', async run => {
    const tried = new Tried(run, 31, 'bytes of a recording that were changed: the player names the chunk');
    const recording = await someRecording();
    const draw = new Draw(31);
    const heads = [0, 4, 8, 39].map(place => HEADER_SIZE + place);
    const second = HEADER_SIZE + CHUNK_HEAD_SIZE + new DataView(recording.file.buffer).getUint32(HEADER_SIZE, true);
    const places = [...heads, ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 39].map(place => second + place)];
    for (let place = 0; place < HEADER_SIZE; place++) {
      places.push(place);
    }

    const count = places.length + (env['REMOTEASSIST_PROVE'] === 'long' ? 5000 : 50);
    while (places.length < count) {
      places.push(draw.next(recording.file.length));
    }

    for (const place of places) {
      const file = recording.file.slice();
      file[place]! ^= 1 << draw.next(8);
      const { known, faults } = await Stage.open({ file, list: recording.list });
      const verdict = known?.verdict;
      const named = verdict?.kind === 'bad' ? verdict.chunk : null;
      const expected = Math.max(0, chunkOf(recording, place));
      tried.try(named === expected && faults.length === 0, `byte ${place}: ${JSON.stringify(verdict ?? faults)}, not chunk ${expected}`);
    }

    tried.mustHold();
  });

  test('says where a changed chunk lies in time, and how many more there are', async () => {
    const { file, list } = await someRecording();
    const bodies = (chunk: number): number => file.findIndex((_, at) => chunkOf({ file, list }, at) === chunk) + CHUNK_HEAD_SIZE + 60;
    file[bodies(2)]! ^= 1;
    file[bodies(4)]! ^= 1;
    expect(await verdictOf({ file, list })).toEqual({ kind: 'bad', chunk: 2, from: 1900, to: 3010, why: 'hash', more: 1 });
    const { known } = await Stage.open({ file, list });
    expect(known!.spans.filter(({ kind }) => kind === 'bad').map(({ from, to, count }) => [from, to, count])).toEqual([[1900, 3010, 2], [3900, 5010, 4]]);
  });

  test('that was cut off names the first chunk that is missing', async () => {
    const { file, list } = await someRecording();
    const sixth = file.findIndex((_, at) => chunkOf({ file, list }, at) === 5);
    expect(await verdictOf({ file: file.slice(0, sixth), list })).toMatchObject({ kind: 'bad', chunk: 5, why: 'missing', more: 1 });
    expect(await verdictOf({ file: file.slice(0, sixth + 60), list })).toMatchObject({ kind: 'bad', chunk: 5, why: 'length', more: 1 });
  });

  test('whose chunks were left out, swapped or written anew is not verified', async () => {
    const recording = await someRecording();
    const { file, list } = recording;
    const startOf = (chunk: number): number => file.findIndex((_, at) => chunkOf(recording, at) === chunk);
    const cut = (...parts: [number, number][]): Uint8Array<ArrayBuffer> => Uint8Array.from(parts.flatMap(([from, to]) => [...file.subarray(from, to)]));
    const [two, three, four] = [startOf(2), startOf(3), startOf(4)];
    const without = cut([0, two], [three, file.length]);
    const swapped = cut([0, two], [three, four], [two, three], [four, file.length]);
    expect(await verdictOf({ file: without, list })).toMatchObject({ kind: 'bad', chunk: 2 });
    expect(await verdictOf({ file: swapped, list })).toMatchObject({ kind: 'bad', chunk: 2 });

    const other = await new RecordingMaker().mark(5, 'viewers 1').make();
    expect(await verdictOf({ file: other.file, list: list.slice(0, 1) })).toMatchObject({ kind: 'bad', chunk: 0, why: 'hash' });
  });

  test('that is still being written ends before the chunk that is not whole', async () => {
    const { file, list } = await someRecording();
    const last = list.at(-1)!;
    const growing = { file: file.slice(0, -5), list: list.filter(chunk => chunk !== last) };
    expect(await verdictOf(growing)).toEqual({ kind: 'verified', chunks: 6 });
    expect((await Stage.open(growing)).known!.isClosed).toBe(false);
  });

  test('goes not back in time', async () => {
    const recording = await (await new RecordingMaker().mark(5000, 'paused').close()).mark(4000, 'live').make();
    expect(await verdictOf(recording)).toMatchObject({ kind: 'bad', chunk: 1, why: 'records' });
  });

  test('of another session or of nothing at all is said to be unreadable', async () => {
    const { file, list } = await someRecording();
    const other = file.slice();
    other.fill(9, 8, 24);
    expect((await Stage.open({ file: other, list: [] })).faults).toEqual([]); // chunk 0 still says whose it is
    for (const bytes of [new Uint8Array(), new Uint8Array(1000), file.slice(0, 20)]) {
      expect((await Stage.open({ file: bytes, list })).faults).toEqual(['unreadable']);
    }
  });

  test('that is empty is nothing verified', async () => {
    const { file } = await someRecording();
    expect(await verdictOf({ file: file.slice(0, HEADER_SIZE), list: [] })).toEqual({ kind: 'unlogged', chunks: 0, unlogged: 0, from: 0 });
  });

  test('tells gaps, pauses, and when it was taken back and granted again', async () => {
    const maker = await new RecordingMaker().key(0, 1);
    await maker.frame(100, somePart(), true);
    await maker.gap(1000, 'tooSlow 12').skip(12).frame(1800, somePart({ frame: 2 }), true);
    maker.mark(2000, 'viewers 2').mark(3000, 'paused').mark(4000, 'live').end(5000, 'takenBack').mark(9000, 'begin').gap(9500, 'relayLost');
    const { known } = await Stage.open(await maker.make());
    expect(known).toMatchObject({
      end: 9500,
      isClosed: false,
      viewers: [{ at: 2000, count: 2 }],
      spans: [
        { kind: 'gap', from: 1000, to: 1800, word: 'tooSlow', count: 12 },
        { kind: 'paused', from: 3000, to: 4000 },
        { kind: 'off', from: 5000, to: 9000, word: 'takenBack' },
        { kind: 'gap', from: 9500, to: null, word: 'relayLost' },
      ],
    });
  });
});
