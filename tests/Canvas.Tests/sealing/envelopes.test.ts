import { describe, expect, test, type TestContext } from 'vitest';
import { hex } from '../../../Viewer/Canvas/sealing/bytes';
import { ControlOpener, ControlSealer } from '../../../Viewer/Canvas/sealing/control';
import { FrameOpener, readContentKey } from '../../../Viewer/Canvas/sealing/frames';
import { Tried } from '../tried';
import { context, oneBitOff, unhex, vectors } from './some';

const aes = (digits: string, usage: KeyUsage): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', unhex(digits), 'AES-GCM', false, [usage]);
const controlOpener = async (): Promise<ControlOpener> =>
  new ControlOpener(await aes(vectors.exchange.keys.controlToViewer, 'decrypt'), context.viewer);
const down = vectors.control.toViewer;
const frames = vectors.frames.envelopes.map((item) => unhex(item.envelope));

function frameOpener(keys = vectors.frames.contentKeys): FrameOpener {
  const opener = new FrameOpener(context);
  for (const key of keys) {
    expect(opener.add(readContentKey(unhex(key))!)).toBe(true);
  }

  return opener;
}

/** Counts an envelope as rejected where it is, by that name, and gives no body. */
const rejected = (tried: Tried, opened: object, fault: string): void =>
  tried.same(JSON.stringify(opened), JSON.stringify({ fault }));
const hostile = (test: TestContext): Tried => new Tried(test, 12, 'hostile envelopes, in TypeScript');

describe('the control channel', () => {
  test("opens what C# sealed, in order, also when all come at once", async () => {
    const opener = await controlOpener();
    const opened = await Promise.all(down.map((item) => opener.open(unhex(item.envelope))));
    expect(opened.map((each) => 'body' in each && hex(each.body))).toEqual(down.map((item) => item.body));
  });

  test('seals to the very bytes of C#', async () => {
    const sealer = new ControlSealer(await aes(vectors.exchange.keys.controlToAgent, 'encrypt'), context.viewer);
    const sealed = await Promise.all(vectors.control.toAgent.map((item) => sealer.seal(unhex(item.body))));
    expect(sealed.map((each) => typeof each !== 'string' && hex(each))).toEqual(vectors.control.toAgent.map((item) => item.envelope));
  });

  test('[promise 12] names replay, wrong order, reflection, truncation, another viewer and the other channel', async (run) => {
    const tried = hostile(run);
    const [first, second] = down.map((item) => unhex(item.envelope));
    const opener = await controlOpener();
    rejected(tried, await opener.open(second!), 'outOfOrder');
    expect(await opener.open(first!)).toHaveProperty('body');
    rejected(tried, await opener.open(first!), 'replayed');
    rejected(tried, await opener.open(unhex(vectors.control.toAgent[1]!.envelope)), 'forged');
    rejected(tried, await opener.open(second!.slice(0, 35)), 'truncated');
    rejected(tried, await opener.open(second!.slice(0, -1)), 'forged');
    rejected(tried, await opener.open(frames[0]!), 'wrongChannel');
    const other = second!.slice();
    other[4] = 9;
    rejected(tried, await opener.open(other), 'wrongViewer');
    other[0] = 9;
    rejected(tried, await opener.open(other), 'malformed');
    expect(await opener.open(second!)).toHaveProperty('body');
    tried.mustHold();
  });

  test('[promise 12] rejects every flipped bit', async (run) => {
    const tried = hostile(run);
    const opener = await controlOpener();
    for (const flipped of oneBitOff(unhex(down[0]!.envelope))) {
      tried.try('fault' in (await opener.open(flipped)));
    }

    expect(await opener.open(unhex(down[0]!.envelope))).toHaveProperty('body');
    tried.mustHold();
  });

  test('a spent key seals no more', async () => {
    const sealer = new ControlSealer(await aes(vectors.exchange.keys.controlToAgent, 'encrypt'), 1, 2);
    await sealer.seal(new Uint8Array(1));
    await sealer.seal(new Uint8Array(1));
    expect(await sealer.seal(new Uint8Array(1))).toBe('exhausted');
  });
});

describe('the frame channel', () => {
  test('opens what C# sealed, under both content keys, also when all come at once', async () => {
    const opener = frameOpener();
    const opened = await Promise.all(frames.map((envelope) => opener.open(envelope)));
    expect(opened.map((each) => 'body' in each && hex(each.body))).toEqual(vectors.frames.envelopes.map((item) => item.body));
  });

  test('[promise 12] bears a gap only right before a key frame, and no replay', async (run) => {
    const tried = hostile(run);
    const opener = frameOpener();
    rejected(tried, await opener.open(frames[1]!), 'gap');
    expect(await opener.open(frames[0]!)).toHaveProperty('body');
    rejected(tried, await opener.open(frames[2]!), 'gap');
    expect(await opener.open(frames[3]!)).toHaveProperty('body');
    rejected(tried, await opener.open(frames[3]!), 'replayed');
    rejected(tried, await opener.open(frames[1]!), 'replayed');
    rejected(tried, await opener.open(frames[5]!), 'gap');
    expect(await opener.open(frames[4]!)).toHaveProperty('body');
    tried.mustHold();
  });

  test('waits for a key that the picture has overtaken', async () => {
    const opener = frameOpener(vectors.frames.contentKeys.slice(0, 1));
    expect(await opener.open(frames[3]!)).toEqual({ fault: 'noKey' });
    expect(opener.add(readContentKey(unhex(vectors.frames.contentKeys[1]!))!)).toBe(true);
    expect(await opener.open(frames[3]!)).toHaveProperty('body');
    expect(opener.add(readContentKey(unhex(vectors.frames.contentKeys[0]!))!)).toBe(false);
  });

  test('[promise 12] opens nothing of another session', async (run) => {
    const tried = hostile(run);
    const opener = new FrameOpener({ ...context, session: '0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f8' });
    opener.add(readContentKey(unhex(vectors.frames.contentKeys[0]!))!);
    rejected(tried, await opener.open(frames[0]!), 'forged');
    tried.mustHold();
  });

  test('[promise 12] rejects every flipped bit', async (run) => {
    const tried = hostile(run);
    const opener = frameOpener();
    for (const flipped of oneBitOff(frames[0]!)) {
      tried.try('fault' in (await opener.open(flipped)));
    }

    expect(await opener.open(frames[0]!)).toHaveProperty('body');
    tried.mustHold();
  });

  test('a content key of another length or kind is none', () => {
    const bytes = unhex(vectors.frames.contentKeys[0]!);
    expect(readContentKey(bytes.subarray(1))).toBeNull();
    expect(readContentKey(bytes.subarray(0, 36))).toBeNull();
  });
});
