import { describe, expect, test } from 'vitest';
import { isSeenIn, place } from '../../Viewer/Canvas/fit';

const fullHd = { width: 1920, height: 1080 };

describe('the picture in its place', () => {
  test('fits whole, with its proportions, in the middle', () => {
    expect(place(fullHd, { width: 1280, height: 800 }, 1, 'fit')).toMatchObject({ left: 0, top: 40, width: 1280, height: 720 });
  });

  test('of which one monitor is shared fits that monitor, and the rest lies outside', () => {
    const both = { width: 3840, height: 1080 };
    const right = { x: 1920, y: 0, width: 1920, height: 1080 };
    expect(place(both, { width: 1280, height: 800 }, 1, 'fit', right)).toMatchObject({ left: -1280, top: 40, width: 2560, height: 720 });
    expect(place(both, { width: 1280, height: 800 }, 1, 'actual', right)).toEqual(place(both, { width: 1280, height: 800 }, 1, 'actual'));
  });

  test.each([
    { x: 0, y: 0, width: 16_383, height: 16_383 },
    { x: 4000, y: 0, width: 10, height: 10 },
    { x: 0, y: 0, width: 0, height: 0 },
  ])('is fitted whole where %j is said to be shared', part => {
    expect(place(fullHd, { width: 1280, height: 800 }, 1, 'fit', part)).toEqual(place(fullHd, { width: 1280, height: 800 }, 1, 'fit'));
  });

  test('is never enlarged by fitting', () => {
    expect(place({ width: 400, height: 300 }, fullHd, 1, 'fit')).toMatchObject({ width: 400, height: 300, left: 760, top: 390, crisp: true });
  });

  test.each([1, 1.25, 1.5, 2, 3])('at 1:1 each of its pixels is one pixel of a screen with a ratio of %d', ratio => {
    const placed = place(fullHd, { width: 800, height: 600 }, ratio, 'actual');
    expect(placed.width * ratio).toBeCloseTo(1920);
    expect(placed.height * ratio).toBeCloseTo(1080);
    expect(placed.crisp).toBe(true);
  });

  test('lies on whole pixels of the screen, so that no edge is smeared', () => {
    const placed = place({ width: 301, height: 201 }, { width: 1000, height: 1000 }, 1.25, 'actual');
    expect(placed.left * 1.25).toBeCloseTo(Math.round(placed.left * 1.25));
    expect(placed.top * 1.25).toBeCloseTo(Math.round(placed.top * 1.25));
  });

  test('is smoothed where its pixels do not meet the screen\'s', () => {
    expect(place(fullHd, { width: 1280, height: 720 }, 1, 'fit').crisp).toBe(false);
  });

  test('is not seen beside the window, nor where its border and its scroll bars lie', () => {
    const stage = {
      getBoundingClientRect: () => ({ left: 100, top: 50 }), clientLeft: 1, clientTop: 1, clientWidth: 600, clientHeight: 400,
    } as unknown as HTMLElement;
    const seen = (clientX: number, clientY: number): boolean => isSeenIn(stage, { clientX, clientY });
    expect([seen(101, 51), seen(700, 450)]).toEqual([true, true]);
    expect([seen(100, 51), seen(701, 450), seen(700, 451), seen(101, 50)]).toEqual([false, false, false, false]);
  });

  test('at 1:1 a large one begins at the corner, so that all of it can be scrolled to', () => {
    expect(place(fullHd, { width: 800, height: 600 }, 1, 'actual')).toMatchObject({ left: 0, top: 0 });
  });
});
