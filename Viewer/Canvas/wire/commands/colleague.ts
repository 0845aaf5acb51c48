import type { Reader } from '../reader';
import type { Writer } from '../writer';

/** The session becomes the colleague's who is behind this viewer; only from the session's technician. `u8 27, u32 viewer` */
export interface HandOver {
  readonly kind: 'handOver';
  readonly viewer: number;
}

/** The colleague behind this viewer looks no more; from the session's technician, or from that viewer itself. `u8 28, u32 viewer` */
export interface SendAway {
  readonly kind: 'sendAway';
  readonly viewer: number;
}

export function writeColleague(to: Writer, { kind, viewer }: HandOver | SendAway): void {
  to.byte(kind === 'handOver' ? 27 : 28).u32(viewer);
}

export const COLLEAGUE_READERS: Readonly<Record<number, (from: Reader) => HandOver | SendAway>> = {
  27: from => ({ kind: 'handOver', viewer: from.u32() }),
  28: from => ({ kind: 'sendAway', viewer: from.u32() }),
};
