import type { Hello } from '../wire/hello';
import type { Bytes } from './bytes';
import type { Agreement, ExchangeContext } from './keys';
import { EXCHANGE_LIMIT_MS, ExchangeFault, readExchange, writeRefusal, type ExchangeMessage } from './message';

/** What follows from one message of an exchange. */
export interface ExchangeStep {
  /** To be sent to the Agent, if anything. */
  readonly reply?: Bytes;
  /** There once both ends have shown that they have the same key. */
  readonly agreement?: Agreement;
  /** There when the exchange is over without one. */
  readonly fault?: ExchangeFault;
  /** Whether the Agent (or somebody in its name) named the fault. */
  readonly byOtherEnd?: boolean;
}

/** What the two exchanges of a Viewer have in common: one message at a time, in time, until the end. */
export abstract class Exchange {
  private readonly began: number;
  private turn: Promise<unknown> = Promise.resolve();
  private ended = false;

  /** `now` in milliseconds of a clock that never goes back. */
  protected constructor(protected readonly context: ExchangeContext, private readonly now: () => number) {
    this.began = now();
  }

  /** Whether it has ended, well or not, or out of time: the next one may begin. */
  get over(): boolean {
    return this.ended || this.late;
  }

  /** Whether it is out of time before its end. One that has ended may still have a step that is being carried out. */
  get isLate(): boolean {
    return !this.ended && this.late;
  }

  /** Takes the next message of the Agent. Messages that come meanwhile wait for their turn. */
  receive(bytes: Uint8Array): Promise<ExchangeStep> {
    const step = this.turn.then(() => this.take(bytes));
    this.turn = step.catch(() => undefined);
    return step;
  }

  /** Ends it from this side; nothing more is taken. */
  giveUp(): void {
    this.ended = true;
  }

  /** The message is of an exchange, in time, and no refusal. */
  protected abstract answer(message: ExchangeMessage): Promise<ExchangeStep>;

  /** The versions fit: there is one, and no way down. */
  protected speaksAlike(hello: Hello): boolean {
    return hello.protocolVersion === this.context.protocolVersion;
  }

  protected fail(fault: ExchangeFault): ExchangeStep {
    this.ended = true;
    return { reply: writeRefusal(fault), fault };
  }

  private get late(): boolean {
    return this.now() - this.began > EXCHANGE_LIMIT_MS;
  }

  private async take(bytes: Uint8Array): Promise<ExchangeStep> {
    if (this.ended) {
      return { fault: ExchangeFault.OutOfTurn };
    }

    if (this.late) {
      return this.fail(ExchangeFault.Late);
    }

    const message = readExchange(bytes);
    if (typeof message === 'number') {
      return this.fail(message);
    }

    if (message.kind === 'refuse') {
      this.ended = true;
      return { fault: message.fault, byOtherEnd: true };
    }

    return this.answer(message);
  }
}
