import { codecIds } from './codecs/all';
import { CodeKeeper, type Handshake } from './sealing/handshake';
import type { ExchangeContext } from './sealing/keys';
import { ExchangeFault } from './sealing/message';
import type { CodeEnd, SessionStatus } from './status';

// The Relay's ten minutes; kept here too, so that the digits go whatever the Relay says.
const GOOD_FOR_MS = 10 * 60_000;

// What the Relay refused is not asked again in a rush.
const ASK_EVERY_MS = 3000;

// A window whose connection was cut is back by then, and its code may just be being read out.
const HOLDER_BACK_WITHIN_MS = 5000;

// Each code is five guesses more: a Relay that lets one after the other fall gets no more of them without a click.
const MOST_BY_ITSELF = 3;

const SECRET_DIGITS = 6;

/** What the page shows of the code. */
export type CodeShown =
  | { readonly kind: 'mine'; readonly digits: string; readonly triesLeft: number }
  | { readonly kind: 'coming' }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'gone'; readonly why: CodeEnd };

export interface CodeHost {
  newCode(): Promise<string>;
  holdCode(nameplate: string): Promise<boolean>;
  /** ms of a clock that never goes back. */
  now(): number;
  onChange(): void;
  /** Somebody typed a wrong code, or broke off after a try was spent. */
  onWrongTry(triesLeft: number): void;
  /** There is no new code yet. */
  onFailed(): void;
}

interface Mine {
  readonly nameplate: string;
  /** Empty once it opens nothing any more. */
  secret: string;
  readonly keeper: CodeKeeper;
  readonly made: number;
}

/**
 * The code of this page: the Relay allots the first four digits, this page makes the other six, and they never leave
 * it but by the technician's voice. They live in memory only: after a reload there is a new code.
 */
export class OwnCode {
  private mine: Mine | null = null;
  private attempt: { readonly handshake: Handshake; readonly triesBefore: number } | null = null;
  private status: SessionStatus | null = null;
  private viewer = 0;
  private readonly seats = new Set<number>();
  private asking = false;
  private askedAt = -Infinity;
  private lastLeft: number | null = null;
  private seenElsewhere: string | null = null;
  private unheldSince: number | null = null;
  private madeByItself = 0;
  private waitsForClick = false;

  constructor(private readonly host: CodeHost) {}

  get shown(): CodeShown {
    const status = this.status;
    if (status?.state !== 'requested' || this.asking) {
      return { kind: 'coming' };
    }

    const none: CodeShown = this.waitsForClick ? { kind: 'gone', why: 'expired' } : { kind: 'coming' };
    if (status.nameplate === null) {
      return status.codeEnd ? { kind: 'gone', why: status.codeEnd } : none;
    }

    if (this.mine?.nameplate !== status.nameplate) {
      return this.isHeldElsewhere(status) ? { kind: 'elsewhere' } : none;
    }

    const left = this.triesLeft;
    return this.isOld ? { kind: 'gone', why: 'expired' }
      : left === 0 ? { kind: 'gone', why: 'tooManyTries' }
      : { kind: 'mine', digits: this.mine.nameplate + this.mine.secret, triesLeft: left };
  }

  /** A new Watch: until its first status nothing is known. */
  seated(viewer: number): void {
    this.viewer = viewer;
    this.seats.add(viewer);
    this.status = null;
    this.unheldSince = null;
    this.askedAt = -Infinity;
  }

  take(status: SessionStatus): void {
    this.status = status;
    this.unheldSince = status.codeHolder === null ? this.unheldSince ?? this.host.now() : null;
    if (this.isHeldElsewhere(status)) {
      this.seenElsewhere = status.nameplate;
    }

    const other = status.nameplate !== null && status.nameplate !== this.mine?.nameplate;
    if (status.state !== 'requested' || status.codeEnd || (other && !this.asking)) {
      this.forget();
    }

    this.sayWrongTries();
    this.act();
  }

  /** Now and then: what is old goes, what was refused is asked again. */
  tick(): void {
    this.sayWrongTries();
    this.dropDigits();
    this.act();
  }

  /** The technician asks for a new code. */
  async replace(): Promise<void> {
    if (this.asking) {
      return;
    }

    this.forget();
    this.asking = true;
    this.waitsForClick = false;
    this.askedAt = this.host.now();
    try {
      const nameplate = await this.host.newCode();
      const secret = sixDigits();
      const keeper = new CodeKeeper(secret);
      this.mine = { nameplate, secret, keeper, made: this.host.now() };
      this.lastLeft = keeper.triesLeft;
    } catch {
      this.host.onFailed();
    } finally {
      this.asking = false;
      this.host.onChange();
    }
  }

