import type { Ticker } from './paint';

// A browser stops animation frames for a page that nobody sees. Painting twice a second then is enough to keep the
// Agent going at little cost, and the picture is there at once when somebody looks again.
const UNSEEN_MS = 500;

/** As much of a worker as is used. */
export type AnimationScope = Pick<
  Window, 'requestAnimationFrame' | 'cancelAnimationFrame' | 'clearTimeout'
> & { setTimeout(run: () => void, ms: number): number };

/** The next animation frame or, in a page that nobody sees, half a second later. */
export function animationTicker(scope: AnimationScope): Ticker {
  return {
    next(begun) {
      const run = (): void => {
        scope.cancelAnimationFrame(frame);
        scope.clearTimeout(timer);
        begun();
      };
      const frame = scope.requestAnimationFrame(run);
      const timer = scope.setTimeout(run, UNSEEN_MS);
    },
  };
}
