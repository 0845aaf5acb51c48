import { expect, test } from 'vitest';
import { checkRecording, recordingOf } from '../../../Viewer/Canvas/verify/recording';
import vector from '../../Vectors/playback.json';
import { fromBase64 } from '../some';

const file = fromBase64(vector.file);
const logged = new Map(vector.chunks.map(({ number, hash }) => [number, hash]));
const whole = { chunks: vector.chunks.length, logged: vector.chunks.length };

test('a recording is what the entries say, also where they do not have all of it yet', async () => {
  expect(await checkRecording(file, vector.session, logged)).toEqual(whole);
  expect(await checkRecording(file, vector.session, new Map([...logged].slice(0, 2)))).toEqual({ ...whole, logged: 2 });
  expect(await checkRecording(file, vector.session, new Map())).toEqual({ ...whole, logged: 0 });
  expect(recordingOf('11111111-2222-7333-8444-555555555555')).toBe('recording/11111111222273338444555555555555.rarec');
});

test('of one that was changed anywhere, cut, or is another session\'s nothing is said', async () => {
  for (let at = 0; at < file.length; at += 131) {
    const changed = file.slice();
    changed[at]! ^= 1;
    expect(await checkRecording(changed, vector.session, logged), `byte ${at}`).toBeNull();
  }

  expect(await checkRecording(file.slice(0, -1), vector.session, logged)).toBeNull();
  expect(await checkRecording(file, '11111111-2222-7333-8444-555555555556', logged)).toBeNull();
  expect(await checkRecording(file, vector.session, new Map([...logged, [0, '0'.repeat(64)]]))).toBeNull();
  expect(await checkRecording(file, vector.session, new Map([...logged, [99, '0'.repeat(64)]])), 'a chunk that the entries have is missing').toBeNull();
  expect(await checkRecording(new Uint8Array(), vector.session, logged)).toBeNull();
});
