import { Commands } from './commands';
import type { Bytes } from './sealing/bytes';
import type { SealingFault } from './sealing/cipher';
import { ControlOpener, ControlSealer } from './sealing/control';
import { readContentKey, type ContentKey } from './sealing/frames';
import type { ConnectionKeys } from './sealing/keys';
import type { TileRun } from './wire/rect';
import { readControl, writeControl, type ControlMessage, type Standing } from './wire/control';
import type { Monitor } from './wire/monitors';
import type { CommandRefusal } from './wire/refusal';
import type { ComputerReport } from './wire/report';
import type { TransferMessage } from './wire/transfers';

// At most one request a second while a key frame is missing: it costs the Agent a whole screen.
const KEY_FRAME_EVERY_MS = 1000;

/** What the conversation needs from around it. Times in µs of this page's clock. */
export interface ConversationHost {
  send(envelope: Bytes): void;
  now(): number;
  onPong(sent: number, agentTime: number): void;
  onContentKey(key: ContentKey): void;
  /** The customer's answer about a viewer that this page has introduced. */
  onAdmitted(viewer: number, allowed: boolean): void;
  /** What the customer allows from now on. */
  onStanding(standing: Standing): void;
  /** The customer's monitors, as far as they are shared. */
  onMonitors(monitors: readonly Monitor[]): void;
  /** A line of the chat; it may come again. From: 0 the customer, else a viewer's number as `said` has it. */
  onSaid(line: number, from: number, text: string): void;
  /** What the Agent says of files and clipboards. */
  onTransfer(message: TransferMessage): void;
  /** A command of this page was not done; which kind, by its first byte. */
  onRefused(kind: number, why: CommandRefusal): void;
  /** Facts about the customer's computer, that this page has asked for. */
  onReport(report: ComputerReport): void;
  /** Something on the way is not as the Agent sent it: the session must end. */
  onFault(fault: SealingFault): void;
  /** This connection's key has sealed all it may: a new Watch brings new ones. */
  onExhausted(): void;
}

interface Connection {
  readonly sealer: ControlSealer;
  readonly opener: ControlOpener;
}

/**
 * What this page and one Agent say to each other on the control channel, sealed. The Agent speaks first on every
 * connection; before that this end is silent.
 */
export class Conversation {
  readonly commands = new Commands(message => this.say(message), (kind, why) => this.host.onRefused(kind, why));

  private connection: Connection | null = null;
  private before: ControlOpener | null = null;
  private speaks = false;
  private needsKeyFrame = false;
  private askedAt = -Infinity;

  constructor(private readonly host: ConversationHost) {}

  /** A new Watch: nothing is said before there are keys. */
  startOver(): void {
    this.hush();
    this.connection = null;
    this.before = null;
  }

  /** The Agent begins a new connection: under the old keys nothing is said any more. */
  hush(): void {
    this.speaks = false;
  }

  begin(keys: ConnectionKeys): void {
    this.hush();
    this.before = this.connection?.opener ?? null;
    this.connection = {
      sealer: new ControlSealer(keys.controlToAgent, keys.viewer),
      opener: new ControlOpener(keys.controlToViewer, keys.viewer),
    };
    this.commands.startOver();

    // A key frame comes by itself, with the new content key.
    this.needsKeyFrame = false;
    this.askedAt = -Infinity;
  }

  /** An envelope of the control channel; the next one must wait until this one is taken. */
  async takeControl(envelope: Bytes): Promise<void> {
    const connection = this.connection;
    const opened = await connection?.opener.open(envelope);
    if (!opened || connection !== this.connection) {
      return;
    }

    if ('body' in opened) {
      this.take(opened.body);
    } else if (opened.fault !== 'forged' || !await this.isOfTheConnectionBefore(envelope)) {
      this.host.onFault(opened.fault);
    }
  }

  /** Every two seconds: asks for the Agent's clock, and again for a key frame that has not come. */
  tick(): void {
    this.say({ kind: 'ping', sent: Math.round(this.host.now()) });
    if (this.needsKeyFrame) {
      this.askForKeyFrame();
    }
  }

  /** This frame is on the screen now, so many µs after its last byte came. */
  painted(frame: number, heldFor: number): void {
    this.say({ kind: 'painted', frame, heldFor });
  }

  /** After this frame these tiles do not look as they must. */
  differs(frame: number, { first, count }: TileRun): void {
    this.say({ kind: 'differs', frame, first, count });
  }

  /** What was written is on the screen, up to this line. */
  seen(line: number): void {
    this.say({ kind: 'seen', line });
  }

  /** Bytes of a file or a clipboard, or how many of them have been written. */
  carry(message: TransferMessage): void {
    this.say(message);
  }

  /** A whole frame was decoded, so nothing is missing. */
  inStep(): void {
    this.needsKeyFrame = false;
  }

  askForKeyFrame(): void {
    this.needsKeyFrame = true;
    const now = this.host.now() / 1000;
    if (this.speaks && now - this.askedAt >= KEY_FRAME_EVERY_MS) {
      this.askedAt = now;
      this.say({ kind: 'keyFrameRequest' });
    }
  }

  private take(body: Bytes): void {
    if (!this.speaks) {
      this.speaks = true;
      this.before = null;
      this.tick();
    }

    const key = readContentKey(body);
    if (key) {
      this.host.onContentKey(key);
      return;
    }

    const message = readControl(body);
    switch (message?.kind) {
      case 'pong':
        this.host.onPong(message.echo, message.agentTime);
        break;
      case 'done':
        this.commands.take(message.sequence);
        break;
      case 'admitted':
        this.host.onAdmitted(message.viewer, message.allowed);
        break;
      case 'refused':
        this.commands.refuse(message.sequence, message.why);
        break;
      case 'standing':
        this.host.onStanding(message);
        break;
      case 'monitors':
        this.host.onMonitors(message.all);
        break;
      case 'said':
        this.host.onSaid(message.line, message.from, message.text);
        break;
      case 'report':
        this.host.onReport(message.report);
        break;
      case 'agentChunk':
      case 'agentReceived':
      case 'transferStands':
      case 'fileOffered':
      case 'copied':
        this.host.onTransfer(message);
        break;
      default:
        break; // of a later version, or for the other end: passed over
    }
  }

  // What the Agent said before its connection broke may arrive behind the new keys. It holds no more.
  private async isOfTheConnectionBefore(envelope: Bytes): Promise<boolean> {
    return this.before !== null && 'body' in await this.before.open(envelope);
  }

  private say(message: ControlMessage): void {
    const connection = this.connection;
    if (this.speaks && connection) {
      void connection.sealer.seal(writeControl(message)).then(envelope => {
        if (envelope === 'exhausted') {
          this.host.onExhausted();
        } else if (typeof envelope !== 'string' && this.speaks && connection === this.connection) {
          this.host.send(envelope);
        }
      });
    }
  }
}
