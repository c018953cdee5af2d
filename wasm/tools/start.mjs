// `npm start`: gets the machine ready, builds what is out of date and runs the demo.

import { spawn } from 'node:child_process';
import { at, readJson, root } from './lib/project.mjs';
import { ProjectError, ToolError } from './lib/run.mjs';
import { setup } from './setup.mjs';

try {
  await setup('start');
  const { build } = await import('./build.mjs');
  await build(['package']);
} catch (error) {
  if (!(error instanceof ToolError))
    console.error(error instanceof ProjectError ? error.message : error.stack);
  process.exit(1);
}

const { scripts } = await readJson(at('web-demo/package.json'));
if (!scripts?.start) {
  console.error('web-demo/package.json has no start script');
  process.exit(1);
}
const demo = spawn(
  'npm',
  ['run', '--silent', 'start', '--workspace', 'web-demo', '--', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => demo.kill(signal));
demo.on('exit', (code, signal) => process.exit(signal ? 0 : code));
