import { isModifier } from './usages';
import { MOST_EVENTS, MOST_WHEEL, type InputEvent } from '../wire/commands/input';

// Input that the Agent has not done yet: beyond it, what follows waits here, and moves become one.
const MOST_UNACKNOWLEDGED = 64;

// Nobody answers any more: rather nothing than everything at once, later.
const MOST_WAITING = 512;

export interface InputQueueHost {
  /** How many commands the Agent has not done yet. */
  readonly unacknowledged: number;
  send(events: readonly InputEvent[]): void;
  /** Too much was waiting: all of it is dropped. */
  onOverflow(): void;
}

/** Input in its order, bounded. Moves become one, but never across a button, key or wheel: every click stays at its place. */
export class InputQueue {
  private waiting: InputEvent[] = [];

  // So many of those that wait may go; null: all of them.
  private ahead: number | null = null;

  constructor(private readonly host: InputQueueHost) {}

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  add(event: InputEvent): void {
    const before = this.waiting.length === this.ahead ? undefined : this.waiting.at(-1);
    if (event.kind === 'move' && before?.kind === 'move') {
      this.waiting[this.waiting.length - 1] = event;
    } else if (event.kind === 'wheel' && before?.kind === 'wheel' && isInReach(before, event)) {
      const { across, down } = before;
      this.waiting[this.waiting.length - 1] = { kind: 'wheel', across: across + event.across, down: down + event.down };
    } else {
      this.waiting.push(event);
    }

    if (this.waiting.length > MOST_WAITING) {
      this.clear();
      this.host.onOverflow();
    }
  }

  /** Sends what there is room for. */
  flush(): void {
    for (let most = this.most; most > 0 && this.host.unacknowledged < MOST_UNACKNOWLEDGED; most = this.most) {
      const events = this.waiting.splice(0, Math.min(most, this.oneCommand()));
      this.ahead = this.ahead === null ? null : this.ahead - events.length;
      this.host.send(events);
    }
  }

  /** What is added from now on stays here. */
  hold(): void {
    this.ahead ??= this.waiting.length;
  }

  /** What was held goes on. */
  goOn(): void {
    this.ahead = null;
    this.flush();
  }

  /** Nothing of what was held is pressed or written; what is down goes up all the same. */
  skip(): void {
    const { ahead } = this;
    this.waiting = this.waiting.filter((event, i) => ahead === null || i < ahead || isHarmless(event));
    this.goOn();
  }

  /** Nothing of what waits happens any more. */
  clear(): void {
    this.waiting = [];
    this.ahead = null;
  }

  private get most(): number {
    return this.ahead ?? this.waiting.length;
  }

  // 256 events of any other kind fit into a command; each text has one of its own.
  private oneCommand(): number {
    const text = this.waiting.findIndex(event => event.kind === 'text');
    return text < 0 ? MOST_EVENTS : Math.min(Math.max(1, text), MOST_EVENTS);
  }
}

// Keys that change others still count for what is pressed later.
function isHarmless(event: InputEvent): boolean {
  switch (event.kind) {
    case 'key':
      return !event.down || isModifier(event.usage);
    case 'button':
      return !event.down;
    default:
      return event.kind === 'move';
  }
}

function isInReach(a: { across: number; down: number }, b: { across: number; down: number }): boolean {
  return Math.abs(a.across + b.across) <= MOST_WHEEL && Math.abs(a.down + b.down) <= MOST_WHEEL;
}
