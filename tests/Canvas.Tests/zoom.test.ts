import { describe, expect, test } from 'vitest';
import { place } from '../../Viewer/Canvas/fit';
import { LineJudge } from '../../Viewer/Canvas/lineWord';
import { keptInPlace, stepped, wheeled } from '../../Viewer/Canvas/zoom';

const fullHd = { width: 1920, height: 1080 };
const stage = { width: 1000, height: 700 };

describe('zooming', () => {
  test('by keys goes through steps and stops at both ends', () => {
    expect(stepped(0.63, 1)).toBe(0.67);
    expect(stepped(0.67, 1)).toBe(0.75);
    expect(stepped(1, -1)).toBe(0.75);
    expect(stepped(8, 1)).toBe(8);
    expect(stepped(0.1, -1)).toBe(0.1);
  });

  test('by the wheel there and back is the same, and never leaves the range', () => {
    const notch = (deltaY: number) => ({ deltaY, deltaMode: 0 });
    expect(wheeled(wheeled(1, notch(-120)), notch(120))).toBeCloseTo(1);
    expect(wheeled(1, notch(-120))).toBeCloseTo(1.226, 2);
    expect(wheeled(1, { deltaY: -3, deltaMode: 1 })).toBeCloseTo(wheeled(1, notch(-120)));
    expect(wheeled(1, notch(-1e6))).toBe(8);
    expect(wheeled(1, notch(1e6))).toBe(0.1);
  });

  test('keeps the pixel under the pointer where it is', () => {
    const at = { x: 700, y: 333 };
    const before = place(fullHd, stage, 1, 1);
    const scroll = { x: 400, y: 150 };
    const after = place(fullHd, stage, 1, 2);
    const x = keptInPlace(at.x, { start: before.left, scale: before.scale, scroll: scroll.x }, { start: after.left, scale: after.scale });
    const pixelBefore = (scroll.x + at.x - before.left) / before.scale;
    const pixelAfter = (x + at.x - after.left) / after.scale;
    expect(pixelAfter).toBeCloseTo(pixelBefore);
  });

  test('from the fitted picture too', () => {
    const before = place(fullHd, stage, 1, 'fit');
    const after = place(fullHd, stage, 1, 1);
    const y = keptInPlace(600, { start: before.top, scale: before.scale, scroll: 0 }, { start: after.top, scale: after.scale });
    expect((y + 600) / 1).toBeCloseTo((600 - before.top) / before.scale);
  });

  test('a part that is looked at fills the window', () => {
    const both = { width: 3840, height: 1080 };
    expect(place(both, stage, 1, 'fit', { x: 1920, y: 0, width: 1920, height: 1080 }).scale).toBeCloseTo(1000 / 1920);
  });
});

describe('the line in words', () => {
  test('is quiet before anything is known, then good or slow by delay or by the way there and back', () => {
    const judge = new LineJudge();
    expect(judge.judge(null, null, 0)).toBe('quiet');
    expect(judge.judge(40, null, 10)).toBe('good');
    expect(new LineJudge().judge(40, 300, 0)).toBe('slow');
    expect(new LineJudge().judge(900, 20, 0)).toBe('verySlow');
  });

  test('does not flicker: a word holds for four seconds', () => {
    const judge = new LineJudge();
    judge.judge(40, 20, 0);
    expect(judge.judge(400, 20, 1000)).toBe('good');
    expect(judge.judge(400, 20, 4000)).toBe('slow');
    expect(judge.judge(40, 20, 5000)).toBe('slow');
    expect(judge.judge(40, 20, 8000)).toBe('good');
  });
});
