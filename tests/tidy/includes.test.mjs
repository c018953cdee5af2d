import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, isCpp, lines } from './files.mjs';

const includes = files.filter(isCpp).flatMap((file) =>
  lines(file).flatMap((line, index) => {
    const [, header] = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/.exec(line) ?? [];
    return header ? [{ file, header, where: `${file}:${index + 1}: ${header}` }] : [];
  }),
);

function none(wrong, rule) {
  assert.deepEqual(
    wrong.map((include) => include.where),
    [],
    rule,
  );
}

test('only core/src/json includes nlohmann', () => {
  none(
    includes.filter(
      ({ file, header }) => header.startsWith('nlohmann/') && !file.startsWith('core/src/json/'),
    ),
    'read documents through aftersale/json.hpp',
  );
});

test('only wasm/bindings includes emscripten', () => {
  none(
    includes.filter(
      ({ file, header }) => header.startsWith('emscripten') && !file.startsWith('wasm/bindings/'),
    ),
    'the core knows no host',
  );
});

test('outside the tests no include climbs out of its folder', () => {
  none(
    includes.filter(({ file, header }) => header.startsWith('..') && !file.startsWith('tests/')),
    'name headers from the include folder on',
  );
});

test('public headers include public headers only', () => {
  none(
    includes.filter(
      ({ file, header }) =>
        file.startsWith('core/include/') && /\.(hpp|h|inc)$/.test(header) && !header.startsWith('aftersale/'),
    ),
    'what is under core/src is nobody else’s business',
  );
});

test('plugins include public headers and their own', () => {
  const own = ({ file, header }) => {
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    return files.includes(folder + header) || files.includes(`plugins/${header}`);
  };
  none(
    includes.filter(
      (include) =>
        include.file.startsWith('plugins/') &&
        /\.(hpp|h|inc)$/.test(include.header) &&
        !include.header.startsWith('aftersale/') &&
        !own(include),
    ),
    'a storefront knows the core by its public headers',
  );
});

// From the ground up: a room may include what stands before it.
const rooms = [
  'generated',
  'json',
  'model',
  'policy',
  'eligibility',
  'settlement',
  'lifecycle',
  'quality',
  'interop',
  'wizard',
  'sync',
  'engine',
];

test('no room of the core includes a room above it', () => {
  const wrong = includes.filter(({ file, header }) => {
    const from = rooms.indexOf(/^core\/src\/([^/]+)\//.exec(file)?.[1]);
    const to = rooms.indexOf(/^([^/]+)\//.exec(header)?.[1]);
    return from >= 0 && to > from;
  });
  none(wrong, `from the ground up: ${rooms.join(', ')}`);
});

test('no iostreams, locales or regular expressions in what becomes wasm', () => {
  const heavy = [
    'iostream',
    'sstream',
    'fstream',
    'ostream',
    'istream',
    'iomanip',
    'locale',
    'regex',
    'format',
  ];
  none(
    includes.filter(
      ({ file, header }) => /^(core\/(src|include)|plugins)\//.test(file) && heavy.includes(header),
    ),
    'each of them weighs more than the whole core',
  );
});
