import { same, type Bytes } from './sealing/bytes';
import type { ResumptionSecret } from './sealing/keys';
import type { ComparisonWords } from './sealing/words';

/** What is kept over a reload. */
export interface Kept {
  /** The newest first. */
  readonly secrets: readonly ResumptionSecret[];
  /** Those of the code exchange, which stay on the customer's screen; null where this page has been introduced. */
  readonly words: ComparisonWords | null;
}

/** Where it is kept: IndexedDB, or a fake in tests. */
export interface SecretStore {
  /** What earlier pages have left for this session and no living page uses. */
  load(session: string): Promise<Kept>;
  /** This page's own for the session, replacing what was before. */
  save(session: string, kept: Kept): Promise<void>;
  /** Everything of the session goes. */
  forget(session: string): Promise<void>;
}

// One in use, one from before a reload and a few that never came to anything.
const MOST = 4;

const NOTHING: Kept = { secrets: [], words: null };

/**
 * What this page can resume the connection with the Agent with. The browser keeps it over a reload as keys that no
 * script can read out. A browser that refuses to keep anything costs the reload, not the session.
 */
export class ResumptionSecrets {
  private kept = NOTHING;

  constructor(private readonly session: string, private readonly store: SecretStore) {}

  get some(): boolean {
    return this.kept.secrets.length > 0;
  }

  get words(): ComparisonWords | null {
    return this.kept.words;
  }

  /** What is there from before a reload. */
  async load(): Promise<void> {
    const { secrets, words } = await this.store.load(this.session).catch(() => NOTHING);
    this.kept = { secrets: secrets.slice(0, MOST), words };
  }

  /** One of those that the Agent offers, if it is here. */
  find(names: readonly Bytes[]): ResumptionSecret | null {
    return this.kept.secrets.find(secret => names.some(name => same(name, secret.name))) ?? null;
  }

  /** The secret of a code exchange, with its words; or one that another viewer gave, which has none. */
  add(secret: ResumptionSecret, words: ComparisonWords | null): Promise<void> {
    return this.keep([secret, ...this.kept.secrets], words);
  }

  /** A secret that was used has brought a new one. */
  replace(used: ResumptionSecret, secret: ResumptionSecret): Promise<void> {
    return this.keep([secret, ...this.kept.secrets.filter(other => other !== used)], this.kept.words);
  }

  /** Now and then, while the session lasts: what has not been used for minutes is taken for left behind. */
  async stillNeeded(): Promise<void> {
    if (this.some) {
      await this.keep(this.kept.secrets, this.kept.words);
    }
  }

  /** The session is over. */
  async forget(): Promise<void> {
    this.kept = NOTHING;
    await this.store.forget(this.session).catch(() => undefined);
  }

  private async keep(secrets: readonly ResumptionSecret[], words: ComparisonWords | null): Promise<void> {
    this.kept = { secrets: secrets.slice(0, MOST), words };
    await this.store.save(this.session, this.kept).catch(() => undefined);
  }
}
