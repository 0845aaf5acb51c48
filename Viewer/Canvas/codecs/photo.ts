import { Reader } from '../wire/reader';
import type { Rect } from '../wire/rect';

/** The type of sections that hold a JPEG for each area. The browser decodes them, which takes its time: see photos.ts. */
export const PHOTO = 5;

/** The pixels of one photo, row by row. */
export type PhotoPixels = Uint32Array<ArrayBuffer>;

/** The JPEGs of a section, one for each area (`varint length, JPEG`); null where they are not what these areas need. */
export function readPhotos(data: Uint8Array, areas: readonly Rect[]): Uint8Array[] | null {
  const reader = new Reader(data);
  const photos = areas.map(() => reader.take(reader.varint(reader.left)));
  return reader.isDone && photos.every((photo, i) => isOfSize(photo, areas[i]!)) ? photos : null;
}

/** Whether a JPEG says that it is of this size: what it says is what a decoder allocates. */
function isOfSize(jpeg: Uint8Array, { width, height }: Rect): boolean {
  const at = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.length);
  if (jpeg.length < 4 || at.getUint16(0) !== 0xffd8) {
    return false;
  }

  // Segments: FF, type, u16 length with itself; the size stands in the first that describes a frame.
  for (let next = 2; next + 9 <= jpeg.length && jpeg[next] === 0xff;) {
    const type = jpeg[next + 1]!;
    if (isFrameHead(type)) {
      return at.getUint16(next + 5) === height && at.getUint16(next + 7) === width;
    }

    next += 2 + at.getUint16(next + 2);
  }

  return false;
}

// C0 to CF, without those that hold tables.
function isFrameHead(type: number): boolean {
  return type >= 0xc0 && type <= 0xcf && type !== 0xc4 && type !== 0xc8 && type !== 0xcc;
}