  /** Begins the exchange that an Agent asks for, or says why not. */
  begin(context: ExchangeContext): Handshake | ExchangeFault {
    if (!this.mine || this.isOld || this.status?.state !== 'requested') {
      return ExchangeFault.NoTriesLeft;
    }

    const triesBefore = this.mine.keeper.triesLeft;
    const handshake = this.mine.keeper.begin(context, this.mine.nameplate, codecIds, this.host.now);
    if (typeof handshake !== 'number') {
      this.attempt = { handshake, triesBefore };
    }

    return handshake;
  }

  /** That exchange came to nothing; true where it had cost a try. */
  failed(handshake: Handshake): boolean {
    const spent = this.attempt?.handshake === handshake && (this.mine?.keeper.triesLeft ?? 0) < this.attempt.triesBefore;
    this.attempt = null;
    this.sayWrongTries();
    this.dropDigits();
    this.host.onChange();
    return spent;
  }

  /** The digits go: the code was used, replaced, or is over. */
  forget(): void {
    this.attempt?.handshake.giveUp();
    this.mine?.keeper.destroy();
    this.mine = null;
    this.attempt = null;
    this.lastLeft = null;
  }

  private get isOld(): boolean {
    return this.mine !== null && this.host.now() - this.mine.made > GOOD_FOR_MS;
  }

  // The smaller of both counts. A try that goes on is none that was wrong.
  private get triesLeft(): number {
    return Math.min(this.ownTriesLeft, this.status?.triesLeft ?? 0);
  }

  private get ownTriesLeft(): number {
    return this.attempt && !this.attempt.handshake.over ? this.attempt.triesBefore : this.mine?.keeper.triesLeft ?? 0;
  }

  // The nameplate stays, so that the page knows whose code it is that the Relay still names.
  private dropDigits(): void {
    if (this.mine?.secret && (this.isOld || this.ownTriesLeft === 0)) {
      this.mine.keeper.destroy();
      this.mine.secret = '';
      this.host.onChange();
    }
  }

  private sayWrongTries(): void {
    if (!this.mine || this.isOld || this.status?.nameplate !== this.mine.nameplate) {
      return;
    }

    const left = this.triesLeft;
    if (this.lastLeft !== null && left < this.lastLeft) {
      this.host.onWrongTry(left);
      this.host.onChange();
    }

    this.lastLeft = left;
  }

  private isHeldElsewhere(status: SessionStatus): boolean {
    return status.codeHolder !== null && !this.seats.has(status.codeHolder);
  }

  // Without a code that somebody here can show, one is made; one whose secret is here is taken up again.
  private act(): void {
    const status = this.status;
    const now = this.host.now();
    if (status?.state !== 'requested' || this.asking || now - this.askedAt < ASK_EVERY_MS) {
      return;
    }

    if (status.nameplate === null) {
      if (status.codeEnd === null) {
        void this.replaceByItself();
      }
    } else if (this.mine?.nameplate === status.nameplate) {
      if (status.codeHolder !== this.viewer && !this.isHeldElsewhere(status)) {
        this.askedAt = now;
        void this.hold(status.nameplate, status.codeHolder);
      }
    } else if (this.isLeft(status)) {
      void this.replaceByItself();
    }
  }

  // Nobody will read that code out any more: its secret was here, went with a reload, or with a window that stays away.
  private isLeft(status: SessionStatus): boolean {
    if (status.codeHolder !== null) {
      return !this.isHeldElsewhere(status);
    }

    const isAlone = status.viewers === 1 && status.nameplate !== this.seenElsewhere;
    return isAlone || (this.unheldSince !== null && this.host.now() - this.unheldSince >= HOLDER_BACK_WITHIN_MS);
  }

  private async replaceByItself(): Promise<void> {
    if (this.madeByItself < MOST_BY_ITSELF) {
      await this.replace();
      this.madeByItself += this.mine ? 1 : 0;
    } else if (!this.waitsForClick) {
      this.waitsForClick = true;
      this.forget();
      this.host.onChange();
    }
  }

  private async hold(nameplate: string, holder: number | null): Promise<void> {
    const held = await this.host.holdCode(nameplate).catch(() => null);
    if (held === false && holder === null && this.mine?.nameplate === nameplate) {
      await this.replaceByItself();
    }
  }
}

/** Every one of the million with the same chance. */
export function sixDigits(draw: (numbers: Uint32Array<ArrayBuffer>) => void = numbers => crypto.getRandomValues(numbers)): string {
  const million = 10 ** SECRET_DIGITS;
  const highest = 2 ** 32 - (2 ** 32 % million);
  const drawn = new Uint32Array(1);
  do {
    draw(drawn);
  } while (drawn[0]! >= highest);

  return String(drawn[0]! % million).padStart(SECRET_DIGITS, '0');
}
