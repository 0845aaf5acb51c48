// The worker's whole program: 8 open and 9 decode happen here, off the page's thread.
import { Decoder, type Decoded } from './decode';

/** One envelope on its way into the worker; the buffer is handed over, not copied. */
export interface EnvelopeMessage {
  readonly buffer: ArrayBuffer;
  readonly offset: number;
  readonly length: number;
}

const worker = self as unknown as {
  onmessage: (message: MessageEvent<EnvelopeMessage>) => void;
  postMessage(decoded: Decoded, transfer: Transferable[]): void;
};
const decoder = new Decoder();

worker.onmessage = ({ data }) => {
  const decoded = decoder.take(new Uint8Array(data.buffer, data.offset, data.length));
  if (decoded) {
    worker.postMessage(decoded, 'shown' in decoded ? decoded.shown.patches.map(patch => patch.pixels.buffer) : []);
  }
};
