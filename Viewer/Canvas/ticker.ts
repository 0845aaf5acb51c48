import type { Ticker } from './paint';

// A browser stops animation frames for a page that nobody sees. Painting twice a second then is enough to keep the
// Agent going at little cost, and the picture is there at once when somebody looks again.
const UNSEEN_MS = 500;

/** The next animation frame or, in a page that nobody sees, half a second later. */
export function animationTicker(page: Window & typeof globalThis): Ticker {
  let paint: (() => void) | null = null;
  let frame = 0;
  let timer = 0;

  function run(): void {
    const due = paint;
    paint = null;
    page.cancelAnimationFrame(frame);
    page.clearTimeout(timer);
    due?.();
  }

  page.document.addEventListener('visibilitychange', () => page.document.hidden || run());
  return {
    next(callback) {
      paint = callback;
      frame = page.requestAnimationFrame(run);
      timer = page.setTimeout(run, UNSEEN_MS);
    },
  };
}
