import type { Fate } from '../commands';
import type { Post } from '../papers/post';
import type { Picture } from '../picture';
import { takeSnapshot } from '../snapshot';
import { canvas, element } from './elements';

export interface SnapshotHost {
  /** Whether the picture that is seen is the present one, and nothing lies over it. */
  readonly seesPicture: boolean;
  /** Tells the customer's computer that a picture is kept; it may refuse. */
  announce(fate: Fate): void;
  /** Says what became of it: a key of the texts. */
  say(key: string): void;
}

/**
 * Keeps a picture of the screen with the case: what is seen at the click, with drawings and masks. The customer's computer is
 * told first and shows it there; where it refuses, nothing is kept.
 */
export class SnapshotButton {
  private readonly button = element('snapshot');

  constructor(
    private readonly session: string,
    private readonly maskWords: string,
    private readonly picture: Picture,
    private readonly post: Post,
    private readonly host: SnapshotHost,
  ) {
    this.button.addEventListener('click', () => void this.take());
  }

  async take(): Promise<void> {
    if (!this.host.seesPicture || this.button.hasAttribute('disabled')) {
      return;
    }

    this.button.toggleAttribute('disabled', true);
    try {
      const png = await takeSnapshot({ ...this.picture.painting, marks: canvas('marks'), maskWords: this.maskWords });
      this.host.say(await this.isAnnounced() ? await this.keep(png) : 'News.snapshotRefused');
    } catch {
      this.host.say('News.snapshotFailed');
    } finally {
      this.button.removeAttribute('disabled');
    }
  }

  // A refusal may come before the word that the command is done, or just behind it.
  private isAnnounced(): Promise<boolean> {
    return new Promise(resolve => this.host.announce({
      refused: () => resolve(false),
      done: () => setTimeout(() => resolve(true), 0),
    }));
  }

  private async keep(png: Blob): Promise<string> {
    const answer = await this.post.png(`/sessions/${this.session}/snapshots`, png);
    return answer.ok ? 'News.snapshotKept' : answer.status === 409 ? 'News.snapshotsFull' : 'News.snapshotFailed';
  }
}
