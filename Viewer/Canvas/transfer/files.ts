import type { Fate } from '../commands';
import type { ViewerCommand } from '../wire/commands/command';
import type { CommandRefusal } from '../wire/refusal';
import type { TransferMessage, TransferState } from '../wire/transfers';
import { fitting } from '../wire/writer';
import { NAME_BYTES } from '../wire/pieces';
import { Incoming } from './incoming';
import type { Keeper, Keepers } from './keeper';
import { Outgoing } from './outgoing';

/** How it stands with one file, for the technician. `saved`: the browser has it. */
export type FileStanding =
  'queued' | 'asking' | 'offered' | 'waiting' | 'moving' | 'held' | 'checking' | 'done' | 'declined' | 'unreadable' | 'noDisk'
  | Exclude<TransferState, 'open' | 'held' | 'done'> | `refused.${CommandRefusal}`;

/** One file, as it is shown. */
export interface FileLine {
  readonly transfer: number;
  readonly fromCustomer: boolean;
  /** Empty while the customer has not chosen one. */
  readonly name: string;
  readonly size: number;
  readonly carried: number;
  readonly standing: FileStanding;
  /** The technician has paused it, and it alone. */
  readonly isPaused: boolean;
}

export interface FilesHost {
  send(command: ViewerCommand, fate: Fate): void;
  say(message: TransferMessage): void;
  now(): number;
  /** A number that no other page of this session takes. */
  number(): number;
  /** All of a file is here. Gives back what lets go of it. */
  save(file: Blob, name: string): () => void;
  after(ms: number, run: () => void): void;
  onChange(): void;
}

interface Entry {
  readonly transfer: number;
  readonly fromCustomer: boolean;
  name: string;
  size: number;
  standing: FileStanding;
  isPaused: boolean;
  outgoing: Outgoing | null;
  incoming: Incoming | null;
  keeper: Keeper | null;
  /** Its turn has not come: the Agent knows nothing of it. */
  begin: (() => void) | null;
  /** The Agent has said that all of it is there. */
  isThere: boolean;
  letGo: (() => void) | null;
}

// So many of this page go at once; the Agent takes 8 of everybody's, and the others wait here.
const MOST_AT_ONCE = 3;

// A browser may still be copying what it was given to save.
const SAVED_WITHIN_MS = 60_000;

const OVER: readonly FileStanding[] = ['done', 'cancelled', 'differs', 'broken', 'notLogged', 'declined', 'unreadable', 'noDisk'];

export function isOver(standing: FileStanding): boolean {
  return OVER.includes(standing) || standing.startsWith('refused.');
}

/** Whether bytes of it are on their way, or would be but for the customer's pause. */
export function canPause(standing: FileStanding): boolean {
  return standing === 'moving' || standing === 'held';
}

/** The files of this page, oldest first. The Agent says how each stands; this side keeps to it, and shows it. */
export class Files {
  private readonly entries: Entry[] = [];

  constructor(private readonly host: FilesHost, private readonly keepers: Keepers) {}

  get lines(): readonly FileLine[] {
    return this.entries.map(({ transfer, fromCustomer, name, size, standing, isPaused, outgoing, incoming }) =>
      ({ transfer, fromCustomer, name, size, standing, isPaused, carried: outgoing?.carried ?? incoming?.carried ?? 0 }));
  }

  /** Sends a file to the customer. */
  sendFile(file: File): void {
    const transfer = this.host.number();
    const name = fitting(file.name.replace(/[/\\]/g, '_'), NAME_BYTES) || 'file';
    const entry = this.add({ transfer, fromCustomer: false, name, size: file.size, standing: 'queued' });
    entry.outgoing = new Outgoing(file, {
      now: () => this.host.now(),
      chunk: (offset, data) => this.host.say({ kind: 'chunk', transfer, offset, data }),
      finish: hash => this.finish(entry, hash),
      broken: () => this.giveUp(entry, 'unreadable'),
    });
    entry.begin = () => {
      entry.standing = 'waiting';
      this.host.send({ kind: 'sendFile', transfer, size: file.size, name }, this.fate(entry));
    };
    this.beginNext();
  }

  /** Asks the customer for one. */
  askFile(): void {
    const transfer = this.host.number();
    const entry = this.add({ transfer, fromCustomer: true, name: '', size: 0, standing: 'asking' });
    this.host.send({ kind: 'askFile', transfer }, { ...this.fate(entry), isAsked: true });
  }

  cancel(transfer: number): void {
    const entry = this.find(transfer);
    if (entry && !isOver(entry.standing)) {
      this.giveUp(entry, 'cancelled');
    }
  }

  /** Pauses one that is on its way, or lets it go on. The others go on meanwhile. */
  pause(transfer: number, isPaused: boolean): void {
    const entry = this.find(transfer);
    if (entry && canPause(entry.standing)) {
      entry.isPaused = isPaused;
      [entry.outgoing, entry.incoming].forEach(way => (isPaused ? way?.pause() : way?.resume()));
      this.host.onChange();
    }
  }

  /** Takes one that is over off the list. */
  forget(transfer: number): void {
    const at = this.entries.findIndex(entry => entry.transfer === transfer && isOver(entry.standing));
    if (at >= 0) {
      const [entry] = this.entries.splice(at, 1);
      this.host.after(SAVED_WITHIN_MS, () => drop(entry!));
      this.host.onChange();
    }
  }

