import type { Fate } from './commands';
import type { Grant } from './grant';
import type { Scope } from './scope';
import type { ViewerCommand } from './wire/commands/command';

/** Minutes that are asked for when the time runs out. */
export const MORE_MINUTES = 30;

/** How it stands with one thing that may be asked for. */
export type Asked = 'not' | 'asked' | 'declined';

/** Ready for use, or the customer may be, is being, or was asked for it. */
export type Readiness = 'ready' | Asked;

export interface AskingHost {
  send(command: ViewerCommand, fate: Fate): void;
  onChange(): void;
}

/** What the customer has been asked for during the session, and not allowed yet. */
export class Asking {
  private readonly scopes = new Map<Scope, Asked>();
  private time: Asked = 'not';
  private leftBefore = 0;

  constructor(private readonly grant: Grant, private readonly host: AskingHost) {}

  /** More time. */
  get forTime(): Asked {
    return this.time;
  }

  for(scope: Scope): Asked {
    return this.scopes.get(scope) ?? 'not';
  }

  readiness(scope: Scope): Readiness {
    return this.grant.allows(scope) ? 'ready' : this.for(scope);
  }

  /** Asks, unless the question is with the customer already. */
  ask(scope: Scope): void {
    if (this.for(scope) !== 'asked') {
      this.scopes.set(scope, 'asked');
      this.host.send({ kind: 'ask', scope }, this.fate(state => this.scopes.set(scope, state)));
      this.host.onChange();
    }
  }

  askForTime(): void {
    if (this.time !== 'asked') {
      this.time = 'asked';
      this.leftBefore = this.grant.left ?? 0;
      this.host.send({ kind: 'extend', minutes: MORE_MINUTES }, this.fate(state => {
        this.time = state;
      }));
      this.host.onChange();
    }
  }

  /** The grant is another: what was allowed is asked for no more. */
  take(): void {
    [...this.scopes.keys()].filter(scope => this.grant.allows(scope)).forEach(scope => this.scopes.delete(scope));
    if ((this.grant.left ?? 0) > this.leftBefore) {
      this.time = 'not';
    }
  }

  // Only the customer declines; where the question never reached them, it may be put again.
  private fate(set: (state: Asked) => void): Fate {
    return {
      isAsked: true,
      refused: why => {
        set(why === 'declined' ? 'declined' : 'not');
        this.host.onChange();
      },
    };
  }
}
