import { AgentClock } from './clock';
import { Conversation, type ConversationHost } from './conversation';
import { Decoding, type DecodeWorker } from './decoding';
import { Figures } from './figures';
import { Fitting, type FitMode } from './fit';
import { Inlet } from './inlet';
import { MaskLabels } from './masks';
import { canvasSurface, Painter, type Painted } from './paint';
import { PointerOverlay } from './pointer';
import type { ConnectionKeys, ExchangeContext } from './sealing/keys';
import { animationTicker } from './ticker';
import type { Rect } from './wire/part';

/** The elements that the picture is made of. */
export interface PictureElements {
  readonly stage: HTMLElement;
  readonly glass: HTMLElement;
  readonly screen: HTMLCanvasElement;
  readonly masks: HTMLElement;
  readonly pointer: HTMLCanvasElement;
}

/** What `frame-painted` on the canvas tells: when this frame was captured and painted, in ms of `performance.now()`. */
export interface FramePainted {
  readonly frame: number;
  /** Null until the Agent's clock is known, some ms after the first picture at most. */
  readonly capturedAt: number | null;
  readonly paintedAt: number;
  /** The rectangles of the monitor that the customer's own windows hide. */
  readonly masks: readonly Rect[];
}

/** What the picture needs from around it. */
export interface PictureHost extends Omit<ConversationHost, 'now' | 'onPong' | 'onContentKey' | 'onExhausted'> {
  /** What is known of this Watch is of no more use. */
  watchAgain(): void;
  /** A frame is on the screen. */
  onPicture(): void;
}

/**
 * The Viewer's part of a frame's journey, after the Relay's 6 receive and 7 fan out: 8 open → 9 decode (both in the
 * worker) → 10 paint, then acknowledge.
 */
export class Picture {
  readonly figures = new Figures();
  readonly conversation: Conversation;

  private readonly clock = new AgentClock();
  private readonly decoding: Decoding;
  private readonly painter: Painter;
  private readonly fitting: Fitting;
  private readonly pointer: PointerOverlay;
  private readonly labels: MaskLabels;
  private inlet: Inlet | null = null;

  constructor(
    private readonly elements: PictureElements,
    maskWords: string,
    makeWorker: () => DecodeWorker,
    private readonly host: PictureHost,
  ) {
    this.conversation = new Conversation({
      send: envelope => host.send(envelope),
      now: microseconds,
      onPong: (sent, agentTime) => this.clock.answer(sent, agentTime, microseconds()),
      onContentKey: key => this.decoding.add(key),
      onAdmitted: (viewer, allowed) => host.onAdmitted(viewer, allowed),
      onFault: fault => host.onFault(fault),
      onExhausted: () => host.watchAgain(),
    });
    this.pointer = new PointerOverlay(elements.pointer);
    this.labels = new MaskLabels(elements.masks, maskWords);
    this.painter = new Painter(canvasSurface(elements.screen), animationTicker(window), painted => this.acknowledge(painted));
    this.fitting = new Fitting(elements.stage, elements.glass, ({ scale }) => {
      this.pointer.scaleTo(scale);
      this.labels.scaleTo(scale);
    });
    this.decoding = new Decoding(makeWorker, {
      onFrame: frame => {
        this.conversation.inStep();
        this.painter.add(frame);
      },
      onLost: () => this.conversation.askForKeyFrame(),
      onFault: fault => host.onFault(fault),
      onFailed: () => host.watchAgain(),
    });
  }

  /** A new Watch: nothing that was known of keys, frames and clocks holds. */
  restart(context: ExchangeContext): void {
    this.inlet?.close();
    this.inlet = new Inlet({
      control: envelope => this.conversation.takeControl(envelope),
      frame: envelope => this.decoding.decode(envelope),
      flooded: () => this.host.watchAgain(),
    });
    this.conversation.startOver();
    this.clock.forget();
    this.decoding.restart(context);
  }

  /** The Agent resumes: until that has ended nothing is said, and what comes waits. */
  pause(ended: Promise<void>): void {
    this.conversation.hush();
    this.inlet?.waitFor(ended);
  }

  /** From now on under these keys. */
  begin(keys: ConnectionKeys): void {
    this.clock.forget();
    this.conversation.begin(keys);
  }

  stop(): void {
    this.inlet?.close();
    this.inlet = null;
    this.conversation.startOver();
    this.decoding.stop();
  }

  /** Any envelope of the Watch. */
  take(envelope: Uint8Array<ArrayBuffer>): void {
    this.figures.arrived(envelope.length, performance.now());
    this.inlet?.take(envelope);
  }

  show(mode: FitMode): void {
    this.fitting.show(mode);
  }

  private acknowledge(painted: Painted): void {
    const paintedAt = performance.now();
    this.conversation.painted(painted.frame);
    if (painted.resized) {
      this.fitting.resize(this.painter.width, this.painter.height);
    }

    this.pointer.show(painted.pointer, painted.shape);
    if (painted.masks) {
      this.labels.show(painted.masks);
    }

    const captured = this.clock.here(painted.capturedAt);
    const capturedAt = captured === null ? null : captured / 1000;
    this.figures.painted(painted.frames, capturedAt === null ? null : paintedAt - capturedAt, paintedAt);
    const detail: FramePainted = { frame: painted.frame, capturedAt, paintedAt, masks: this.labels.shown };
    this.elements.screen.dispatchEvent(new CustomEvent('frame-painted', { detail }));
    this.host.onPicture();
  }
}

function microseconds(): number {
  return performance.now() * 1000;
}
