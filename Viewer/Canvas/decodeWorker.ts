// The worker's whole program: 8 open, 9 decode and 10 paint happen here, off the page's thread.
import { browserPhotos } from './browserPhotos';
import { FrameIntake, type IntakeAnswer, type SealedPart } from './frameIntake';
import { canvasSurface, type Surface } from './paint';
import type { ContentKey } from './sealing/frames';
import type { ExchangeContext } from './sealing/keys';
import { animationTicker, type AnimationScope } from './ticker';

/** What goes into the worker: first the canvas, then for each Watch whose it is, its keys, and the envelopes that they open. */
export type WorkerMessage =
  | { readonly canvas: OffscreenCanvas }
  | { readonly context: ExchangeContext; readonly watch: number }
  | { readonly key: ContentKey }
  | { readonly trace: boolean }
  | SealedPart;

/** What comes out, and which Watch it belongs to. */
export interface WorkerAnswer {
  readonly watch: number;
  readonly answer: IntakeAnswer;
}

const scope = self as unknown as AnimationScope & {
  onmessage: (message: MessageEvent<WorkerMessage>) => void;
  postMessage(answer: WorkerAnswer): void;
};
const ticker = animationTicker(scope);
const photos = browserPhotos();
let surface: Surface | null = null;
let intake: FrameIntake | null = null;
let traces = false;

function begin(context: ExchangeContext, watch: number): void {
  if (!surface) {
    throw new Error('The canvas comes first.');
  }

  intake?.close();
  intake = new FrameIntake(context, surface, ticker, photos, answer => scope.postMessage({ watch, answer }));
  intake.trace(traces);
}

scope.onmessage = ({ data }) => {
  if ('canvas' in data) {
    surface = canvasSurface(data.canvas);
  } else if ('context' in data) {
    begin(data.context, data.watch);
  } else if ('key' in data) {
    intake?.add(data.key);
  } else if ('trace' in data) {
    traces = data.trace;
    intake?.trace(traces);
  } else {
    void intake?.open(data);
  }
};
