import type { TestContext } from 'vitest';
import { expect } from 'vitest';

/** What was tried for one of the promises in tests/PROMISES.md, as it stands in the runner's own report. */
export interface TriedCount {
  promise: number;
  what: string;
  tried: number;
  failed: number;
}

declare module 'vitest' {
  interface TaskMeta {
    tried?: TriedCount[];
  }
}

/**
 * Counts what a test tries for a promise. The test's name holds `[promise 11]`, and it says of every single try whether
 * it held; scripts/prove.sh adds the counts up. The twin of tests/Tried.cs.
 */
export class Tried {
  private readonly count: TriedCount;
  private readonly failures: string[] = [];

  /** `what`: what each try is, in a few words; tests of one promise that say the same are added up. */
  constructor({ task }: Pick<TestContext, 'task'>, promise: number, what: string) {
    this.count = { promise, what, tried: 0, failed: 0 };
    (task.meta.tried ??= []).push(this.count);
  }

  /** Counts one try; `otherwise` is what came instead, for the complaint. */
  try(held: boolean, otherwise = ''): void {
    this.count.tried++;
    if (!held) {
      this.count.failed++;
      this.failures.push(`try ${this.count.tried}: ${otherwise}`);
    }
  }

  /** Counts one try: both must be the same. */
  same(actual: string | null, expected: string): void {
    this.try(actual === expected, `${actual} instead of ${expected}`);
  }

  /** The test's last line: fails it where a try failed, or where nothing was tried at all. */
  mustHold(): void {
    expect(this.failures.slice(0, 5), `${this.count.what}: ${this.count.failed} of ${this.count.tried}`).toEqual([]);
    expect(this.count.tried).toBeGreaterThan(0);
  }
}