  /** What the Agent says of files. */
  take(message: TransferMessage): void {
    const entry = this.find(message.transfer);
    switch (message.kind) {
      case 'agentReceived':
        entry?.outgoing?.received(message.offset);
        break;
      case 'agentChunk':
        entry?.incoming?.take(message.offset, message.data);
        break;
      case 'fileOffered':
        this.offered(message.transfer, message.size, message.name);
        break;
      case 'transferStands':
        this.stands(message.transfer, message.state, message.offset);
        break;
      default:
        break;
    }

    this.host.onChange();
  }

  /** The session is over. */
  stop(): void {
    this.entries.forEach(entry => {
      entry.begin = null;
    });
    this.entries.filter(({ standing }) => !isOver(standing)).forEach(entry => this.become(entry, 'cancelled'));
    this.host.after(SAVED_WITHIN_MS, () => this.clear());
  }

  /** Nothing of what came is kept here any more. */
  clear(): void {
    this.entries.forEach(drop);
  }

  private find(transfer: number): Entry | undefined {
    return this.entries.find(entry => entry.transfer === transfer);
  }

  private add(entry: Pick<Entry, 'transfer' | 'fromCustomer' | 'name' | 'size' | 'standing'>): Entry {
    const added: Entry = { ...entry, isPaused: false, outgoing: null, incoming: null, keeper: null, begin: null, isThere: false, letGo: null };
    this.entries.push(added);
    this.host.onChange();
    return added;
  }

  private fate(entry: Entry): Fate {
    return { refused: why => this.become(entry, why === 'declined' ? 'declined' : `refused.${why}`) };
  }

  private offered(transfer: number, size: number, name: string): void {
    const entry = this.find(transfer);
    if (!entry) {
      this.host.send({ kind: 'cancelTransfer', transfer }, {});
    } else if (entry.standing === 'asking') {
      // What is unseen or turns letters round has no place in a name that is shown and saved.
      entry.name = name.replace(/\p{C}/gu, '') || 'file';
      entry.size = size;
      entry.standing = 'offered';
      void this.fetch(entry);
    }
  }

  private async fetch(entry: Entry): Promise<void> {
    const { transfer } = entry;
    const keeper = await this.keepers(entry.size).catch(() => null);
    if (isOver(entry.standing)) {
      await keeper?.drop();
    } else if (!keeper) {
      this.giveUp(entry, 'noDisk');
    } else {
      entry.keeper = keeper;
      entry.incoming = new Incoming(entry.size, keeper, {
        received: offset => {
          this.host.say({ kind: 'received', transfer, offset });
          this.host.onChange();
        },
        finish: hash => this.finish(entry, hash),
        broken: () => this.giveUp(entry, 'noDisk'),
      });
      entry.standing = 'waiting';
      this.host.send({ kind: 'fetchFile', transfer }, this.fate(entry));
    }

    this.host.onChange();
  }

  private stands(transfer: number, state: TransferState, offset: number): void {
    const entry = this.find(transfer);
    if (!entry) {
      // Of this page before it was loaded again: what it was sending is gone with it.
      if (state === 'open' || state === 'held') {
        this.host.send({ kind: 'cancelTransfer', transfer }, {});
      }
    } else if (!isOver(entry.standing)) {
      switch (state) {
        case 'open':
          entry.standing = entry.standing === 'checking' ? 'checking' : 'moving';
          entry.outgoing?.begin(offset);
          entry.incoming?.begin();
          break;
        case 'held':
          entry.standing = 'held';
          entry.outgoing?.hold();
          break;
        case 'done':
          void this.done(entry);
          break;
        default:
          this.become(entry, state);
      }
    }
  }

  private finish(entry: Entry, hash: Uint8Array): void {
    entry.standing = 'checking';
    this.host.send({ kind: 'finishFile', transfer: entry.transfer, hash }, this.fate(entry));
    this.host.onChange();
  }

  // It may be cancelled here while it is made ready, and its end be said again.
  private async done(entry: Entry): Promise<void> {
    if (entry.isThere) {
      return;
    }

    entry.isThere = true;
    const file = await entry.keeper?.file().catch(() => null);
    if (isOver(entry.standing)) {
      return;
    }

    if (file === null) {
      this.become(entry, 'noDisk');
      return;
    }

    entry.letGo = file ? this.host.save(file, entry.name) : null;
    entry.standing = 'done';
    this.beginNext();
    this.host.onChange();
  }

  private giveUp(entry: Entry, standing: FileStanding): void {
    if (!entry.begin) {
      this.host.send({ kind: 'cancelTransfer', transfer: entry.transfer }, {});
    }

    this.become(entry, standing);
  }

  private beginNext(): void {
    const going = this.entries.filter(({ fromCustomer, standing }) => !fromCustomer && standing !== 'queued' && !isOver(standing));
    const next = this.entries.find(({ begin }) => begin !== null);
    if (next && going.length < MOST_AT_ONCE) {
      const { begin } = next;
      next.begin = null;
      begin!();
      this.host.onChange();
    }
  }

  private become(entry: Entry, standing: FileStanding): void {
    entry.standing = standing;
    entry.begin = null;
    entry.outgoing?.stop();
    entry.incoming?.stop();
    this.beginNext();
    this.host.onChange();
  }
}

function drop({ keeper, letGo }: Entry): void {
  letGo?.();
  void keeper?.drop();
}
