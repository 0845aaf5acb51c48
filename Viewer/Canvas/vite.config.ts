import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Programs, each one flat file: `live` runs in the page, `decode` in its worker, `invitations` on the pages of cases,
// `passkeys` where people sign in, `audited` on the auditor's page of a session, `auditors` where keys of recordings are made,
// `playback` and its worker on the page of a recording, `verify` in the page that checks a bundle (verify/inline.mjs makes one file of it).
// They are built one after the other (--mode live, --mode decode …), because together they would share further files.
const PROGRAMS: Readonly<Record<string, string>> = {
  live: 'live.ts', decode: 'decodeWorker.ts', invitations: 'invitations.ts', passkeys: 'passkeys.ts', audited: 'audited.ts', auditors: 'auditors.ts',
  playback: 'playback/playback.ts', playbackWorker: 'playback/playbackWorker.ts', verify: 'verify/page.ts',
};

export default defineConfig(({ mode }) => ({
  root: here('.'),
  build: {
    outDir: here('../obj/canvas'),
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: here(PROGRAMS[mode] ?? 'live.ts'),
      output: { format: 'es', entryFileNames: `${mode}.js`, codeSplitting: false },
    },
  },
  resolve: {
    // The tests lie beside the other products' tests, where no node_modules is found by walking up.
    alias: mode === 'test' ? { vitest: here('node_modules/vitest') } : {},
  },
  server: { fs: { allow: [here('../..')] } },
  test: {
    dir: here('../../tests/Canvas.Tests'),
    include: ['**/*.test.ts'],
    environment: 'node',
    // On a machine that is busy with all the other tests, five seconds may be over before a test has begun.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}));
