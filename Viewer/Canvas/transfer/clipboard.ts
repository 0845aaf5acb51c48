import type { Fate } from '../commands';
import type { Bytes } from '../sealing/bytes';
import type { ViewerCommand } from '../wire/commands/command';
import { CLIPBOARD_BYTES, FORMATS, type Format, type Piece } from '../wire/pieces';
import type { TransferMessage } from '../wire/transfers';
import { Outgoing } from './outgoing';

// What the customer copies is numbered by the Agent, from here on.
const FIRST_OF_AGENT = 2 ** 31;

/** A clipboard: the same thing in one or more formats. */
export type Contents = Partial<Record<Format, Bytes>>;

export interface ClipboardHost {
  send(command: ViewerCommand, fate: Fate): void;
  say(message: TransferMessage): void;
  now(): number;
  /** A number that no other page of this session takes. */
  number(): number;
  /** The customer has copied this. */
  copied(contents: Contents): void;
}

interface Coming {
  readonly transfer: number;
  readonly pieces: readonly Piece[];
  readonly bytes: Bytes;
  taken: number;
}

interface Going {
  readonly transfer: number;
  readonly bytes: Outgoing;
  readonly done: (isSet: boolean) => void;
}

/** The clipboard in both directions; of each, the newest only. */
export class Clipboard {
  private coming: Coming | null = null;
  private going: Going | null = null;

  // What the customer copied last, until something else takes its place there.
  private theirs: Contents | null = null;

  constructor(private readonly host: ClipboardHost) {}

  /** Whether something that the customer has copied is on its way. */
  get isComing(): boolean {
    return this.coming !== null;
  }

  /**
   * Whether this is what the customer copied last, as a browser gives it back: with its text as it was, but HTML cleaned and
   * line ends as they are here.
   */
  isTheirs({ text, png }: Contents): boolean {
    const { theirs } = this;
    return theirs !== null && (theirs.text?.length ? isSame(lines(theirs.text), lines(text)) : theirs.png !== undefined && isSame(theirs.png, png));
  }

  /** Makes this the customer's clipboard. True once it is; false where it was refused, or something newer has come in between. */
  set(contents: Contents): Promise<boolean> {
    this.giveUp();
    const given = FORMATS.filter(format => (contents[format]?.length ?? 0) > 0);
    if (given.length === 0) {
      return Promise.resolve(false);
    }

    this.theirs = null;
    const pieces = given.map(format => ({ format, size: contents[format]!.length }));
    const transfer = this.host.number();
    return new Promise(done => {
      this.going = {
        transfer,
        done,
        bytes: new Outgoing(new Blob(given.map(format => contents[format]!)), {
          now: () => this.host.now(),
          chunk: (offset, data) => this.host.say({ kind: 'chunk', transfer, offset, data }),
          broken: () => this.giveUp(),
        }),
      };
      this.host.send({ kind: 'setClipboard', transfer, pieces }, { refused: () => this.end(transfer, false) });
    });
  }

  /** What the Agent says. False where it is of no clipboard. */
  take(message: TransferMessage): boolean {
    const { transfer } = message;
    if (message.kind === 'copied') {
      this.begin(transfer, message.pieces);
      return true;
    }

    if (transfer < FIRST_OF_AGENT && !this.goingOf(transfer)) {
      return false;
    }

    if (message.kind === 'agentReceived') {
      this.going?.bytes.received(message.offset);
    } else if (message.kind === 'transferStands') {
      this.stands(transfer, message.state === 'open' ? message.offset : null, message.state === 'done');
    } else if (message.kind === 'agentChunk') {
      this.chunk(transfer, message.offset, message.data);
    }

    return true;
  }

  private goingOf(transfer: number): Going | null {
    return this.going?.transfer === transfer ? this.going : null;
  }

  private stands(transfer: number, offset: number | null, isDone: boolean): void {
    const { coming } = this;
    if (coming?.transfer === transfer) {
      if (offset !== null) {
        this.host.say({ kind: 'received', transfer, offset: coming.taken });
      } else {
        this.coming = null;
      }
    } else if (offset !== null) {
      this.goingOf(transfer)?.bytes.begin(offset);
    } else {
      this.end(transfer, isDone);
    }
  }

  // After the connection was lost it is said again, and goes on.
  private begin(transfer: number, pieces: readonly Piece[]): void {
    if (this.coming?.transfer !== transfer && pieces.every(({ size }) => size <= CLIPBOARD_BYTES)) {
      const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
      this.coming = { transfer, pieces, bytes: new Uint8Array(size), taken: 0 };
    }
  }

  private chunk(transfer: number, offset: number, data: Bytes): void {
    const { coming } = this;
    if (coming?.transfer !== transfer || offset !== coming.taken || data.length > coming.bytes.length - offset) {
      return;
    }

    coming.bytes.set(data, offset);
    coming.taken += data.length;
    this.host.say({ kind: 'received', transfer, offset: coming.taken });
    if (coming.taken === coming.bytes.length) {
      this.coming = null;
      this.theirs = split(coming);
      this.host.copied(this.theirs);
    }
  }

  private giveUp(): void {
    if (this.going) {
      this.host.send({ kind: 'cancelTransfer', transfer: this.going.transfer }, {});
      this.end(this.going.transfer, false);
    }
  }

  private end(transfer: number, isSet: boolean): void {
    const going = this.goingOf(transfer);
    if (going) {
      this.going = null;
      going.bytes.stop();
      going.done(isSet);
    }
  }
}

// Without the first half of a line end of two.
function lines(text: Bytes | undefined): Bytes | undefined {
  return text?.filter(byte => byte !== 0x0d);
}

function isSame(a: Bytes | undefined, b: Bytes | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function split({ pieces, bytes }: Coming): Contents {
  let at = 0;
  return Object.fromEntries(pieces.map(({ format, size }) => [format, bytes.slice(at, at += size)]));
}
