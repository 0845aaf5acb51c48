import { describe, expect, test } from 'vitest';
import { Inlet } from '../../Viewer/Canvas/inlet';
import { CONTROL, FRAMES, wrap } from '../../Viewer/Canvas/wire/envelope';
import { settled } from './agent';

const some = (channel: typeof CONTROL | typeof FRAMES, number: number, size = 0): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(wrap({ channel, keyFrame: false, viewer: 0, number, epoch: 0 }, new Uint8Array(size)));

function someInlet() {
  const log: string[] = [];
  const opened: (() => void)[] = [];
  const inlet = new Inlet({
    control: envelope => {
      log.push(`control ${envelope[8]}`);
      return new Promise(resolve => opened.push(resolve));
    },
    frame: envelope => void log.push(`frame ${envelope[8]}`),
    flooded: () => void log.push('flooded'),
  });
  return { inlet, log, opened };
}

describe('envelopes on their way in', () => {
  test('a frame does not overtake the content key before it, however long that takes to open', async () => {
    const { inlet, log, opened } = someInlet();
    inlet.take(some(FRAMES, 1), 0);
    inlet.take(some(CONTROL, 2), 0);
    inlet.take(some(FRAMES, 3), 0);
    await settled();
    expect(log).toEqual(['frame 1', 'control 2']);
    opened[0]!();
    await settled();
    inlet.take(some(FRAMES, 4), 0);
    expect(log).toEqual(['frame 1', 'control 2', 'frame 3', 'frame 4']);
  });

  test('while the Agent resumes everything waits', async () => {
    const { inlet, log } = someInlet();
    let end = (_: boolean): void => undefined;
    inlet.waitFor(new Promise(resolve => { end = resolve; }));
    inlet.take(some(FRAMES, 1), 0);
    inlet.take(some(CONTROL, 2), 0);
    await settled();
    expect(log).toEqual([]);
    end(true);
    await settled();
    expect(log).toEqual(['frame 1', 'control 2']);
  });

  test('what waited for keys that never came is let fall, up to the next keys', async () => {
    const { inlet, log, opened } = someInlet();
    let end = (_: boolean): void => undefined;
    inlet.waitFor(new Promise(resolve => { end = resolve; }));
    inlet.take(some(FRAMES, 1), 0);
    inlet.take(some(CONTROL, 2), 0);
    inlet.waitFor(Promise.resolve(true));
    inlet.take(some(CONTROL, 3), 0);
    end(false);
    await settled();
    expect(log).toEqual(['control 3']);
    opened[0]!();
    await settled();

    inlet.waitFor(Promise.resolve(false));
    await settled();
    inlet.take(some(FRAMES, 4), 0);
    inlet.take(some(CONTROL, 5), 0);
    await settled();
    expect(log).toEqual(['control 3']);
    inlet.goOn();
    inlet.take(some(FRAMES, 6), 0);
    expect(log).toEqual(['control 3', 'frame 6']);
  });

  test('what waits has a bound', () => {
    const { inlet, log } = someInlet();
    inlet.waitFor(new Promise(() => undefined));
    for (let i = 0; i < 64; i++) {
      inlet.take(some(FRAMES, i, 1024 * 1024), 0);
    }

    expect(log).toEqual(['flooded']);
  });

  test('what still waits when the Watch ends is let fall', async () => {
    const { inlet, log, opened } = someInlet();
    inlet.take(some(CONTROL, 1), 0);
    inlet.take(some(FRAMES, 2), 0);
    await settled();
    inlet.close();
    opened[0]!();
    await settled();
    expect(log).toEqual(['control 1']);
  });
});
