import { sha256 } from '@noble/hashes/sha2.js';
import { ascii, hex, idBytes, join, lengthValue, u32, type Bytes } from '../sealing/bytes';
import { unbase64, unhex } from './canonical';
import type { EntryWords } from './entries';
import { verifies } from './notes';

// The counts of use that the Agent signs: each by the key whose mark passed in the code exchange, numbered without a gap.

const STEPS: Readonly<Record<string, number>> = { 'control.opened': 1, 'control.counted': 2, 'control.closed': 3 };
const MARK_BYTES = 16;

/** What was found: how many counts are good, up to the first entry that is not. */
export interface UseFound {
  readonly signed: number;
  readonly fault: number | null;
}

/** Goes through a session's entries, oldest first. */
export async function checkUse(session: string, entries: readonly EntryWords[]): Promise<UseFound> {
  let exchange = '';
  let mark = '';
  let key: Bytes | null = null;
  let last = 0;
  for (const entry of entries.filter(one => one.outcome === 'success')) {
    const { detail } = entry;
    const step = STEPS[entry.action];
    if (entry.action === 'session.join') {
      [exchange, mark, key, last] = [detail['exchange'] ?? '', detail['agentKey'] ?? '', null, 0];
    } else if (step !== undefined) {
      key = detail['key'] === undefined ? key : unbase64(detail['key']);
      const signature = unbase64(detail['signature'] ?? '');
      const isNext = key !== null && signature !== null && mark !== '' && Number(detail['report']) === last + 1 && markOf(key) === mark;
      if (!isNext || !await verifies(key!, statement(session, exchange, step, detail), signature!)) {
        return { signed: last, fault: entry.sequence };
      }

      last++;
    }
  }

  return { signed: last, fault: null };
}

/** What names a session key in a code exchange, as Shared/Sealing/SessionKey.cs has it. */
export function markOf(key: Uint8Array): string {
  return hex(sha256(lengthValue(ascii('RemoteAssist session key'), key)).subarray(0, MARK_BYTES));
}

/** What is signed, as Shared/Sealing/SEALING.md has it; of a detail that is no number nothing comes that anybody signed. */
function statement(session: string, exchange: string, step: number, detail: Readonly<Record<string, string>>): Bytes {
  return lengthValue(
    ascii('RemoteAssist control used 1'),
    idBytes(session),
    unhex(exchange) ?? new Uint8Array(),
    u32(Number(detail['report'])),
    u32(Number(detail['interval'])),
    Uint8Array.of(step),
    u64(Date.parse(detail['signedAt'] ?? '')),
    ...['keys', 'characters', 'buttons', 'wheel', 'moves'].map(name => u64(Number(detail[name]))),
  );
}

/** A whole number below 2^53; of another nothing comes that anybody signed. */
export function u64(value: number): Bytes {
  const number = Number.isSafeInteger(value) ? value : 0;
  return join(u32(number % 2 ** 32), u32(Math.floor(number / 2 ** 32)));
}
