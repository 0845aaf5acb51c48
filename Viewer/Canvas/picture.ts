import { AgentClock } from './clock';
import { Conversation, type ConversationHost } from './conversation';
import { Decoding, type DecodeWorker } from './decoding';
import { Figures } from './figures';
import { Fitting, isSeenIn, type FitMode } from './fit';
import { Inlet } from './inlet';
import { MaskLabels } from './masks';
import type { Painted } from './paint';
import { PointerOverlay } from './pointer';
import type { ConnectionKeys, ExchangeContext } from './sealing/keys';
import type { Traced } from './trace';
import { TraceOverlay } from './traceOverlay';
import type { MarkPoint } from './wire/commands/mark';
import type { Rect } from './wire/rect';

/** The elements that the picture is made of. */
export interface PictureElements {
  readonly stage: HTMLElement;
  readonly glass: HTMLElement;
  readonly screen: HTMLCanvasElement;
  readonly masks: HTMLElement;
  readonly pointer: HTMLCanvasElement;
  readonly trace: HTMLCanvasElement;
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

/** A place of the picture; not inside: the place that was meant lies beside it. */
export interface Pixel {
  readonly at: MarkPoint;
  readonly isInside: boolean;
}

/** What the picture needs from around it. */
export interface PictureHost extends Omit<ConversationHost, 'now' | 'onPong' | 'onContentKey' | 'onExhausted'> {
  /** What is known of this Watch is of no more use. */
  watchAgain(): void;
  /** A frame is on the screen. */
  onPicture(): void;
  /** The picture has another size from now on. */
  onSize(width: number, height: number): void;
  /** It is shown in another size, or elsewhere; or shall be, once there is one. */
  onPlaced(): void;
  /** How its pieces came, where that was asked for. */
  onTraced(traced: Traced): void;
}

/**
 * The Viewer's part of a frame's journey, after the Relay's 6 receive and 7 fan out: 8 open → 9 decode → 10 paint (all in
 * the worker), then acknowledge.
 */
export class Picture {
  readonly figures = new Figures();
  readonly conversation: Conversation;
  /** How often the picture was compared with the Agent's, and how often it was another. */
  readonly truth = { compared: 0, differing: 0 };

  private readonly clock = new AgentClock();
  private readonly decoding: Decoding;
  private readonly fitting: Fitting;
  private readonly pointer: PointerOverlay;
  private readonly labels: MaskLabels;
  private readonly traceOverlay: TraceOverlay;
  private readonly stage: HTMLElement;
  private readonly glass: HTMLElement;
  private inlet: Inlet | null = null;
  private screen: HTMLCanvasElement;
  private screenIsGiven = false;
  private size = { width: 0, height: 0 };

