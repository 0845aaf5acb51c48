import type { Bytes } from '../../sealing/bytes';
import type { Reader } from '../reader';
import { fitting, type Writer } from '../writer';

const SECRET_BYTES = 32;
const MOST_NAME_BYTES = 255;

/**
 * Somebody else wants to see the screen, and this page vouches for them.
 * `u8 1, u32 viewer, 32 secret to resume with, varint bytes and technician, varint bytes and organisation (UTF-8)`
 */
export interface Introduce {
  readonly kind: 'introduce';
  readonly viewer: number;
  readonly secret: Bytes;
  readonly technician: string;
  readonly organisation: string;
}

/** Longer names are cut. */
export function writeIntroduce(to: Writer, { viewer, secret, technician, organisation }: Introduce): void {
  to.u32(viewer).bytes(secret).text(fitting(technician, MOST_NAME_BYTES)).text(fitting(organisation, MOST_NAME_BYTES));
}

export function readIntroduce(from: Reader): Introduce {
  return {
    kind: 'introduce',
    viewer: from.u32(),
    secret: Uint8Array.from(from.take(SECRET_BYTES)),
    technician: from.text(MOST_NAME_BYTES),
    organisation: from.text(MOST_NAME_BYTES),
  };
}
