import type { PhotoPixels } from './codecs/photo';
import type { PhotoDecoder } from './photos';
import type { Rect } from './wire/rect';

// Buffers that wait for the next photos: as many pixels as a 4K screen has.
const MOST_KEPT = 3840 * 2160;

/**
 * Decodes JPEGs by the browser. Where it has WebCodecs, photos are decoded beside each other and their pixels copied
 * straight into memory: 8 ms for a photograph of 1920×1080 in strips, where the way over a canvas takes 25.
 */
export function browserPhotos(): PhotoDecoder {
  const buffers = new Buffers();
  const decode = 'ImageDecoder' in globalThis ? decodeByCodec : null;
  let isQuick = decode !== null;
  return {
    async decode(jpeg, area) {
      const pixels = buffers.take(area.width * area.height);
      try {
        if (decode && isQuick && await decode(jpeg, area, pixels)) {
          return pixels;
        }
      } catch (problem) {
        // An older browser makes frames of it, but no pixels of their colours.
        isQuick &&= !(problem instanceof DOMException && problem.name === 'NotSupportedError');
      }

      try {
        return await decodeByCanvas(jpeg, area, pixels) ? pixels : null;
      } catch {
        return null; // no JPEG
      }
    },
    reuse: pixels => buffers.give(pixels),
  };
}

async function decodeByCodec(jpeg: Uint8Array, { width, height }: Rect, pixels: PhotoPixels): Promise<boolean> {
  const decoder = new ImageDecoder({ data: jpeg, type: 'image/jpeg', colorSpaceConversion: 'none' });
  try {
    const { image } = await decoder.decode();
    const fits = image.visibleRect?.width === width && image.visibleRect.height === height;
    if (fits) {
      await image.copyTo(pixels, { format: 'RGBA' });
    }

    image.close();
    return fits;
  } finally {
    decoder.close();
  }
}

let canvas: OffscreenCanvas | null = null;

async function decodeByCanvas(jpeg: Uint8Array, { width, height }: Rect, pixels: PhotoPixels): Promise<boolean> {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(jpeg)], { type: 'image/jpeg' }), { colorSpaceConversion: 'none' });
  canvas ??= new OffscreenCanvas(1, 1);
  canvas.width = Math.max(canvas.width, width);
  canvas.height = Math.max(canvas.height, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  const fits = context !== null && bitmap.width === width && bitmap.height === height;
  if (fits) {
    context.drawImage(bitmap, 0, 0);
    pixels.set(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer));
  }

  bitmap.close();
  return fits;
}

/** Memory of photos that were painted, for the next ones: fresh memory costs as much as decoding. */
class Buffers {
  private readonly kept: ArrayBuffer[] = [];
  private pixels = 0;

  /** Room for exactly so many pixels. */
  take(count: number): PhotoPixels {
    const i = this.kept.findIndex(buffer => buffer.byteLength >= count * 4);
    const buffer = i < 0 ? new ArrayBuffer(count * 4) : this.kept.splice(i, 1)[0]!;
    this.pixels -= i < 0 ? 0 : buffer.byteLength / 4;
    return new Uint32Array(buffer, 0, count);
  }

  give({ buffer }: PhotoPixels): void {
    if (this.pixels + buffer.byteLength / 4 <= MOST_KEPT) {
      this.pixels += buffer.byteLength / 4;
      this.kept.push(buffer);
      this.kept.sort((a, b) => a.byteLength - b.byteLength);
    }
  }
}
