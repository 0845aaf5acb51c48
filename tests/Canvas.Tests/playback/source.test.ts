import { describe, expect, test } from 'vitest';
import { readChunkHead, readHeader, readPieces, readWords, readWrappedKeys } from '../../../Viewer/Canvas/playback/format';
import { Keyring } from '../../../Viewer/Canvas/playback/keyring';
import { ForwardReader, HttpSource, SourceError } from '../../../Viewer/Canvas/playback/source';
import { idBytes } from '../../../Viewer/Canvas/sealing/bytes';
import { session } from '../agent';
import { me, MemorySource, openContentKey, RecordingMaker } from './recording';

const file = Uint8Array.from({ length: 100 }, (_, i) => i);

function someServer(answer: (range: string | null) => Response) {
  const asked: string[] = [];
  const source = new HttpSource('/audit/recordings/1', async (url, { headers }) => {
    const range = new Headers(headers).get('Range');
    asked.push(`${url} ${range ?? ''}`.trim());
    return answer(range);
  });
  return { asked, source };
}

const ranged = (range: string | null): Response => {
  const [from = 0, to = 0] = /(\d+)-(\d+)/.exec(range ?? '')!.slice(1).map(Number);
  return from >= file.length
    ? new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${file.length}` } })
    : new Response(file.slice(from, to + 1), { status: 206, headers: { 'Content-Range': `bytes ${from}-${Math.min(to, 99)}/${file.length}` } });
};

describe('the file over http', () => {
  test('is read by ranges, and behind its end is nothing', async () => {
    const { asked, source } = someServer(ranged);
    expect([...await source.read(10, 3)]).toEqual([10, 11, 12]);
    expect([...await source.read(98, 10)]).toEqual([98, 99]);
    expect([...await source.read(100, 10)]).toEqual([]);
    expect([source.size, asked[0]]).toEqual([100, '/audit/recordings/1/file bytes=10-12']);
  });

  test('says in one word why it cannot be read', async () => {
    for (const [status, fault] of [[404, 'missing'], [410, 'gone'], [401, 'notAllowed'], [403, 'notAllowed'], [500, 'unreachable'], [429, 'unreachable']] as const) {
      const { source } = someServer(() => new Response(null, { status }));
      await expect(source.read(0, 1)).rejects.toMatchObject({ fault });
      await expect(source.list()).rejects.toMatchObject({ fault });
    }

    const offline = new HttpSource('/x', () => Promise.reject(new TypeError('no line')));
    await expect(offline.read(0, 1)).rejects.toMatchObject({ fault: 'unreachable' });
  });

  test('an answer that is not what was asked for is none', async () => {
    const whole = someServer(() => new Response(file)).source;
    const more = someServer(() => new Response(file, { status: 206, headers: { 'Content-Range': 'bytes 0-99/100' } })).source;
    const page = someServer(() => new Response('<html>')).source;
    await expect(whole.read(0, 5)).rejects.toBeInstanceOf(SourceError);
    await expect(more.read(0, 5)).rejects.toBeInstanceOf(SourceError);
    await expect(page.list()).rejects.toMatchObject({ fault: 'unreachable' });
    await expect(someServer(() => new Response('{"chunks":[{"number":"x"}]}')).source.list()).rejects.toMatchObject({ fault: 'unreachable' });
    await expect(someServer(() => new Response('{"chunks":7}')).source.list()).rejects.toMatchObject({ fault: 'unreachable' });
  });

  test('from front to back is read in large pieces', async () => {
    const source = new MemorySource(new Uint8Array(5_000_000), []);
    const reader = new ForwardReader(source);
    for (let at = 0; at < 5_000_000; at += 50_000) {
      expect(await reader.read(at, 50_000)).toHaveLength(50_000);
    }

    expect(source.reads).toBe(3);
    expect(await reader.read(4_999_999, 1000)).toHaveLength(1);
  });
});

describe('the bytes of a recording', () => {
  test('that are cut, or told longer than they are, are refused', async () => {
    const { file: recording } = await (await new RecordingMaker().key(0, 1)).make();
    for (let length = 0; length < 34; length++) {
      expect(readHeader(recording.slice(0, length))).toBeNull();
    }

    expect(readHeader(recording)).toMatchObject({ session: idBytes(session) });
    expect(readChunkHead(recording.slice(34, 73))).toBeNull();
    const body = recording.slice(74);
    const whole = new Set(Array.from({ length: body.length }, (_, i) => i).filter(length => readPieces(body.slice(0, length)) !== null));
    expect([...whole]).toEqual([9 + 75, 9 + 75 + 9 + 5]);
    expect(readPieces(body)).toHaveLength(3);
  });

  test('that are no words or no keys say nothing', () => {
    const piece = (payload: Uint8Array<ArrayBuffer>) => ({ kind: 4, at: 0, payload });
    expect(readWords(piece(Uint8Array.of(0xff, 0xfe)))).toBe('');
    expect(readWords(piece(new Uint8Array(257).fill(65)))).toBe('');
    expect(readWrappedKeys(piece(new Uint8Array(132)))).toEqual([]);
    expect(readWrappedKeys(piece(new Uint8Array(133 * 33)))).toEqual([]);
    expect(readWrappedKeys(piece(new Uint8Array(266)))).toHaveLength(2);
  });
});

describe('the keys of a recording', () => {
  const wrap = async (id: number, auditors: Uint8Array[]) => {
    const { file: recording } = await (await new RecordingMaker().key(0, id, auditors)).make();
    return readPieces(recording.slice(74))!.flatMap(piece => (piece.kind === 1 ? readWrappedKeys(piece) : []));
  };

  test('are opened once each, where they were sealed for this auditor', async () => {
    const keyring = new Keyring([{ id: new Uint8Array(16).fill(3), key: null! }, { id: me, key: null! }], idBytes(session), openContentKey);
    const mine = await wrap(1, [new Uint8Array(16), me]);
    expect(await keyring.open([...mine, ...await wrap(2, [new Uint8Array(16)])])).toEqual([
      { contentKey: 1, secret: new Uint8Array(32).fill(1) }, { contentKey: 2, secret: null },
    ]);
    expect(await keyring.open(mine)).toEqual([]);
    expect([keyring.met, keyring.opened]).toEqual([2, 1]);
  });

  test('that do not open, or are none, are no secret', async () => {
    for (const open of [() => Promise.reject(new Error('sealed for another')), () => Promise.resolve(new Uint8Array(31))]) {
      const keyring = new Keyring([{ id: new Uint8Array(16).fill(3), key: null! }, { id: me, key: null! }], idBytes(session), open);
      expect(await keyring.open(await wrap(1, [me]))).toEqual([{ contentKey: 1, secret: null }]);
    }
  });
});
