// CSS pixels for each pixel of the monitor.
const STEPS: readonly number[] = [0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6, 8];
const LEAST = STEPS[0]!;
const MOST = STEPS.at(-1)!;

// A notch of a usual wheel (100 to 120) is a fifth more or less; what a touchpad sends is finer, and so is what it does.
const PER_DELTA = 0.0017;
const LINE = 40;
const PAGE = 800;

/** The next larger step (1) or the next smaller one (-1). */
export function stepped(scale: number, direction: 1 | -1): number {
  const next = direction > 0 ? STEPS.find(step => step > scale * 1.01) : STEPS.findLast(step => step < scale * 0.99);
  return next ?? (direction > 0 ? MOST : LEAST);
}

/** After so much of the wheel, away from the hand larger. */
export function wheeled(scale: number, { deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): number {
  const delta = deltaY * (deltaMode === 1 ? LINE : deltaMode === 2 ? PAGE : 1);
  return Math.max(LEAST, Math.min(MOST, scale * Math.exp(-delta * PER_DELTA)));
}

/** How far to scroll so that what lay at `at` (of the stage) lies there still, once the picture is placed anew. */
export function keptInPlace(
  at: number,
  before: { readonly start: number; readonly scale: number; readonly scroll: number },
  after: { readonly start: number; readonly scale: number },
): number {
  const pixel = (before.scroll + at - before.start) / before.scale;
  return Math.max(0, after.start + pixel * after.scale - at);
}
