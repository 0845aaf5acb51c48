// Writes playback.json anew, with new keys: `node playback.generate.mjs`. What stands in it is made by tests/Canvas.Tests/playback/vector.ts.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer } from '../../Viewer/Canvas/node_modules/vite/dist/node/index.js';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const vite = await createServer({
  root: here('../..'), configFile: false, logLevel: 'error', appType: 'custom',
  server: { middlewareMode: true }, optimizeDeps: { noDiscovery: true }, cacheDir: here('../../Viewer/obj/vite'),
});
try {
  const { makeVector } = await vite.ssrLoadModule(here('../Canvas.Tests/playback/vector.ts'));
  writeFileSync(here('playback.json'), `${JSON.stringify(await makeVector(), null, 2)}\n`);
} finally {
  await vite.close();
}
