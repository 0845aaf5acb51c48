import { hex, join, u32, type Bytes } from '../sealing/bytes';

/** What stands for the hash before chunk 0. */
export const NO_HASH = '0'.repeat(64);

/** The hash of a chunk, in hex: over that of the chunk before, its number and its body. */
export async function hashOfChunk(previous: string, number: number, body: Uint8Array): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', join(unhex(previous), u32(number), body))));
}

/** The bytes of hex digits; empty where it is none. */
export function unhex(digits: string): Bytes {
  return /^(?:[0-9a-f]{2})*$/.test(digits)
    ? Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
    : new Uint8Array();
}
