// Makes one file of the page that checks a bundle: `node verify/inline.mjs`, after `vite build --mode verify`. Its content policy
// lets exactly this script and this style run, and nothing be fetched.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const read = path => readFileSync(new URL(path, import.meta.url), 'utf8');
const output = new URL('../../obj/canvas/', import.meta.url);
const hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const script = `\n${read('../../obj/canvas/verify.js').replaceAll('</script', '<\\/script')}`;
const style = `\n${read('../../Styles/theme.css')}\n${read('page.css')}`;
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
const page = read('page.html')
  .replace('POLICY', () => policy)
  .replace('<style></style>', () => `<style>${style}</style>`)
  .replace('<script type="module"></script>', () => `<script type="module">${script}</script>`);
writeFileSync(new URL('verify.html', output), page);
