import type { Fate } from './commands';
import type { ViewerCommand } from './wire/commands/command';
import { MAX_LINE_BYTES } from './wire/control';
import { fitting } from './wire/writer';

/** Of an own line: whether the customer's computer has it. */
export type Delivery = 'sending' | 'delivered' | 'refused';

/** One line of the chat; `at` in ms of the wall clock. */
export interface Line {
  readonly by: 'me' | 'customer' | 'technician';
  readonly text: string;
  readonly at: number;
  readonly delivery: Delivery | null;
  /** Who wrote it, where that is another technician who is known. */
  readonly name?: string;
}

export interface ChatHost {
  /** Whether somebody can read the chat just now. */
  readonly isShown: boolean;
  send(command: ViewerCommand, fate: Fate): void;
  seen(line: number): void;
  now(): number;
  /** So it stands now. */
  keep(chat: KeptChat): void;
  onChange(): void;
}

/** What a page that is loaded again begins with: lines, and the number of the last that the Agent said. */
export interface KeptChat {
  readonly last: number;
  readonly lines: readonly Line[];
}

// Of so many lines at most; those before are in nobody's mind.
const MOST_KEPT = 200;

interface OwnLine extends Line {
  delivery: Delivery;
  isSaidBack: boolean;
}

/** What customer and technicians write to each other, oldest first. The Relay never has it: it is kept in this tab alone. */
export class Chat {
  private readonly all: Line[] = [];
  private readonly own: OwnLine[] = [];
  private last = 0;
  private unseen = 0;
  private me = -1;

  constructor(private readonly host: ChatHost, kept: KeptChat) {
    this.all.push(...kept.lines);
    this.last = kept.last;
  }

  get lines(): readonly Line[] {
    return this.all;
  }

  /** Lines of others that nobody has had on the screen. */
  get unread(): number {
    return this.unseen;
  }

  /** This page's number from now on. */
  seated(viewer: number): void {
    this.me = (viewer % 255) + 1;
  }

  /** A line of this page's technician; of nothing but spaces there is none. */
  write(typed: string): void {
    const text = fitting(typed.replace(/\s+/g, ' ').trim(), MAX_LINE_BYTES);
    if (text.length > 0) {
      const line: OwnLine = { by: 'me', text, at: this.host.now(), delivery: 'sending', isSaidBack: false };
      this.all.push(line);
      this.own.push(line);
      this.host.send({ kind: 'chat', text }, {
        done: () => this.become(line, line.delivery === 'refused' ? 'refused' : 'delivered'),
        refused: () => this.become(line, 'refused'),
      });
      this.changed();
    }
  }

  /** A line by its number; after the connection was lost, one may come again. */
  take(number: number, from: number, text: string, name: string | null = null): void {
    if (number > this.last) {
      this.last = number;
      if (!this.isOwn(from)) {
        this.all.push({ by: from === 0 ? 'customer' : 'technician', text, at: this.host.now(), delivery: null, ...(name === null ? {} : { name }) });
        this.unseen++;
      }
    }

    this.shown();
    this.changed();
  }

  /** Says back what is on the screen, if it is. */
  shown(): void {
    if (this.host.isShown && this.last > 0) {
      this.unseen = 0;
      this.host.seen(this.last);
    }
  }

  // An Agent that says everybody's lines to everybody says this page's own too.
  private isOwn(from: number): boolean {
    const line = from === this.me ? this.own.find(one => !one.isSaidBack && one.delivery !== 'refused') : undefined;
    if (line) {
      line.isSaidBack = true;
    }

    return line !== undefined;
  }

  private become(line: OwnLine, delivery: Delivery): void {
    line.delivery = delivery;
    this.changed();
  }

  // What is on its way while the page is loaded again is not known to have arrived, nor the contrary.
  private changed(): void {
    this.host.keep({
      last: this.last,
      lines: this.all.slice(-MOST_KEPT).map(({ delivery, by, text, at, name }) => ({
        by, text, at, delivery: delivery === 'sending' ? null : delivery, ...(name === undefined ? {} : { name }),
      })),
    });
    this.host.onChange();
  }
}
