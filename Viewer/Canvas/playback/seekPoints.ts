import { Decoder } from '../decode';
import type { Bytes } from '../sealing/bytes';
import { clearSize, openSealed } from '../sealing/cipher';
import type { LastOpened } from '../sealing/frames';
import { seekKey, type ExchangeContext } from '../sealing/keys';
import { readU64, view } from '../wire/bytes';
import { FRAMES, readHead } from '../wire/envelope';
import { readPart } from '../wire/part';
import { Reader } from '../wire/reader';
import { TILE_SIDE } from '../wire/rect';
import { SLOTS } from '../wire/sections';
import type { Catalogue, SeekPoint } from './catalogue';
import type { ChunkStore } from './chunkStore';
import { FRAME } from './format';
import { contentKeyOf } from './opening';
import type { Secrets } from './secrets';
import { readSeekHead, type OwnSeekPoint, type Place } from './seekIndex';

/** Where a seek point stands: before which record, after which envelope. */
export interface OwnPlace extends SeekPoint {
  readonly own: OwnSeekPoint;
  readonly opened: LastOpened;
}

/** A tile of the memory, for a slot. */
export interface SlotTile {
  readonly slot: number;
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
}

/** A seek point, opened. */
export interface OpenedSeekPoint {
  /** The picture, as parts of a key frame. */
  readonly parts: readonly Uint8Array[];
  /** So many tiles were remembered, modulo the slots that there are. */
  readonly remembered: number;
  readonly tiles: readonly SlotTile[];
}

const MOST_PART = 1024 * 1024;
const BEHIND_SIZE = 8;

/** The Agent's own seek points: found by what the file says in the clear, opened when they are needed. */
export class SeekPoints {
  private readonly places = new Map<OwnSeekPoint, OwnPlace | null>();
  private readonly useless = new Set<OwnSeekPoint>();
  private readonly keys = new Map<number, Promise<CryptoKey | null>>();

  /** `onLost`: one that is whole cannot be used. */
  constructor(
    private readonly catalogue: Catalogue,
    private readonly store: ChunkStore,
    private readonly context: ExchangeContext,
    private readonly secrets: Secrets,
    private readonly onLost: (at: number) => void,
  ) {}

  /** The last one that stands at or before a moment; null where there is none. */
  async find(to: number): Promise<OwnPlace | null> {
    const { points } = this.catalogue.own;
    const later = points.findIndex(({ arrived }) => arrived > to);

    // One that arrives soon after the moment may stand before it.
    for (let i = later < 0 ? points.length - 1 : later; i >= 0; i--) {
      const place = this.useless.has(points[i]!) ? null : await this.place(points[i]!);
      if (place && place.at <= to) {
        return place;
      }
    }

    return null;
  }

  /** Opens one; null where it cannot be, which is told once. */
  async open({ own }: OwnPlace): Promise<OpenedSeekPoint | null> {
    const picture = await this.join(own.picture);
    const tiles = await this.groupsOf(own);
    const read = picture && readPicture(picture);
    if (!read || !tiles.every(group => group !== null)) {
      this.lose(own);
      return null;
    }

    return { ...read, tiles: tiles.flat() };
  }

  /** The one behind another; null where none is known. */
  async after({ own }: OwnPlace): Promise<OwnPlace | null> {
    const { points } = this.catalogue.own;
    for (const next of points.slice(points.indexOf(own) + 1)) {
      const place = this.useless.has(next) ? null : await this.place(next);
      if (place) {
        return place;
      }
    }

    return null;
  }

  /** The tiles of one: who came from an earlier one lacks them from its place on. */
  async tilesOf({ own }: OwnPlace): Promise<readonly SlotTile[]> {
    return (await this.groupsOf(own)).flatMap(group => group ?? []);
  }

  /** It leads to no picture, or to one that does not go on. While the file is still being read that may be for what is not known yet. */
  lose(own: OwnSeekPoint): void {
    if (!this.useless.has(own)) {
      this.useless.add(own);
      if (this.catalogue.isWhole) {
        this.onLost(own.arrived);
      }
    }
  }

  // Null for each that cannot be read.
  private groupsOf(own: OwnSeekPoint): Promise<(SlotTile[] | null)[]> {
    return Promise.all(own.tiles.map(async places => {
      const bytes = await this.join(places);
      return bytes && readTiles(bytes);
    }));
  }

