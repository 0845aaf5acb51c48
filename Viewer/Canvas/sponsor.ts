import type { Bytes } from './sealing/bytes';
import { readIntroduction, Vouching, writeIntroduction } from './sealing/introduction';
import type { ComparisonWords } from './sealing/words';
import { writeCommand } from './wire/commands/command';

// So that a Relay that invents newcomers fills no memory.
const MOST = 8;

/** One that wants to look too, once its words can be compared. */
export interface Guest {
  readonly viewer: number;
  readonly technician: string;
  readonly organisation: string;
  readonly words: ComparisonWords;
  /** The technician is asked; then the customer is, and has answered. */
  readonly state: 'asks' | 'vouched' | 'allowed' | 'declined';
}

interface Newcomer {
  readonly vouching: Vouching;
  guest: Guest | null;
}

export interface SponsorHost {
  /** Whether this page has keys: without, it can vouch for nobody. */
  readonly canVouch: boolean;
  introduce(viewer: number, message: Bytes): Promise<void>;
  command(body: Bytes): void;
  onChange(): void;
}

/** Lets further viewers in: shows who asks, and brings the technician's and the customer's answers to them. */
export class Sponsor {
  private readonly newcomers = new Map<number, Newcomer>();

  constructor(private readonly session: string, private readonly host: SponsorHost) {}

  /** The first that waits for the technician, or else the last that the customer has been asked about. */
  get guest(): Guest | null {
    const guests = [...this.newcomers.values()].flatMap(({ guest }) => guest ?? []);
    return guests.find(({ state }) => state === 'asks') ?? guests.at(-1) ?? null;
  }

  /** What another viewer says, and whose it is by the Relay's word. */
  async take(viewer: number, technician: string, organisation: string, bytes: Uint8Array): Promise<void> {
    const message = readIntroduction(bytes);
    if (!this.host.canVouch) {
      return;
    }

    if (message?.kind === 'ask' && this.makeRoom(viewer)) {
      const vouching = new Vouching(this.session, viewer, message.commitment);
      this.newcomers.set(viewer, { vouching, guest: null });
      await this.host.introduce(viewer, vouching.challengeMessage).catch(() => undefined);
    } else if (message?.kind === 'open') {
      const newcomer = this.newcomers.get(viewer);
      const words = await newcomer?.vouching.open(message.point, message.nonce);
      if (newcomer && words) {
        newcomer.guest = { viewer, technician, organisation, words, state: 'asks' };
        this.host.onChange();
      }
    }
  }

  /** The technician has compared the words: the customer is asked. */
  async vouch(viewer: number): Promise<void> {
    const newcomer = this.newcomers.get(viewer);
    if (newcomer?.guest?.state !== 'asks') {
      return;
    }

    const { technician, organisation } = newcomer.guest;
    newcomer.guest = { ...newcomer.guest, state: 'vouched' };
    this.host.onChange();
    const { secret, message } = await newcomer.vouching.grant();
    this.host.command(writeCommand({ kind: 'introduce', viewer, secret, technician, organisation }));
    secret.fill(0);
    await this.host.introduce(viewer, message).catch(() => undefined);
  }

  /** The technician says no, or has read what the customer said. */
  async dismiss(viewer: number): Promise<void> {
    const state = this.newcomers.get(viewer)?.guest?.state;
    this.newcomers.delete(viewer);
    this.host.onChange();
    if (state === 'asks') {
      await this.host.introduce(viewer, writeIntroduction({ kind: 'refuse' })).catch(() => undefined);
    }
  }

  /** The customer has answered. */
  async admitted(viewer: number, allowed: boolean): Promise<void> {
    const newcomer = this.newcomers.get(viewer);
    if (newcomer?.guest) {
      newcomer.guest = { ...newcomer.guest, state: allowed ? 'allowed' : 'declined' };
      this.host.onChange();
    }

    if (!allowed) {
      await this.host.introduce(viewer, writeIntroduction({ kind: 'refuse' })).catch(() => undefined);
    }
  }

  // Whom somebody is just being asked about is not exchanged for another that comes under the same number.
  private makeRoom(viewer: number): boolean {
    const state = this.newcomers.get(viewer)?.guest?.state;
    if (state === 'asks' || state === 'vouched') {
      return false;
    }

    this.newcomers.delete(viewer);
    const oldest = [...this.newcomers].find(([, { guest }]) => guest === null);
    if (this.newcomers.size >= MOST && oldest) {
      this.newcomers.delete(oldest[0]);
    }

    return this.newcomers.size < MOST;
  }
}
