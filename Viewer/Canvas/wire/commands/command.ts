import type { Bytes } from '../../sealing/bytes';
import { Reader } from '../reader';
import { Writer } from '../writer';
import { readAsk, writeAsk, type Ask } from './ask';
import type { Diagnose } from './diagnose';
import { readChat, writeChat, type Chat } from './chat';
import { COLLEAGUE_READERS, writeColleague, type HandOver, type SendAway } from './colleague';
import { readDraw, writeDraw, type Draw } from './draw';
import { readErase, writeErase, type Erase } from './erase';
import { readExtend, writeExtend, type Extend } from './extend';
import { readInput, writeInput, type Input } from './input';
import { TRANSFER_READERS, writeTransfer, type TransferCommand } from './transfers';
import { readIntroduce, writeIntroduce, type Introduce } from './introduce';
import { readQuality, writeQuality, type Quality } from './quality';
import type { Snapshot } from './snapshot';

/** What is asked of the Agent, exactly once; the byte layout stands beside each kind. */
export type ViewerCommand = Introduce | Ask | Extend | Chat | Input | Draw | Erase | TransferCommand | Quality | Snapshot | Diagnose
  | HandOver | SendAway;

export function writeCommand(command: ViewerCommand): Bytes {
  const to = new Writer();
  switch (command.kind) {
    case 'introduce':
      writeIntroduce(to.byte(1), command);
      break;
    case 'ask':
      writeAsk(to.byte(2), command);
      break;
    case 'extend':
      writeExtend(to.byte(3), command);
      break;
    case 'chat':
      writeChat(to.byte(4), command);
      break;
    case 'input':
      writeInput(to.byte(5), command);
      break;
    case 'draw':
      writeDraw(to.byte(6), command);
      break;
    case 'erase':
      writeErase(to.byte(7), command);
      break;
    case 'diagnose':
      to.byte(25);
      break;
    case 'quality':
      writeQuality(to.byte(20), command);
      break;
    case 'snapshot':
      to.byte(21);
      break;
    case 'handOver':
    case 'sendAway':
      writeColleague(to, command);
      break;
    default:
      writeTransfer(to, command);
  }

  return to.written;
}

const READERS: Readonly<Record<number, (from: Reader) => ViewerCommand | null>> = {
  1: readIntroduce, 2: readAsk, 3: readExtend, 4: readChat, 5: readInput, 6: readDraw, 7: readErase,
  20: readQuality, 21: () => ({ kind: 'snapshot' }), 25: () => ({ kind: 'diagnose' }),
  ...COLLEAGUE_READERS,
  ...TRANSFER_READERS,
};

/** Null where the kind is unknown, something is out of its range, missing or too long, stands behind it, or is no UTF-8. */
export function readCommand(bytes: Uint8Array): ViewerCommand | null {
  const from = new Reader(bytes);
  const read = READERS[from.byte()]?.(from) ?? null;
  return from.isDone ? read : null;
}
