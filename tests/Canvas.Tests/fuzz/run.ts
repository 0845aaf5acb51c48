import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit, memoryUsage } from 'node:process';
import { fuzz, type Outcome } from './fuzzer';
import { share } from './share';
import { targets } from './targets';

// The long run over the page's parsers, in Node: scripts/fuzz.sh builds and calls it.
//   run.mjs --list | --minutes N | --inputs N  [--target NAME] [--seed N] --found FOLDER [--json FILE]

if (argv.includes('--list')) {
  targets.forEach(target => console.log(`page: ${target.name}`));
  exit(0);
}

const words = new Map<string, string>();
argv.slice(2).forEach((word, i, all) => i % 2 === 0 && words.set(word.replace(/^--/u, ''), all[i + 1] ?? ''));
const number = (name: string): number | null => (words.has(name) ? Number(words.get(name)) : null);

const seed = number('seed') ?? 1;
const minutes = number('minutes');
const chosen = share(number('inputs') ?? Number.MAX_SAFE_INTEGER).filter(({ target }) => !words.has('target') || target.name === words.get('target'));
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const said = (count: number): string => count.toLocaleString('en-US');

// What is held once all garbage is gone; Node is started with --expose-gc. Parsers keep what they hold outside of the heap, too.
function memoryAtRest(): number {
  (globalThis as unknown as { gc: () => void }).gc();
  const { heapUsed, external } = memoryUsage();
  return heapUsed + external;
}

const outcomes: (Outcome & { readonly memoryGrowthBytes: number })[] = [];
for (const { target, inputs } of chosen) {
  await fuzz(target, seed, { inputs: 200 });
  const before = memoryAtRest();
  const outcome = await fuzz(target, seed, minutes === null ? { inputs } : { ms: (minutes * 60_000) / chosen.length });
  const memoryGrowthBytes = memoryAtRest() - before;
  outcomes.push({ ...outcome, memoryGrowthBytes });
  console.log(`| page: ${outcome.target} | ${said(outcome.inputs)} | ${said(outcome.accepted)} | ${said(outcome.rejected)} | ${outcome.findings.length} | ${outcome.slowestMs.toFixed(1)} ms | ${mebibytes(memoryGrowthBytes)} |`);
  for (const { number: at, kind, input } of outcome.findings) {
    const folder = join(words.get('found') ?? '.', outcome.target);
    mkdirSync(folder, { recursive: true });
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(input)));
    const path = join(folder, `${Array.from(digest.subarray(0, 6), byte => byte.toString(16).padStart(2, '0')).join('')}.bin`);
    writeFileSync(path, input);
    console.error(`fuzz: ${outcome.target}, seed ${seed}, input ${at}: ${kind}\n  kept as ${path}`);
  }
}

const findings = outcomes.reduce((sum, outcome) => sum + outcome.findings.length, 0);
const inputs = outcomes.reduce((sum, outcome) => sum + outcome.inputs, 0);
console.log(`| **the page** | ${said(inputs)} | ${said(outcomes.reduce((sum, each) => sum + each.accepted, 0))} | ${said(outcomes.reduce((sum, each) => sum + each.rejected, 0))} | ${findings} | ${Math.max(0, ...outcomes.map(each => each.slowestMs)).toFixed(1)} ms | ${mebibytes(Math.max(0, ...outcomes.map(each => each.memoryGrowthBytes)))} at most |`);
const json = words.get('json');
if (json) {
  writeFileSync(json, `${JSON.stringify({ seed, inputs, findings, targets: outcomes.map(({ findings: found, ...outcome }) => ({ ...outcome, findings: found.map(each => ({ number: each.number, kind: each.kind })) })) })}\n`);
}

exit(findings > 0 || outcomes.some(outcome => outcome.memoryGrowthBytes > 64 * 2 ** 20) ? 1 : 0);
