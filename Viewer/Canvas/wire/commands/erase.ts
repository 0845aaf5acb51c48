import type { Reader } from '../reader';
import type { Writer } from '../writer';

/** Takes one of this viewer's marks away, or all with 0. `u8 7, u32 mark` */
export interface Erase {
  readonly kind: 'erase';
  readonly mark: number;
}

export function writeErase(to: Writer, { mark }: Erase): void {
  to.u32(mark);
}

export function readErase(from: Reader): Erase {
  return { kind: 'erase', mark: from.u32() };
}
