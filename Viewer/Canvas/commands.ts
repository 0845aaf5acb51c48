import type { Bytes } from './sealing/bytes';
import type { ControlMessage } from './wire/control';

/**
 * What must be done exactly once, whatever connection it comes over. The Agent says first on every connection which
 * command was done last; those after it are sent again under the numbers that they had. A page that was reloaded goes
 * on where the Agent stands.
 */
export class Commands {
  private waiting: Bytes[] = [];
  private done: number | null = null;
  private inStep = false;

  constructor(private readonly say: (message: ControlMessage) => void) {}

  /** A new connection: nothing is sent before the Agent has said where it stands. */
  startOver(): void {
    this.inStep = false;
  }

  send(body: Bytes): void {
    this.waiting.push(body);
    if (this.inStep && this.done !== null) {
      this.say({ kind: 'command', sequence: this.done + this.waiting.length, body });
    }
  }

  /** Every command up to this one is done. */
  take(done: number): void {
    if (this.done !== null) {
      this.waiting.splice(0, Math.max(0, done - this.done));
    }

    this.done = done;
    if (!this.inStep) {
      this.inStep = true;
      this.waiting.forEach((body, i) => this.say({ kind: 'command', sequence: done + 1 + i, body }));
    }
  }
}