  constructor(
    elements: PictureElements,
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
      onStanding: standing => host.onStanding(standing),
      onMonitors: monitors => host.onMonitors(monitors),
      onSaid: (line, from, text) => host.onSaid(line, from, text),
      onReport: report => host.onReport(report),
      onTransfer: message => host.onTransfer(message),
      onRefused: (kind, why) => host.onRefused(kind, why),
      onFault: fault => host.onFault(fault),
      onExhausted: () => host.watchAgain(),
    });
    this.pointer = new PointerOverlay(elements.pointer, elements.glass);
    this.labels = new MaskLabels(elements.masks, maskWords);
    this.traceOverlay = new TraceOverlay(elements.trace);
    this.screen = elements.screen;
    this.stage = elements.stage;
    this.glass = elements.glass;
    this.fitting = new Fitting(elements.stage, elements.glass, placement => {
      if (placement) {
        this.pointer.scaleTo(placement.scale);
        this.labels.scaleTo(placement.scale);
      }

      host.onPlaced();
    });
    this.decoding = new Decoding(makeWorker, {
      newCanvas: () => this.newCanvas(),
      onPainted: (painted, traced) => this.acknowledge(painted, traced),
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
      frame: (envelope, arrivedAt) => this.decoding.decode(envelope, arrivedAt),
      flooded: () => this.host.watchAgain(),
    });
    this.conversation.startOver();
    this.clock.forget();
    this.decoding.restart(context);
  }

  /** The Agent resumes: until that has ended, in keys or without, nothing is said, and what comes waits. */
  pause(keys: Promise<boolean>): void {
    this.conversation.hush();
    this.inlet?.waitFor(keys);
  }

  /** From now on under these keys. */
  begin(keys: ConnectionKeys): void {
    this.clock.forget();
    this.inlet?.goOn();
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
    const now = performance.now();
    this.figures.arrived(envelope.length, now);
    this.inlet?.take(envelope, now);
  }

  /** Envelopes that led to no picture, so far. */
  get lost(): number {
    return [...this.decoding.losses.values()].reduce((sum, times) => sum + times, 0);
  }

  /** The pixel of the picture at a place of the window, or the one that is nearest. */
  pixelAt(clientX: number, clientY: number): Pixel {
    const { left, top, width, height } = this.glass.getBoundingClientRect();
    const x = Math.floor(((clientX - left) / width) * this.size.width);
    const y = Math.floor(((clientY - top) / height) * this.size.height);
    const seen = this.fitting.now.part ?? { x: 0, y: 0, ...this.size };
    const within = (value: number, start: number, side: number): number => Math.max(start, Math.min(start + side - 1, value));
    const at = { x: within(x, seen.x, seen.width), y: within(y, seen.y, seen.height) };
    return { at, isInside: at.x === x && at.y === y && isSeenIn(this.stage, { clientX, clientY }) };
  }

  /** The technician has moved the customer's pointer. */
  leadPointer(): void {
    this.pointer.lead();
  }

  /** Whether it is shown how each piece of the picture came. */
  trace(on: boolean): void {
    this.decoding.trace(on);
    this.traceOverlay.show(on);
  }

  show(mode: FitMode, at?: { readonly clientX: number; readonly clientY: number }): void {
    this.fitting.show(mode, at);
  }

  /** Only this part is fitted into the window; all that is shared with null. */
  look(part: Rect | null): void {
    this.fitting.look(part);
  }

  /** How large it is shown, and which part of it. */
  get shown(): Fitting['now'] {
    return this.fitting.now;
  }

  /** The picture as it is painted now, its masks beside it. */
  get painting(): { readonly screen: HTMLCanvasElement; readonly width: number; readonly height: number; readonly masks: readonly Rect[] } {
    return { screen: this.screen, ...this.size, masks: this.labels.shown };
  }

  /** From this page to the Agent and back, ms; null where it is not known yet. */
  get roundTrip(): number | null {
    return this.clock.roundTrip === null ? null : this.clock.roundTrip / 1000;
  }

  /** The part of it that is shared; null where that is not known. */
  share(part: Rect | null): void {
    this.fitting.share(part);
  }

  // A canvas is given to one worker only: where that failed, the next one gets another in its place.
  private newCanvas(): OffscreenCanvas {
    if (this.screenIsGiven) {
      const next = this.screen.cloneNode() as HTMLCanvasElement;
      this.screen.replaceWith(next);
      this.screen = next;
    }

    this.screenIsGiven = true;
    return this.screen.transferControlToOffscreen();
  }

  private acknowledge(painted: Painted, traced: Traced | null): void {
    const paintedAt = performance.now();
    this.conversation.inStep();
    this.conversation.painted(painted.frame, Math.round((paintedAt - painted.arrivedAt) * 1000));
    painted.differing.forEach(tiles => this.conversation.differs(tiles.frame, tiles));
    this.truth.compared += painted.compared;
    this.truth.differing += painted.differing.length;
    const { width, height } = painted;
    if (width !== this.size.width || height !== this.size.height) {
      this.size = { width, height };
      this.fitting.resize(width, height);
      this.host.onSize(width, height);
    }

    if (traced) {
      this.traceOverlay.draw(traced.areas, width, height);
      this.host.onTraced(traced);
    }

    this.pointer.show(painted.pointer, painted.shape);
    if (painted.masks) {
      this.labels.show(painted.masks);
    }

    const captured = this.clock.here(painted.capturedAt);
    const capturedAt = captured === null ? null : captured / 1000;
    this.figures.painted(painted.frames, capturedAt === null ? null : paintedAt - capturedAt, paintedAt);
    const detail: FramePainted = { frame: painted.frame, capturedAt, paintedAt, masks: this.labels.shown };
    this.screen.dispatchEvent(new CustomEvent('frame-painted', { detail }));
    this.host.onPicture();
  }
}

function microseconds(): number {
  return performance.now() * 1000;
}
