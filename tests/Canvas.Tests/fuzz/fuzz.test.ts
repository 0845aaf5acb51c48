import { readdirSync, readFileSync } from 'node:fs';
import { env } from 'node:process';
import { expect, test } from 'vitest';
import { Tried } from '../tried';
import { FIXED } from './edges';
import { fuzz } from './fuzzer';
import { Inputs } from './inputs';
import { share } from './share';
import { targets } from './targets';
import type { Reading, Target } from './target';

const FULL = 10_000_000;
const SMOKE = 3_000;
const SEED = 17;

const folder = new URL('../../Fuzz/Found/', import.meta.url);
const kept = readdirSync(folder, { recursive: true }).filter(path => path.endsWith('.bin'));

const good = Uint8Array.of(7, 3, 0, 0, 0, 1, 2, 3, 0, 9, 9, 9);
const planted = (reading: Reading): Target => ({ name: 'planted', seeds: () => [good], reading: () => reading });

test.each(targets.map(target => [target.name, target] as const))('%s takes what is good', async (_, target) => {
  const seeds = await target.seeds();
  const reading = await target.reading();
  const taken = await Promise.all(seeds.map(async seed => reading(Uint8Array.from(seed))));
  expect(taken.filter(one => one).length).toBeGreaterThan(seeds.length / 2);
});

test('targets have names of their own', () => {
  expect(new Set(targets.map(target => target.name)).size).toBe(targets.length);
});

test('what was once found is borne', async () => {
  for (const path of kept) {
    const target = targets.find(one => path.startsWith(`${one.name}/`));
    const input = Uint8Array.from(readFileSync(new URL(path, folder)));
    const reading = await target?.reading();
    const began = performance.now();
    await expect((async () => reading?.(input))(), path).resolves.not.toThrow();
    expect(performance.now() - began, path).toBeLessThan(10_000);
  }
});

test('[promise 17] broken bytes are taken or refused by every parser of the page', async context => {
  const tried = new Tried(context, 17, 'broken messages, frames and lengths at their edges, over all parsers of the page');
  const all = { long: FULL, quick: FULL / 10 }[env['REMOTEASSIST_PROVE'] ?? ''] ?? SMOKE;
  for (const { target, inputs } of share(all)) {
    const outcome = await fuzz(target, SEED, { inputs });
    for (let held = outcome.inputs - outcome.findings.length; held > 0; held--) {
      tried.try(true);
    }

    outcome.findings.forEach(finding => tried.try(false, `${target.name}, seed ${SEED}, input ${finding.number}: ${finding.kind}`));
  }

  tried.mustHold();
}, 3_600_000);

test('a length that is trusted is found and made small', async () => {
  const { findings, accepted } = await fuzz(planted(input => {
    const length = input.length > 5 && input[0] === 7 ? new DataView(input.buffer).getUint32(1, true) : 0;
    return new DataView(input.buffer, 0, length).byteLength > 0;
  }), 5, { inputs: 2_000 });
  expect(findings.map(finding => finding.input.length)).toEqual([6]);
  expect(accepted).toBeGreaterThan(0);
});

test('an input that takes too long is found', async () => {
  const slow = (input: Uint8Array): boolean => {
    for (const end = performance.now() + (input.length < 6 ? 30 : 0); performance.now() < end;) {
      // It works.
    }

    return true;
  };
  expect((await fuzz(planted(slow), 5, { inputs: 30 }, 15)).findings.map(finding => finding.kind)).toEqual(['slow']);
});

test('every edge of a length comes at every place, and an input is the same for the same number', () => {
  const inputs = new Inputs('planted', [good], 5);
  const seen = new Set(Array.from({ length: inputs.systematic }, (_, i) => inputs.make(2 * i).join()));
  for (const edge of FIXED) {
    for (let at = 0; at + edge.length <= good.length; at++) {
      const there = good.slice();
      there.set(edge, at);
      expect(seen).toContain(there.join());
    }
  }

  expect(new Inputs('planted', [good], 5).make(4_001)).toEqual(inputs.make(4_001));
});
