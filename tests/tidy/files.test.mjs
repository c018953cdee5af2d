import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, isGenerated, lines, read } from './files.mjs';

const isText = (file) =>
  /\.(cpp|hpp|inc|cmake|txt|m?[jt]s|json|md|css|html|yml|sh)$|^[^.]+$|\/run$/.test(file);

test('the top level has no other folders', () => {
  const allowed = ['.ci', '.github', 'core', 'docs', 'plugins', 'tests', 'wasm', 'web-demo'];
  const found = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
  assert.deepEqual(
    [...found].filter((folder) => !allowed.includes(folder)),
    [],
  );
});

test('headers stay under 250 lines, sources under 500', () => {
  const limit = (file) => (/\.hpp$/.test(file) ? 250 : /\.(cpp|m?ts|mjs)$/.test(file) ? 500 : Infinity);
  // Messages by code, one a line; and what stands in for a whole shop in a test.
  const isTable = (file) => file.startsWith('wasm/src/locales/') || /^tests\/.*\/fixtures\//.test(file);
  const long = files
    .filter((file) => limit(file) < Infinity && !isGenerated(file) && !isTable(file))
    .map((file) => ({ file, count: lines(file).length, limit: limit(file) }))
    .filter(({ count, limit }) => count > limit);
  assert.deepEqual(
    long.map(({ file, count }) => `${file}: ${count} lines`),
    [],
    'one concept per file',
  );
});

test('no file knows the machine it was written on', () => {
  // Folders of one person's machine, in any file of ours.
  const machine = /(?<![\w.-])\/(?:work|root|home\/\w+|Users\/\w+|tmp\/\w+)\//;
  const hits = files
    .filter((file) => isText(file) && !file.startsWith('tests/tidy/'))
    .flatMap((file) =>
      lines(file).flatMap((line, index) =>
        machine.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
      ),
    );
  assert.deepEqual(hits, []);
});

test('text files end with one newline and have no trailing blanks', () => {
  const wrong = files
    .filter((file) => isText(file) && !/\/fixtures\//.test(file) && !isGenerated(file))
    .filter((file) => {
      const text = read(file);
      return (
        text &&
        (!text.endsWith('\n') || text.endsWith('\n\n') || (/[ \t]\n/.test(text) && !file.endsWith('.md')))
      );
    });
  assert.deepEqual(wrong, []);
});

test('links between the documents lead somewhere', () => {
  const broken = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => {
      const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
      const text = read(file).replace(/```[\s\S]*?```/g, '');
      return [...text.matchAll(/\]\((?!\w+:|#)([^)\s#]+)/g)]
        .map(([, link]) => ({
          link,
          target: new URL(link, `file:///${folder}`).pathname.slice(1).replace(/\/$/, ''),
        }))
        .filter(
          ({ target }) =>
            target && !files.some((other) => other === target || other.startsWith(`${target}/`)),
        )
        .map(({ link }) => `${file}: ${link}`);
    });
  assert.deepEqual(broken, []);
});
