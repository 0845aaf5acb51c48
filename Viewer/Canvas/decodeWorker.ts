// The worker's whole program: 8 open and 9 decode happen here, off the page's thread.
import { FrameIntake, type WorkerAnswer, type WorkerMessage } from './frameIntake';

const worker = self as unknown as {
  onmessage: (message: MessageEvent<WorkerMessage>) => void;
  postMessage(answer: WorkerAnswer, transfer: Transferable[]): void;
};
const intake = new FrameIntake(answer =>
  worker.postMessage(answer, 'shown' in answer ? answer.shown.patches.map(patch => patch.pixels.buffer) : []));

worker.onmessage = ({ data }) => intake.take(data);
