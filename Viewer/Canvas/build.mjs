// What `dotnet build` runs when something changed: `node build.mjs packages`, then `node build.mjs scripts`.
// Several builds may want the same at once: one does it, the others wait and find it done.
import { execSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const output = fileURLToPath(new URL('../obj/canvas/', import.meta.url));
const lock = join(output, 'lock');
const theme = join(here, '..', 'Styles', 'theme.css');
const installed = join(here, 'node_modules', '.installed');

const jobs = {
  packages: { command: 'npm ci', inputs: () => [join(here, 'package-lock.json')], stamp: installed },
  scripts: { command: 'npm run build', inputs: () => [...sources(here), theme, installed], stamp: join(output, 'built') },
};

const job = jobs[process.argv[2]];
mkdirSync(output, { recursive: true });
await takeLock();
try {
  const started = new Date();
  if (!job.inputs().every(input => changedAt(input) < changedAt(job.stamp))) {
    execSync(job.command, { cwd: here, stdio: 'inherit' });

    // The stamp is as old as the start: what changed meanwhile is newer than it.
    writeFileSync(job.stamp, '');
    utimesSync(job.stamp, started, started);
  }
} catch (problem) {
  process.exitCode = problem.status ?? 1;
} finally {
  rmSync(lock, { force: true });
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.name !== 'node_modules')
    .flatMap(entry => entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)]);
}

function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

// A file that only one process can make, with its id inside, so that a build that was killed blocks nobody.
async function takeLock() {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (problem) {
      if (problem.code !== 'EEXIST') {
        throw problem;
      }
    }

    if (ownerIsAlive()) {
      await new Promise(resolve => setTimeout(resolve, 200));
    } else {
      rmSync(lock, { force: true });
    }
  }
}

function ownerIsAlive() {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    return owner === 0 || process.kill(owner, 0);
  } catch (problem) {
    return problem.code === 'EPERM' || problem.code === 'ENOENT';
  }
}
