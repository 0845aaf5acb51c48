import { PHOTO, readPhotos, type PhotoPixels } from './codecs/photo';
import type { Photos } from './decode';
import type { PictureSection } from './wire/sections';
import type { FramePart } from './wire/part';
import type { Rect } from './wire/rect';

/** What decodes photographs: the browser, or a fake in tests. */
export interface PhotoDecoder {
  /** One JPEG, whose size has been looked at; null where it cannot. Several may be under way at once. */
  decode(jpeg: Uint8Array, area: Rect): Promise<PhotoPixels | null>;
  /** These pixels are not needed any more. */
  reuse(pixels: PhotoPixels): void;
}

/** The photos of a part while they are decoded. */
export interface PhotoWork {
  /** How many pixels they hold together. */
  readonly pixels: number;
  /** Begins; may be called once. */
  begin(decoder: PhotoDecoder): Promise<Photos>;
}

/** The photos of a part, null where it has none; no more of them than fill a picture of `most` pixels. */
export function photosOf(part: FramePart | null, most: number): PhotoWork | null {
  let pixels = 0;
  const sections = (part?.pictures ?? []).filter(isPhoto).filter(section => (pixels += pixelsOf(section.areas)) <= most);
  return sections.length === 0 ? null : {
    pixels: Math.min(pixels, most),
    begin: async decoder => new Map(await Promise.all(sections.map(async section => [section, await decodeAll(section, decoder)] as const))),
  };
}

type PhotoSection = PictureSection & { readonly kind: 'coded' };

function isPhoto(section: PictureSection): section is PhotoSection {
  return section.kind === 'coded' && section.codec === PHOTO;
}

async function decodeAll({ data, areas }: PhotoSection, decoder: PhotoDecoder): Promise<PhotoPixels[] | null> {
  const photos = readPhotos(data, areas);
  const decoded = photos && await Promise.all(photos.map((photo, i) => decoder.decode(photo, areas[i]!)));
  return decoded?.every(pixels => pixels !== null) ? decoded : null;
}

function pixelsOf(areas: readonly Rect[]): number {
  return areas.reduce((sum, area) => sum + area.width * area.height, 0);
}
