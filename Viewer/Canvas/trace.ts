import { PHOTO } from './codecs/photo';
import type { Framebuffer } from './framebuffer';
import type { Rect } from './wire/rect';
import type { PictureSection } from './wire/sections';

/** How a piece of the picture came: written by a codec, or taken from what was there; a repair makes a photo exact. */
export const traceKinds = ['fill', 'colours', 'lossless', 'photo', 'repair', 'copy', 'recall'] as const;

export type TraceKind = (typeof traceKinds)[number];

export interface TracedArea extends Rect {
  readonly kind: TraceKind;
}

export interface TraceCount {
  areas: number;
  /** What the codec wrote for them, in bytes; copies and recalled tiles have none. */
  bytes: number;
}

/** What was done since it was last taken. */
export interface Traced {
  readonly areas: readonly TracedArea[];
  readonly counts: Readonly<Record<TraceKind, TraceCount>>;
}

// More than anybody can tell apart; the counts go on.
const MOST_AREAS = 2000;

const KIND_OF_CODEC: Readonly<Record<number, TraceKind>> = { 1: 'fill', 3: 'colours', 4: 'lossless', [PHOTO]: 'photo' };

export function noCounts(): Record<TraceKind, TraceCount> {
  return Object.fromEntries(traceKinds.map(kind => [kind, { areas: 0, bytes: 0 }])) as Record<TraceKind, TraceCount>;
}

/** Notes how each piece of the picture came, for people who want to see it. There is none while nobody looks. */
export class Trace {
  private areas: TracedArea[] = [];
  private counts = noCounts();
  // The tiles that hold some of a photo, as far as has been seen.
  private photos = new Set<number>();

  note(section: PictureSection, picture: Framebuffer): void {
    switch (section.kind) {
      case 'coded':
        this.noteCoded(section.codec, section.areas, section.data.length, picture);
        break;
      case 'copy':
        section.moves.forEach(move => this.add('copy', move));
        break;
      case 'recall':
        for (const { first, count } of section.runs) {
          for (let tile = first; tile < first + count; tile++) {
            this.add('recall', picture.tile(tile));
          }
        }

        break;
      case 'recallParts':
        section.parts.forEach(part => this.add('recall', part));
        break;
      case 'remember':
        break;
    }
  }

  take(): Traced {
    const traced = { areas: this.areas, counts: this.counts };
    this.areas = [];
    this.counts = noCounts();
    return traced;
  }

  private noteCoded(codec: number, areas: readonly Rect[], bytes: number, picture: Framebuffer): void {
    const kind = KIND_OF_CODEC[codec] ?? 'lossless';
    const repaired = kind === 'photo' ? [] : areas.filter(area => this.wasPhoto(area, picture));
    areas.forEach(area => this.add(repaired.includes(area) ? 'repair' : kind, area));
    this.counts[repaired.length > 0 ? 'repair' : kind].bytes += bytes;
    areas.forEach(area => tilesOf(area, picture).forEach(tile => (kind === 'photo' ? this.photos.add(tile) : this.photos.delete(tile))));
  }

  private wasPhoto(area: Rect, picture: Framebuffer): boolean {
    return tilesOf(area, picture).some(tile => this.photos.has(tile));
  }

  private add(kind: TraceKind, { x, y, width, height }: Rect): void {
    this.counts[kind].areas++;
    if (this.areas.length < MOST_AREAS) {
      this.areas.push({ kind, x, y, width, height });
    }
  }
}

function tilesOf({ x, y, width, height }: Rect, picture: Framebuffer): number[] {
  const tiles: number[] = [];
  const last = picture.tileAt(x + width - 1, y + height - 1);
  const columns = picture.tileAt(x + width - 1, y) - picture.tileAt(x, y);
  for (let first = picture.tileAt(x, y); first + columns <= last; first += picture.columns) {
    for (let tile = first; tile <= first + columns; tile++) {
      tiles.push(tile);
    }
  }

  return tiles;
}
