// Samples that are kept; at one ping every two seconds these are the last sixteen.
const KEPT = 8;

interface Sample {
  readonly roundTrip: number;
  readonly offset: number;
}

/**
 * Puts the Agent's clock and this page's on one scale, as NTP does: of the last few answers the one with the shortest
 * way there and back is believed, since little can have delayed it on one way only. All in µs.
 */
export class AgentClock {
  private samples: Sample[] = [];

  /** There and back of the believed answer; null before the first. */
  get roundTrip(): number | null {
    return this.best?.roundTrip ?? null;
  }

  /** Takes an answer: when the ping left and the pong came by this page's clock, and what the Agent's showed between. */
  answer(sent: number, agentTime: number, received: number): void {
    if (received >= sent) {
      this.samples.push({ roundTrip: received - sent, offset: agentTime - (sent + received) / 2 });
      this.samples = this.samples.slice(-KEPT);
    }
  }

  /** A moment of the Agent's clock on this page's; null before the first answer. */
  here(agentTime: number): number | null {
    return this.best ? agentTime - this.best.offset : null;
  }

  forget(): void {
    this.samples = [];
  }

  private get best(): Sample | null {
    return this.samples.reduce<Sample | null>((best, sample) => (best && best.roundTrip <= sample.roundTrip ? best : sample), null);
  }
}
