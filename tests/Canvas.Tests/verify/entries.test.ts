import { describe, expect, test } from 'vitest';
import { leafHash } from '../../../Viewer/Canvas/audit/merkle';
import { canonical } from '../../../Viewer/Canvas/audit/canonical';
import { ascii } from '../../../Viewer/Canvas/sealing/bytes';
import { checkEntries } from '../../../Viewer/Canvas/verify/entries';
import type { Manifest } from '../../../Viewer/Canvas/verify/manifest';

const SESSION = '11111111-2222-7333-8444-555555555555';

// A log of one entry: its hash is the root, and there is nothing to prove it by.
function found(action: string, detail: Record<string, string> = {}): ReturnType<typeof checkEntries> {
  const entry = canonical({
    action, actor: { kind: 'relay' }, detail, outcome: 'success', personal: {}, previous: '', sequence: 1, session: SESSION, time: '2026-11-21T14:03:27.123Z',
  })!;
  return checkEntries(
    ascii(`{"entry":${entry},"proof":[],"values":[]}\n`),
    { entries: [1], session: SESSION, caseId: '' } as unknown as Manifest,
    { origin: 'log/some', size: 1, root: leafHash(ascii(entry)) });
}

describe('the entries of a bundle', () => {
  test('say which chunks were recorded, and those that are none say nothing', async () => {
    const hash = 'ab'.repeat(32);
    expect([...(await found('recording.chunk', { chunks: `0:${hash}:10:0:5 7:${hash}:1:2:3` })).chunks]).toEqual([[0, hash], [7, hash]]);
    expect((await found('recording.chunk', { chunks: `0:${hash}:10:0:5 7:${hash}:1:2` })).chunks.size).toBe(0);
    expect((await found('recording.chunk')).chunks.size).toBe(0);
    expect((await found('recording.recovered', { chunks: `0:${hash}:10:0:5` })).chunks.size).toBe(0);
  });

  test('say whether the session was recorded', async () => {
    expect(await found('recording.started')).toMatchObject({ damage: null, good: 1, wasRecorded: true, hasEnd: false });
    expect(await found('session.end')).toMatchObject({ damage: null, good: 1, wasRecorded: false, hasEnd: true });
  });
});
