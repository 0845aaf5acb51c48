import { codecIds } from './codecs/all';
import { readControl, writeControl, type ControlMessage } from './wire/control';
import { CONTROL, HEAD_SIZE, readHead, wrap } from './wire/envelope';
import { PROTOCOL_VERSION, readHello, SALT_BYTES, writeHello } from './wire/hello';

// At most one request a second while a key frame is missing: it costs the Agent a whole screen.
const KEY_FRAME_EVERY_MS = 1000;

/** What the conversation needs from around it. Times in µs of this page's clock. */
export interface ConversationHost {
  exchange(viewer: number, message: Uint8Array): void;
  send(envelope: Uint8Array): void;
  now(): number;
  onPong(sent: number, agentTime: number): void;
  /** The Agent speaks another version: nothing more is said. */
  onOtherVersion(version: number): void;
}

/** What this page and one Agent say to each other, through one Watch. */
export class Conversation {
  private viewer = 0;
  private sent = 0;
  private heard = 0;
  private lastPainted = 0;
  private needsKeyFrame = false;
  private askedAt = -Infinity;

  constructor(private readonly host: ConversationHost) {}

  /** A new Watch: nothing is said before its hello. */
  startOver(): void {
    this.viewer = 0;
    this.lastPainted = 0;
    this.needsKeyFrame = false;
  }

  /** The Agent's hello: answered in kind. */
  takeHello(viewer: number, message: Uint8Array): void {
    const hello = readHello(message);
    if (!hello) {
      return;
    }

    this.viewer = 0;
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    this.host.exchange(viewer, writeHello({ protocolVersion: PROTOCOL_VERSION, codecs: codecIds, salt }));
    if (hello.protocolVersion !== PROTOCOL_VERSION) {
      this.host.onOtherVersion(hello.protocolVersion);
      return;
    }

    this.viewer = viewer;
    this.sent = 0;
    this.heard = 0;
    this.askedAt = -Infinity;
    this.tick();

    // The first picture may have overtaken the hello.
    if (this.lastPainted > 0) {
      this.say({ kind: 'painted', frame: this.lastPainted });
    }
  }

  /** An envelope of the control channel; false where it is none that makes sense here. */
  takeControl(envelope: Uint8Array): boolean {
    const head = readHead(envelope);
    const message = readControl(envelope.subarray(HEAD_SIZE));
    if (head?.channel !== CONTROL || head.viewer !== this.viewer || head.number <= this.heard || message?.kind !== 'pong') {
      return false;
    }

    this.heard = head.number;
    this.host.onPong(message.echo, message.agentTime);
    return true;
  }

  /** Every two seconds: asks for the Agent's clock, and again for a key frame that has not come. */
  tick(): void {
    this.say({ kind: 'ping', sent: Math.round(this.host.now()) });
    if (this.needsKeyFrame) {
      this.askForKeyFrame();
    }
  }

  /** This frame is on the screen now. */
  painted(frame: number): void {
    this.lastPainted = frame;
    this.say({ kind: 'painted', frame });
  }

  /** A whole frame was decoded, so nothing is missing. */
  inStep(): void {
    this.needsKeyFrame = false;
  }

  askForKeyFrame(): void {
    this.needsKeyFrame = true;
    const now = this.host.now() / 1000;
    if (this.viewer !== 0 && now - this.askedAt >= KEY_FRAME_EVERY_MS) {
      this.askedAt = now;
      this.say({ kind: 'keyFrameRequest' });
    }
  }

  private say(message: ControlMessage): void {
    if (this.viewer !== 0) {
      this.sent += 1;
      const head = { channel: CONTROL, keyFrame: false, viewer: this.viewer, number: this.sent, epoch: 0 } as const;
      this.host.send(wrap(head, writeControl(message)));
    }
  }
}