  private async place(own: OwnSeekPoint): Promise<OwnPlace | null> {
    const known = this.places.get(own);
    if (known !== undefined) {
      return known;
    }

    const first = await this.envelope(own.picture[0]!);
    const head = first && readSeekHead(first);
    const bytes = first && await this.unseal(first);
    const place = head && bytes && bytes.length >= BEHIND_SIZE
      ? await this.recordOf(own, { number: readU64(view(bytes), 0), epoch: head.epoch, key: contentKeyOf(first) })
      : null;
    this.places.set(own, place);
    if (!place) {
      this.lose(own);
    }

    return place;
  }

  private async recordOf(own: OwnSeekPoint, opened: LastOpened): Promise<OwnPlace | null> {
    const { chunks, firstNumbers } = this.catalogue;
    let chunk = own.picture[0]!.chunk;
    while (chunk >= 0 && !(firstNumbers[chunk]! <= opened.number)) {
      chunk--;
    }

    const pieces = chunk < 0 ? [] : await this.store.pieces(chunks[chunk]!);
    const piece = pieces.findIndex(({ kind, payload }) => kind === FRAME && readHead(payload)?.number === opened.number);
    return piece < 0 ? null : { own, opened, at: pieces[piece]!.at, chunk, piece: piece + 1 };
  }

  private async envelope({ chunk, piece }: Place): Promise<Bytes | null> {
    return (await this.store.pieces(this.catalogue.chunks[chunk]!))[piece]?.payload ?? null;
  }

  private async join(places: readonly Place[]): Promise<Uint8Array | null> {
    const pieces: Bytes[] = [];
    for (const place of places) {
      const envelope = await this.envelope(place);
      const bytes = envelope && await this.unseal(envelope);
      if (!bytes) {
        return null;
      }

      pieces.push(bytes);
    }

    const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    pieces.reduce((at, bytes) => {
      joined.set(bytes, at);
      return at + bytes.length;
    }, 0);
    return joined;
  }

  private async unseal(envelope: Bytes): Promise<Bytes | null> {
    const head = readSeekHead(envelope);
    const key = head && await this.key(contentKeyOf(envelope));
    return head && key ? openSealed(key, head.number, clearSize(FRAMES), envelope) : null;
  }

  private key(id: number): Promise<CryptoKey | null> {
    const known = this.keys.get(id) ?? this.secrets.find(id).then(secret => secret && seekKey(this.context, id, secret.secret));
    this.keys.set(id, known);
    return known;
  }
}

function readPicture(bytes: Uint8Array): Omit<OpenedSeekPoint, 'tiles'> | null {
  const reader = new Reader(bytes);
  reader.take(BEHIND_SIZE);
  const remembered = reader.varint(SLOTS - 1);
  const parts = readParts(reader);
  return parts && { parts, remembered };
}

function readTiles(bytes: Uint8Array): SlotTile[] | null {
  const reader = new Reader(bytes);
  const slots = Array.from({ length: reader.varint(2 ** 14 / TILE_SIDE) }, () =>
    ({ slot: reader.varint(SLOTS - 1), width: reader.varint(TILE_SIDE), height: reader.varint(TILE_SIDE) }));
  const decoder = new Decoder();
  const decoded = readParts(reader)?.map((part, i) => decoder.take(readPart(part), i === 0)).at(-1);
  const { picture } = decoder;
  if (!decoded || !('shown' in decoded) || picture.width < TILE_SIDE || picture.height < slots.length * TILE_SIDE) {
    return null;
  }

  return slots.map(({ slot, width, height }, i) => {
    const words = new Uint32Array(width * height);
    for (let row = 0; row < height; row++) {
      const from = (i * TILE_SIDE + row) * picture.width;
      words.set(picture.words.subarray(from, from + width), row * width);
    }

    return { slot, width, height, words };
  });
}

function readParts(reader: Reader): Uint8Array[] | null {
  const parts: Uint8Array[] = [];
  while (!reader.broken && reader.left > 0) {
    parts.push(reader.take(reader.varint(MOST_PART)));
  }

  return reader.broken || parts.length === 0 ? null : parts;
}
