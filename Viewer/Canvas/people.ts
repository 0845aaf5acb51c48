/** How somebody stands in the session, by the Relay's word. */
export type PersonState = 'technician' | 'invited' | 'waiting' | 'in' | 'declined' | 'refused' | 'left' | 'sentAway';

/** Why a colleague's page is over while the session goes on. */
export type ColleagueEnd = 'colleagueRefused' | 'colleagueLeft' | 'colleagueSentAway';

/** The session's technician, or a colleague who was ever invited. `until`: while invited, until when they may come. */
export interface SessionPerson {
  readonly account: string;
  readonly name: string;
  readonly organisation: string;
  readonly state: PersonState;
  /** The numbers of their pages that are connected. */
  readonly viewers: readonly number[];
  readonly until: string | null;
}

/** Somebody who can be invited. */
export interface ColleagueChoice {
  readonly account: string;
  readonly name: string;
  readonly organisation: string;
}

/** Who belongs to the session, and who of them sits at this page. */
export class People {
  private everybody: readonly SessionPerson[] = [];
  private viewer = 0;
  private account: string | null = null;

  get all(): readonly SessionPerson[] {
    return this.everybody;
  }

  /** Whoever sits at this page; null until the Relay has said so. Also after they were seen out. */
  get me(): SessionPerson | null {
    return this.everybody.find(({ account }) => account === this.account) ?? null;
  }

  /** Whether this page is a colleague's: the session is another technician's. */
  get isColleague(): boolean {
    return this.me !== null && this.me.state !== 'technician';
  }

  /** Whether the session is theirs who sit here. */
  get leads(): boolean {
    return this.me?.state === 'technician';
  }

  /** Why a colleague's page is over, while the session goes on; null while it is not. */
  get goneBecause(): ColleagueEnd | null {
    switch (this.me?.state) {
      case 'refused':
        return 'colleagueRefused';
      case 'left':
        return 'colleagueLeft';
      case 'sentAway':
        return 'colleagueSentAway';
      default:
        return null;
    }
  }

  /** Those whose pages are connected and who may look, the technician first. */
  get looking(): readonly SessionPerson[] {
    return this.everybody.filter(({ state, viewers }) => viewers.length > 0 && (state === 'technician' || state === 'in'));
  }

  get technician(): SessionPerson | null {
    return this.everybody.find(({ state }) => state === 'technician') ?? null;
  }

  /** This page's number from now on. */
  seated(viewer: number): void {
    this.viewer = viewer;
  }

  /** Everybody, as they are now. After the end nobody is named, and what was known stays. */
  take(people: readonly SessionPerson[] | null): void {
    if (people && people.length > 0) {
      this.everybody = people;
      this.account = people.find(({ viewers }) => viewers.includes(this.viewer))?.account ?? this.account;
    }
  }

  /** Who wrote a line of the chat: the Agent says their page's number, modulo 255, plus 1. Null for whoever has gone. */
  writerOf(from: number): string | null {
    return this.everybody.find(({ viewers }) => viewers.some(viewer => (viewer % 255) + 1 === from))?.name ?? null;
  }
}
