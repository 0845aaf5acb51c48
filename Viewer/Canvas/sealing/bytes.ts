/** Bytes as WebCrypto takes them: never over shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

export function ascii(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

export function join(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }

  return joined;
}

/**
 * Every part with its length in front, as LEB128: the way in which CPace joins strings, so that no two different lists
 * give the same bytes (draft-irtf-cfrg-cpace-21, appendix A).
 */
export function lengthValue(...parts: readonly Uint8Array[]): Bytes {
  return join(...parts.flatMap((part) => [lengthBytes(part.length), part]));
}

/** The length of a part as LEB128: seven bits a byte, the lowest first. */
export function lengthBytes(length: number): Bytes {
  const bytes: number[] = [];
  for (; length >= 0x80; length = Math.floor(length / 0x80)) {
    bytes.push((length % 0x80) + 0x80);
  }

  return Uint8Array.of(...bytes, length);
}

/** Whether two strings are equal, in a time that does not tell where they differ. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length && i < b.length; i++) {
    difference |= a[i]! ^ b[i]!;
  }

  return difference === 0;
}

export function u16(value: number): Bytes {
  return Uint8Array.of(value & 0xff, value >> 8);
}

export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** The 16 bytes of an id with dashes, in the order in which it is written. */
export function idBytes(id: string): Bytes {
  const digits = id.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/iu.test(digits)) {
    throw new Error('This is no id.');
  }

  return Uint8Array.from(digits.match(/../gu)!, (pair) => Number.parseInt(pair, 16));
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
