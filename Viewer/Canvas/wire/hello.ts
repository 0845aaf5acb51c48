import { view } from './bytes';

/** The version of the conversation that this page speaks. */
export const PROTOCOL_VERSION = 8;

/** Random bytes at the end of a hello. */
export const SALT_BYTES = 16;

/** What each end says in the exchange before any envelope: `u16 version, u8 count, count × u8 codec, 16 random bytes`. */
export interface Hello {
  readonly protocolVersion: number;
  /** Tile codecs: those an Agent can write, those a Viewer can read. */
  readonly codecs: readonly number[];
  readonly salt: Uint8Array;
}

export function writeHello(hello: Hello): Uint8Array {
  const bytes = new Uint8Array(3 + hello.codecs.length + SALT_BYTES);
  view(bytes).setUint16(0, hello.protocolVersion, true);
  bytes[2] = hello.codecs.length;
  bytes.set(hello.codecs, 3);
  bytes.set(hello.salt, 3 + hello.codecs.length);
  return bytes;
}

/** Null where the length does not fit. */
export function readHello(bytes: Uint8Array): Hello | null {
  const count = bytes[2];
  return count !== undefined && bytes.length === 3 + count + SALT_BYTES
    ? {
        protocolVersion: view(bytes).getUint16(0, true),
        codecs: [...bytes.subarray(3, 3 + count)],
        salt: bytes.slice(3 + count),
      }
    : null;
}
