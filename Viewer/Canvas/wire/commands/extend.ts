import type { Reader } from '../reader';
import type { Writer } from '../writer';

/** The longest that a session is asked to go on. */
export const MOST_MINUTES = 480;

/** May it go on for so many minutes more? The customer is asked. `u8 3, varint minutes`, 1 to 480 */
export interface Extend {
  readonly kind: 'extend';
  readonly minutes: number;
}

export function writeExtend(to: Writer, { minutes }: Extend): void {
  to.varint(minutes);
}

export function readExtend(from: Reader): Extend | null {
  const minutes = from.varint(MOST_MINUTES);
  return minutes > 0 ? { kind: 'extend', minutes } : null;
}
