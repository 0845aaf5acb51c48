import type { Bytes } from './sealing/bytes';
import type { ControlMessage } from './wire/control';
import type { CommandRefusal } from './wire/refusal';

// A refusal may come behind the word that its command is done: so many are remembered, the oldest forgotten first.
const REMEMBERED = 256;

/** What becomes of one command. Done may come without a refusal, with one before it, or with one after. */
export interface Fate {
  /** The customer is asked and takes their time, while much else is done: remembered among its like. */
  readonly isAsked?: boolean;
  done?(): void;
  refused?(why: CommandRefusal): void;
}

interface Sent {
  readonly body: Bytes;
  readonly fate: Fate;
}

/**
 * What must be done exactly once, whatever connection it comes over. The Agent says first on every connection which
 * command was done last; those after it are sent again under the numbers that they had. A page that was reloaded goes
 * on where the Agent stands.
 */
export class Commands {
  private readonly waiting: Sent[] = [];
  private readonly remembered = new Map<number, Sent>();
  private readonly asked = new Map<number, Sent>();
  private doneUpTo: number | null = null;
  private inStep = false;

  /** `onRefused` hears of every refusal of a command of this page, by the command's first byte. */
  constructor(
    private readonly say: (message: ControlMessage) => void,
    private readonly onRefused: (kind: number, why: CommandRefusal) => void = () => undefined,
  ) {}

  /** How many are not done yet, as far as is known. */
  get unacknowledged(): number {
    return this.waiting.length;
  }

  /** A new connection: nothing is sent before the Agent has said where it stands. */
  startOver(): void {
    this.inStep = false;
  }

  send(body: Bytes, fate: Fate = {}): void {
    this.waiting.push({ body, fate });
    if (this.inStep && this.doneUpTo !== null) {
      this.say({ kind: 'command', sequence: this.doneUpTo + this.waiting.length, body });
    }
  }

  /** Every command up to this one is done. */
  take(done: number): void {
    const before = this.doneUpTo;
    const isDone = before === null ? [] : this.waiting.splice(0, Math.max(0, done - before));
    isDone.forEach((sent, i) => this.remember(before! + 1 + i, sent));
    this.doneUpTo = done;
    if (!this.inStep) {
      this.inStep = true;
      this.waiting.forEach(({ body }, i) => this.say({ kind: 'command', sequence: done + 1 + i, body }));
    }

    isDone.forEach(({ fate }) => fate.done?.());
  }

  /** This one was not done, or what it asked for was declined. */
  refuse(sequence: number, why: CommandRefusal): void {
    const sent = this.asked.get(sequence)
      ?? this.remembered.get(sequence)
      ?? (this.doneUpTo === null ? undefined : this.waiting[sequence - this.doneUpTo - 1]);
    if (sent) {
      sent.fate.refused?.(why);
      this.onRefused(sent.body[0]!, why);
    }
  }

  private remember(sequence: number, sent: Sent): void {
    const among = sent.fate.isAsked ? this.asked : this.remembered;
    among.set(sequence, sent);
    if (among.size > REMEMBERED) {
      among.delete(among.keys().next().value!);
    }
  }
}
