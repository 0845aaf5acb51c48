import { Inputs } from './inputs';
import type { Target } from './target';

/** An input that takes longer, three times out of three, is a finding. */
const SLOWEST_MS = 2_000;

/** After so many findings of different kinds a target is not tried any further. */
const MOST_FINDINGS = 8;

const MINIMISING_MS = 5_000;
const CLOCK_EVERY = 64;

export interface Finding {
  readonly number: number;
  readonly kind: string;
  /** The input, made smaller. */
  readonly input: Uint8Array;
}

export interface Outcome {
  readonly target: string;
  readonly inputs: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly findings: readonly Finding[];
  readonly slowestMs: number;
}

/** When to stop, whichever comes first. */
export interface Until {
  readonly inputs?: number;
  readonly ms?: number;
}

interface Verdict {
  readonly accepted: boolean;
  readonly ms: number;
  readonly kind: string | null;
}

/** Reads inputs in the order of their numbers and keeps what is a finding. */
export async function fuzz(target: Target, seed: number, until: Until, slowestMs = SLOWEST_MS): Promise<Outcome> {
  const inputs = new Inputs(target.name, await target.seeds(), seed);
  const reading = await target.reading();
  const findings = new Map<string, Finding>();
  let [number, accepted, slowest] = [0, 0, 0];
  const began = performance.now();

  const once = async (input: Uint8Array<ArrayBuffer>): Promise<Verdict> => {
    const from = performance.now();
    try {
      const taken = reading(input);
      const accepted = typeof taken === 'boolean' ? taken : await taken;
      return { accepted, ms: performance.now() - from, kind: null };
    } catch (thrown) {
      return { accepted: false, ms: performance.now() - from, kind: kindOf(thrown) };
    }
  };

  // A machine that others use may have stood still: it must be slow each time.
  const judge = async (input: Uint8Array<ArrayBuffer>): Promise<Verdict> => {
    const first = await once(input);
    const isSlow = first.kind === null && first.ms > slowestMs && (await once(input)).ms > slowestMs && (await once(input)).ms > slowestMs;
    return isSlow ? { ...first, kind: 'slow' } : first;
  };

  const isOver = (): boolean => number >= (until.inputs ?? Infinity)
    || (number % CLOCK_EVERY === 0 && performance.now() - began >= (until.ms ?? Infinity));
  for (; !isOver() && findings.size < MOST_FINDINGS; number++) {
    const verdict = await judge(inputs.make(number));
    accepted += verdict.accepted ? 1 : 0;
    slowest = Math.max(slowest, verdict.ms);
    const { kind } = verdict;
    if (kind !== null && !findings.has(kind)) {
      const isSame = async (shorter: Uint8Array<ArrayBuffer>): Promise<boolean> => (await judge(shorter)).kind === kind;
      findings.set(kind, { number, kind, input: await minimise(inputs.make(number), isSame) });
    }
  }

  return { target: target.name, inputs: number, accepted, rejected: number - accepted, findings: [...findings.values()], slowestMs: slowest };
}

// What was thrown, and where: not what it says, which often names a number of the input.
function kindOf(thrown: unknown): string {
  const { name, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return `${name} ${stack?.split('\n').find(line => line.trim().startsWith('at'))?.trim() ?? ''}`;
}

async function minimise(found: Uint8Array<ArrayBuffer>, isSame: (input: Uint8Array<ArrayBuffer>) => Promise<boolean>): Promise<Uint8Array> {
  const began = performance.now();
  let input = found;
  for (let size = Math.max(1, input.length >> 1); size >= 1; size >>= 1) {
    for (let at = 0; at + size <= input.length;) {
      if (performance.now() - began > MINIMISING_MS) {
        return input;
      }

      const shorter = new Uint8Array(input.length - size);
      shorter.set(input.subarray(0, at));
      shorter.set(input.subarray(at + size), at);
      if (await isSame(shorter)) {
        input = shorter;
      } else {
        at += size;
      }
    }
  }

  return input;
}
