import { describe, expect, test } from 'vitest';
import type { DecodedFrame } from '../../Viewer/Canvas/decode';
import { Framebuffer } from '../../Viewer/Canvas/framebuffer';
import { Painter, type Painted } from '../../Viewer/Canvas/paint';
import { animationTicker, type AnimationScope } from '../../Viewer/Canvas/ticker';
import type { Rect } from '../../Viewer/Canvas/wire/rect';

function somePainter() {
  const steps: string[] = [];
  const painted: Painted[] = [];
  const due: (() => void)[] = [];
  const surface = {
    show: ({ width, height }: Framebuffer) => steps.push(`show ${width}×${height}`),
    put: ({ x }: Rect) => steps.push(`put ${x}`),
  };
  const painter = new Painter(surface, { next: begun => due.push(begun) }, done => painted.push(done));
  const picture = new Framebuffer(8, 8);
  picture.damage.take();
  const show = (frame: number, wish: Partial<DecodedFrame> = {}, on = picture): void => {
    on.damage.add({ x: frame, y: 0, width: 1, height: 1 });
    painter.show({
      frame, capturedAt: frame * 100, width: on.width, height: on.height,
      masks: null, pointer: null, shape: null, compared: false, differing: null, ...wish,
    }, frame * 10, on);
  };
  return { painter, steps, painted, due, show, picture, tick: () => due.splice(0).forEach(begun => begun()) };
}

describe('painting', () => {
  test('a frame is painted at once; those that come in the same animation frame are painted together in the next one', () => {
    const { steps, painted, due, show, tick } = somePainter();
    show(1);
    expect(steps.splice(0)).toEqual(['show 8×8', 'put 1']);
    expect(painted).toMatchObject([{ frame: 1, frames: 1, arrivedAt: 10 }]);
    show(2);
    show(3);
    expect([steps, due.length]).toEqual([[], 1]);

    tick();
    expect(steps).toEqual(['put 2']); // one rectangle holds both changes
    expect(painted).toMatchObject([{ frame: 1 }, { frame: 3, capturedAt: 300, arrivedAt: 30, frames: 2 }]);
  });

  test('after an animation frame without anything the next frame is painted at once again', () => {
    const { painted, due, show, tick } = somePainter();
    show(1);
    tick();
    expect(due).toHaveLength(0);
    show(2);
    expect(painted.map(({ frame }) => frame)).toEqual([1, 2]);
    tick();
    tick();
    expect(painted).toHaveLength(2);
  });

  test('what waits is painted before the picture becomes something between two frames, and nothing while it is', () => {
    const { painter, painted, show, tick } = somePainter();
    show(1);
    show(2);
    painter.hold();
    expect(painted.map(({ frame }) => frame)).toEqual([1, 2]);
    tick();
    tick();
    expect(painted).toHaveLength(2);
    show(3);
    expect(painted.at(-1)).toMatchObject({ frame: 3, frames: 1 });
  });

  test('nothing of a spoiled picture is painted', () => {
    const { painter, painted, show, tick } = somePainter();
    show(1);
    show(2);
    painter.spoil();
    tick();
    painter.hold();
    expect(painted.map(({ frame }) => frame)).toEqual([1]);
    show(3);
    expect(painted.at(-1)).toMatchObject({ frame: 3, frames: 1 });
  });

  test('a picture of another size is another picture', () => {
    const { steps, show, tick } = somePainter();
    const other = new Framebuffer(70, 4);
    show(1);
    show(2, {}, other);
    expect(steps.splice(0)).toEqual(['show 8×8', 'put 1', 'show 70×4']);
    tick();
    expect(steps).toEqual(['put 0']);
  });

  test('the newest masks, place and shape of the pointer win, and every difference is told', () => {
    const { painted, show, tick } = somePainter();
    const shape = { width: 1, height: 1, hotX: 0, hotY: 0, rgba: new Uint8Array(4) };
    const differing = { first: 7, count: 2 };
    show(1);
    show(2, { masks: [{ x: 1, y: 1, width: 1, height: 1 }], shape, pointer: { x: 1, y: 1, visible: true }, compared: true, differing });
    show(3, { masks: [], pointer: { x: 2, y: 2, visible: true }, compared: true });
    show(4);
    tick();
    expect(painted[1]).toMatchObject({
      masks: [], pointer: { x: 2, y: 2 }, shape, compared: 2, differing: [{ frame: 2, first: 7, count: 2 }],
    });
  });
});

describe('the moment to paint', () => {
  function someScope() {
    const scope = {
      frames: [] as (() => void)[],
      timers: [] as (() => void)[],
      requestAnimationFrame: (run: () => void) => scope.frames.push(run),
      cancelAnimationFrame: () => { scope.frames = []; },
      setTimeout: (run: () => void) => scope.timers.push(run),
      clearTimeout: () => { scope.timers = []; },
    };
    return scope;
  }

  test('is the next animation frame, and then no timer', () => {
    const scope = someScope();
    let begun = 0;
    animationTicker(scope as unknown as AnimationScope).next(() => begun++);
    scope.frames[0]!();
    expect([begun, scope.timers.length]).toEqual([1, 0]);
  });

  test('is a timer where the browser makes no animation frames, so that the Agent is not kept waiting', () => {
    const scope = someScope();
    let begun = 0;
    animationTicker(scope as unknown as AnimationScope).next(() => begun++);
    scope.timers[0]!();
    expect([begun, scope.frames.length]).toEqual([1, 0]);
  });
});
