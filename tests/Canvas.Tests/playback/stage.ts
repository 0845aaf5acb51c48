import { Decoder } from '../../../Viewer/Canvas/decode';
import type { Framebuffer } from '../../../Viewer/Canvas/framebuffer';
import type { Painted, Surface } from '../../../Viewer/Canvas/paint';
import { Desk } from '../../../Viewer/Canvas/playback/desk';
import { Keyring } from '../../../Viewer/Canvas/playback/keyring';
import type { Known, PlaybackAnswer } from '../../../Viewer/Canvas/playback/messages';
import type { PlayerState } from '../../../Viewer/Canvas/playback/player';
import type { SourceFault } from '../../../Viewer/Canvas/playback/source';
import type { Surveyed } from '../../../Viewer/Canvas/playback/survey';
import { idBytes } from '../../../Viewer/Canvas/sealing/bytes';
import { readPart } from '../../../Viewer/Canvas/wire/part';
import type { Rect } from '../../../Viewer/Canvas/wire/rect';
import { session } from '../agent';
import type { Sent } from '../edits';
import { flatPhotos } from '../some';
import { me, MemorySource, openContentKey, type Recording } from './recording';

/** A canvas that keeps what was painted on it. */
export class Canvas implements Surface {
  words: Uint32Array<ArrayBuffer> = new Uint32Array();
  private picture: Framebuffer | null = null;

  show(picture: Framebuffer): void {
    this.picture = picture;
    this.words = new Uint32Array(picture.width * picture.height);
  }

  put({ x, y, width, height }: Rect): void {
    const { picture } = this;
    for (let row = y; picture && row < y + height; row++) {
      const at = row * picture.width + x;
      this.words.set(picture.words.subarray(at, at + width), at);
    }
  }
}

/** A desk with a recording on it, and the browser around it played by the test. */
export class Stage {
  readonly canvas = new Canvas();
  readonly source: MemorySource;
  readonly desk: Desk;
  known: Known | null = null;
  state: PlayerState | null = null;
  surveyed: Surveyed | null = null;
  faults: SourceFault[] = [];
  painted: { painted: Painted; fresh: boolean }[] = [];
  now = 0;
  private told = 0;
  private due: (() => void)[] = [];
  private readonly unwrapping: Promise<unknown>[] = [];

  constructor({ file, list }: Recording, readonly keyring = keyringOf(me)) {
    this.source = new MemorySource(file.slice(), list);
    this.desk = new Desk(session, {
      source: this.source,
      surface: this.canvas,
      ticker: { next: begun => void this.due.push(begun) },
      photos: flatPhotos,
      now: () => this.now,
      answer: answer => this.hear(answer),
    });
  }

  static async open(recording: Recording, keyring = keyringOf(me)): Promise<Stage> {
    const stage = new Stage(recording, keyring);
    await stage.desk.open();
    await Promise.all(stage.unwrapping);
    stage.desk.take({ allKeys: true });
    return stage;
  }

  static async unlocked(recording: Recording, keyring = keyringOf(me)): Promise<Stage> {
    const stage = await Stage.open(recording, keyring);
    stage.desk.take({ unlocked: true });
    await stage.rest();
    return stage;
  }

  /** Animation frames, `ms` of the page's clock apart. */
  async frames(count: number, ms: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const { told } = this;
      const isPlaying = this.state?.playing ?? false;
      this.now += ms;
      this.due.splice(0).forEach(begun => begun());
      await this.until(() => !isPlaying || this.told > told);
    }
  }

  async seek(at: number): Promise<void> {
    this.desk.take({ seek: at });
    await this.rest();
  }

  /** Until it is where it shall be. */
  async rest(): Promise<void> {
    await this.until(() => this.state?.seeking === false);
  }

  /** Until every seal was looked at. */
  async survey(): Promise<void> {
    await this.until(() => {
      this.due.splice(0).forEach(begun => begun());
      return this.surveyed?.isWhole === true;
    });
  }

  private async until(isSo: () => boolean): Promise<void> {
    for (let i = 0; i < 5000; i++) {
      await new Promise(resolve => setTimeout(resolve));
      if (isSo()) {
        return;
      }
    }

    throw new Error('It does not come to rest.');
  }

  private hear(answer: PlaybackAnswer): void {
    if ('known' in answer) {
      this.known = answer.known;
    } else if ('state' in answer) {
      this.state = answer.state;
      this.told++;
    } else if ('painted' in answer) {
      this.painted.push(answer);
    } else if ('surveyed' in answer) {
      this.surveyed = answer.surveyed;
    } else if ('fault' in answer) {
      this.faults.push(answer.fault);
    } else {
      this.unwrapping.push(this.keyring.open(answer.wrapped).then(keys => keys.forEach(key => this.desk.take(key))));
    }
  }
}

/** The keys of an auditor of the tests. */
export function keyringOf(auditor: Uint8Array): Keyring {
  return new Keyring([{ id: auditor, key: null! }], idBytes(session), openContentKey);
}

/** The first pixel that is another; -1 where there is none. */
export function differsAt(actual: Uint32Array, expected: Uint32Array): number {
  return actual.length === expected.length ? actual.findIndex((word, i) => word !== expected[i]) : 0;
}

/** What the picture must look like after each whole frame of these. */
export function picturesOf(sent: readonly Sent[]): Uint32Array[] {
  const decoder = new Decoder();
  return sent.flatMap(({ body, startsKeyFrame }) => {
    const decoded = decoder.take(readPart(body), startsKeyFrame);
    return decoded && 'shown' in decoded ? [decoder.picture.words.slice()] : [];
  });
}
