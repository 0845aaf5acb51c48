import { Asking, readIntroduction } from './sealing/introduction';
import type { Bytes } from './sealing/bytes';
import type { ComparisonWords } from './sealing/words';

// Numbers are never given twice, and this page does not know which are there: the Relay lets fall what nobody gets.
const LOOK_AHEAD = 8;

// Pages answer by themselves, so one that is there answers soon.
const ANSWER_WITHIN_MS = 5000;

/**
 * How far a page without keys has come: it may ask, it asks, its words are shown to the other technician, the
 * customer is asked, or somebody said no.
 */
export type Outside = 'out' | 'asking' | 'nobody' | 'shown' | 'granted' | 'refused' | 'declined';

export interface NewcomerHost {
  introduce(viewer: number, message: Bytes): Promise<void>;
  /** The secret that the Agent will resume with, once the customer has allowed it. */
  onSecret(secret: Bytes): Promise<void>;
  /** ms of a clock that never goes back. */
  now(): number;
  onChange(): void;
}

/** A further viewer's way in: asks those that are there, shows its words to whoever answers first, and waits. */
export class Newcomer {
  state: Outside = 'out';
  words: ComparisonWords | null = null;

  private viewer = 0;
  private asking: Asking | null = null;
  private sponsor = 0;
  private askedAt = 0;

  constructor(private readonly session: string, private readonly host: NewcomerHost) {}

  /** A new Watch, under another number: whatever was asked under the old one is void. */
  seated(viewer: number): void {
    this.viewer = viewer;
    this.asking = null;
    this.sponsor = 0;
    this.change('out');
  }

  /** Asks by itself, where this page was invited: until somebody answers. */
  askIfNobodyHas(): void {
    if (this.viewer !== 0 && (this.state === 'out' || this.state === 'nobody')) {
      void this.ask();
    }
  }

  /** Asks every other viewer to be let in. */
  async ask(): Promise<void> {
    const viewer = this.viewer;
    this.sponsor = 0;
    this.change('asking');
    const asking = await Asking.begin(this.session, viewer);
    this.asking = asking;
    this.askedAt = this.host.now();
    for (let other = 1; other <= viewer + LOOK_AHEAD && this.viewer === viewer; other++) {
      if (other !== viewer) {
        await this.host.introduce(other, asking.ask).catch(() => undefined);
      }
    }
  }

  /** Now and then: nobody who could let this page in is there. */
  tick(): void {
    if (this.state === 'asking' && this.asking && this.host.now() - this.askedAt > ANSWER_WITHIN_MS) {
      this.asking = null;
      this.change('nobody');
    }
  }

  /** What another viewer says. */
  async take(from: number, bytes: Uint8Array): Promise<void> {
    const asking = this.asking;
    const message = readIntroduction(bytes);
    if (!asking || !message) {
      return;
    }

    if (message.kind === 'challenge' && this.sponsor === 0) {
      this.sponsor = from;
      const { open, words } = await asking.answer(message.challenge);
      await this.host.introduce(from, open).catch(() => undefined);
      this.words = words;
      this.change('shown');
    } else if (message.kind === 'grant' && from === this.sponsor) {
      const secret = await asking.unseal(message.point, message.sealed);
      if (secret) {
        await this.host.onSecret(secret);
        this.change('granted');
      }
    } else if (message.kind === 'refuse' && from === this.sponsor) {
      this.asking = null;
      this.sponsor = 0;
      this.change(this.state === 'granted' ? 'declined' : 'refused');
    }
  }

  private change(state: Outside): void {
    this.state = state;
    if (state !== 'shown' && state !== 'granted') {
      this.words = null;
    }

    this.host.onChange();
  }
}
