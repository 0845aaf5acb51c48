import { describe, expect, test } from 'vitest';
import type { DecodedFrame } from '../../Viewer/Canvas/decode';
import { Framebuffer } from '../../Viewer/Canvas/framebuffer';
import { Painter, type Painted } from '../../Viewer/Canvas/paint';
import { animationTicker } from '../../Viewer/Canvas/ticker';
import type { Rect } from '../../Viewer/Canvas/wire/part';

function someFrame(frame: number, wish: Partial<DecodedFrame> = {}): DecodedFrame {
  const patches = [{ x: frame, y: 0, width: 1, height: 1, pixels: new Uint8ClampedArray(4).fill(frame) }];
  return { frame, capturedAt: frame * 100, width: 8, height: 8, patches, masks: null, pointer: null, shape: null, ...wish };
}

function somePainter() {
  const steps: string[] = [];
  const painted: Painted[] = [];
  const due: (() => void)[] = [];
  const surface = {
    resize: (width: number, height: number) => steps.push(`resize ${width}×${height}`),
    put: (_: Uint8ClampedArray, area: Rect) => steps.push(`put ${area.x}`),
  };
  const painter = new Painter(surface, { next: paint => due.push(paint) }, done => painted.push(done));
  return { painter, steps, painted, due, tick: () => due.splice(0).forEach(paint => paint()) };
}

describe('painting', () => {
  test('frames that come between two animation frames are painted at once and acknowledged once', () => {
    const { painter, steps, painted, due, tick } = somePainter();
    painter.add(someFrame(1));
    painter.add(someFrame(2));
    painter.add(someFrame(3));
    expect(due).toHaveLength(1);
    expect(steps).toEqual([]);

    tick();
    expect(steps).toEqual(['resize 8×8', 'put 1', 'put 2', 'put 3']);
    expect(painted).toMatchObject([{ frame: 3, capturedAt: 300, frames: 3, resized: true }]);
  });

  test('after a paint the next frame asks for another one', () => {
    const { painter, steps, painted, tick } = somePainter();
    painter.add(someFrame(1));
    tick();
    tick();
    painter.add(someFrame(2));
    tick();
    expect(steps).toEqual(['resize 8×8', 'put 1', 'put 2']);
    expect(painted.map(({ frame, resized }) => [frame, resized])).toEqual([[1, true], [2, false]]);
  });

  test('more than two screens do not wait for the moment to paint, which then has only what is new', () => {
    const { painter, painted, due, tick } = somePainter();
    const whole = (frame: number) => someFrame(frame, {
      patches: [{ x: 0, y: 0, width: 8, height: 8, pixels: new Uint8ClampedArray(8 * 8 * 4) }],
    });
    painter.add(whole(1));
    painter.add(whole(2));
    expect(painted).toEqual([]);
    painter.add(someFrame(3));
    expect(painted).toMatchObject([{ frame: 3, frames: 3 }]);

    painter.add(whole(4));
    painter.add(whole(5));
    expect(painted).toHaveLength(1);
    expect(due).toHaveLength(1);
    tick();
    expect(painted).toMatchObject([{ frame: 3 }, { frame: 5, frames: 2 }]);
  });

  test('what lies behind a change of size is not painted', () => {
    const { painter, steps, tick } = somePainter();
    painter.add(someFrame(1));
    painter.add(someFrame(2, { width: 4, height: 4 }));
    tick();
    expect(steps).toEqual(['resize 4×4', 'put 2']);
  });

  test('the newest masks, place and shape of the pointer win', () => {
    const { painter, painted, tick } = somePainter();
    const shape = { width: 1, height: 1, hotX: 0, hotY: 0, rgba: new Uint8Array(4) };
    painter.add(someFrame(1, { masks: [{ x: 1, y: 1, width: 1, height: 1 }], shape, pointer: { x: 1, y: 1, visible: true } }));
    painter.add(someFrame(2, { masks: [], pointer: { x: 2, y: 2, visible: true } }));
    painter.add(someFrame(3));
    tick();
    expect(painted[0]).toMatchObject({ masks: [], pointer: { x: 2, y: 2 }, shape });
  });
});

describe('the moment to paint', () => {
  function somePage() {
    const page = {
      frames: [] as (() => void)[],
      timers: [] as (() => void)[],
      shown: () => undefined as void,
      document: { hidden: false, addEventListener: (_: string, listener: () => void) => { page.shown = listener; } },
      requestAnimationFrame: (run: () => void) => page.frames.push(run),
      cancelAnimationFrame: () => { page.frames = []; },
      setTimeout: (run: () => void) => page.timers.push(run),
      clearTimeout: () => { page.timers = []; },
    };
    return page;
  }

  test('is the next animation frame, and then no timer', () => {
    const page = somePage();
    let paints = 0;
    animationTicker(page as never).next(() => paints++);
    page.frames[0]!();
    expect([paints, page.timers.length]).toEqual([1, 0]);
  });

  test('is a timer where the browser makes no animation frames, so that the Agent is not kept waiting', () => {
    const page = somePage();
    let paints = 0;
    animationTicker(page as never).next(() => paints++);
    page.timers[0]!();
    expect([paints, page.frames.length]).toEqual([1, 0]);
  });

  test('is at once when somebody looks at the page again', () => {
    const page = somePage();
    let paints = 0;
    page.document.hidden = true;
    animationTicker(page as never).next(() => paints++);
    page.shown();
    expect(paints).toBe(0);
    page.document.hidden = false;
    page.shown();
    page.shown();
    expect(paints).toBe(1);
  });
});

describe('damage', () => {
  function damagedAreas(tiles: readonly (readonly [number, number])[]) {
    const picture = new Framebuffer(200, 150);
    tiles.forEach(([column, row]) => picture.damage(column, row));
    return picture.takeDamage().map(({ x, y, width, height }) => [x, y, width, height]);
  }

  test('of a whole picture is one rectangle of exactly its size', () => {
    const all = [0, 1, 2].flatMap(row => [0, 1, 2, 3].map(column => [column, row] as const));
    expect(damagedAreas(all)).toEqual([[0, 0, 200, 150]]);
  });

  test('beside each other is one rectangle, apart it is several', () => {
    expect(damagedAreas([[0, 0], [1, 0], [3, 0]])).toEqual([[0, 0, 128, 64], [192, 0, 8, 64]]);
    expect(damagedAreas([[1, 0], [1, 1], [1, 2], [2, 2]])).toEqual([[64, 0, 64, 150], [128, 128, 64, 22]]);
  });

  test('that was taken is not there again', () => {
    const picture = new Framebuffer(200, 150);
    picture.damage(1, 1);
    picture.damage(1, 1);
    expect(picture.takeDamage()).toHaveLength(1);
    expect(picture.takeDamage()).toEqual([]);
  });
});
