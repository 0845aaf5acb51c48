import { ascii, join, type Bytes } from '../sealing/bytes';

// The file, from Shared/Bundles/FORMAT.md, "The file": a zip of which each byte is settled by the names and contents of its parts.

const MOST_BYTES = 2 ** 30;
const MOST_PARTS = 4096;
const LONGEST_NAME = 100;

/** A part as it was found. */
export interface FoundPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly fitsChecksum: boolean;
}

/** Parts up to the first header that is not as it must be, and whether the list behind them is exactly theirs. */
export interface FoundParts {
  readonly parts: readonly FoundPart[];
  readonly isWhole: boolean;
}

const table = Uint32Array.from({ length: 256 }, (_, value) => {
  let entry = value;
  for (let bit = 0; bit < 8; bit++) {
    entry = entry & 1 ? (entry >>> 1) ^ 0xedb88320 : entry >>> 1;
  }

  return entry;
});

/** The checksum of a zip. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    crc = table[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  }

  return ~crc >>> 0;
}

/** Numbers of so many bytes each, the lowest byte first. */
function fields(...pairs: readonly (readonly [value: number, bytes: 2 | 4])[]): Bytes {
  const all = new DataView(new ArrayBuffer(pairs.reduce((sum, [, bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [value, bytes] of pairs) {
    bytes === 2 ? all.setUint16(at, value, true) : all.setUint32(at, value, true);
    at += bytes;
  }

  return new Uint8Array(all.buffer);
}

/** What header and list both say of a part: no flags, stored, 1980-01-01, its checksum, its size twice, the length of its name. */
const facts = (name: string, bytes: Uint8Array, checksum: number): Bytes => fields(
  [10, 2], [0, 2], [0, 2], [0, 2], [0x21, 2], [checksum, 4], [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]);

/** The header in front of a part. */
export const header = (name: string, bytes: Uint8Array, checksum: number): Bytes =>
  join(fields([0x04034b50, 4]), facts(name, bytes, checksum), ascii(name));

/** The list of parts that ends the file. */
export function list(parts: readonly { readonly name: string; readonly bytes: Uint8Array; readonly checksum: number }[]): Bytes {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (const { name, bytes, checksum } of parts) {
    lines.push(fields([0x02014b50, 4], [10, 2]), facts(name, bytes, checksum), fields([0, 2], [0, 2], [0, 2], [0, 4], [start, 4]), ascii(name));
    start += 30 + name.length + bytes.length;
  }

  const all = join(...lines);
  return join(all, fields([0x06054b50, 4], [0, 2], [0, 2], [parts.length, 2], [parts.length, 2], [all.length, 4], [start, 4], [0, 2]));
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((one, at) => one === b[at]);

/** Finds the parts of a file. */
export function readZip(file: Uint8Array): FoundParts {
  const parts: (FoundPart & { checksum: number })[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 0;
  while (file.length <= MOST_BYTES && parts.length < MOST_PARTS && at + 30 <= file.length) {
    const checksum = view.getUint32(at + 14, true);
    const size = view.getUint32(at + 18, true);
    const length = view.getUint16(at + 26, true);
    const start = at + 30 + length;
    if (length === 0 || length > LONGEST_NAME || start + size > file.length) {
      break;
    }

    const name = String.fromCharCode(...file.subarray(at + 30, start));
    const bytes = file.subarray(start, start + size);
    if (!/^[\x00-\x7f]*$/u.test(name) || !equal(header(name, bytes, checksum), file.subarray(at, start))) {
      break;
    }

    const own = crc32(bytes);
    parts.push({ name, bytes, fitsChecksum: own === checksum, checksum: own });
    at = start + size;
  }

  return { parts, isWhole: equal(list(parts), file.subarray(at)) };
}
