import type { Reader } from '../reader';
import type { Writer } from '../writer';

/** How the picture shall be sent, in the order of their numbers: as the line bears, always sharp, always fluent. Text is without loss in all. */
export const QUALITIES = ['automatic', 'sharp', 'smooth'] as const;
export type ViewQuality = (typeof QUALITIES)[number];

/** How this viewer would have the picture. `u8 20, u8 quality` */
export interface Quality {
  readonly kind: 'quality';
  readonly wish: ViewQuality;
}

export function writeQuality(to: Writer, { wish }: Quality): void {
  to.byte(QUALITIES.indexOf(wish));
}

export function readQuality(from: Reader): Quality | null {
  const wish = QUALITIES[from.byte()];
  return wish ? { kind: 'quality', wish } : null;
}
