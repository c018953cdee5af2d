// Is everything there that package.json promises, and is everything promised that is there?

import { existsSync } from 'node:fs';
import { publicEntries } from './entries.mjs';
import { at, filesIn, readJson } from './project.mjs';
import { ProjectError } from './run.mjs';

export async function checkPackage() {
  const { exports, bin } = await readJson(at('package.json'));
  const files = await filesIn('dist');
  const problems = [];
  const targets = [...Object.values(bin).map((path) => ['bin', path]), ...flatten(exports)];
  for (const [subpath, target] of targets) {
    const path = target.replace(/^\.\//, '');
    const found = path.includes('*')
      ? files.some((file) => file.startsWith(path.split('*')[0]) && file.endsWith(path.split('*')[1]))
      : existsSync(at(path));
    if (!found) problems.push(`exports["${subpath}"]: ${target} does not exist`);
  }
  const promised = targets.map(([, target]) => target.replace(/^\.\/dist\//, '').replace(/\.js$/, ''));
  for (const entry of await publicEntries()) {
    const covered = promised.some(
      (name) => name === entry || (name.includes('*') && entry.startsWith(name.split('*')[0])),
    );
    if (!covered) problems.push(`dist/${entry}.js is in no export`);
  }
  if (problems.length > 0)
    throw new ProjectError(`package.json and dist do not agree:\n  ${problems.join('\n  ')}`);
}

function flatten(exports, subpath) {
  return Object.entries(exports).flatMap(([key, value]) => {
    const name = subpath ?? key;
    return typeof value === 'string' ? [[name, value]] : flatten(value, name);
  });
}
