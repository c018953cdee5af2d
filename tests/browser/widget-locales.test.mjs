// The message tables: whole, used, and sound in every language.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { at, filesIn } from '../../wasm/tools/lib/project.mjs';

const names = { en: 'en', de: 'de', 'zh-CN': 'zhCN', fr: 'fr', ja: 'ja', ar: 'ar' };
const styles = [
  'money',
  'number',
  'share',
  'rate',
  'day',
  'short',
  'date',
  'datetime',
  'time',
  'clock',
  'zone',
  'ago',
  'in',
  'list',
];
const placeholders = /\{(\w+)(?::(\w+))?\}/g;

async function bundled(contents) {
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: at('wasm/src') },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
    logLevel: 'error',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** Every form of a message as [text, plural category or undefined, alternative's index]. */
function forms(message) {
  return [message].flat().flatMap((alternative, index) =>
    typeof alternative === 'string'
      ? [{ text: alternative, index }]
      : Object.entries(alternative)
          .filter(([key]) => key !== 'by')
          .map(([category, text]) => ({ text, category, by: alternative.by, index })),
  );
}
const named = (text) => [...text.matchAll(placeholders)].map(([, name]) => name);
const entries = (table) =>
  Object.entries(table).flatMap(([section, messages]) =>
    Object.entries(messages).map(([code, message]) => [`${section}.${code}`, message]),
  );

let tables;
let core;
before(async () => {
  tables = await bundled(
    Object.entries(names)
      .map(([file, name]) => `export { ${name} } from './locales/${file}.ts';`)
      .join('\n'),
  );
  core = await bundled(
    `export { reasons } from './generated/reasons.ts'; export * as enums from './generated/enums.ts';`,
  );
});

for (const [tag, name] of Object.entries(names)) {
  describe(tag, () => {
    test('has the keys of English and no others', () => {
      const keys = (table) =>
        entries(table)
          .map(([key]) => key)
          .sort();
      assert.deepEqual(keys(tables[name]), keys(tables.en));
    });

    test('names only what English names', () => {
      const english = new Map(entries(tables.en));
      for (const [key, message] of entries(tables[name])) {
        const known = new Set(forms(english.get(key)).flatMap(({ text, by }) => [...named(text), by]));
        for (const { text, by } of forms(message))
          for (const each of [...named(text), by].filter(Boolean))
            assert.ok(known.has(each), `${key}: {${each}}`);
      }
    });

    test('shows values in known ways', () => {
      for (const [key, message] of entries(tables[name])) {
        for (const { text } of forms(message)) {
          for (const [, , style] of text.matchAll(placeholders))
            assert.ok(
              style === undefined || styles.includes(style) || style in tables.en,
              `${key}: ${style}`,
            );
          assert.equal(text.replace(placeholders, '').match(/[{}]/), null, key);
          assert.doesNotMatch(text, /<|&\w+;/, `${key}: no markup`);
        }
      }
    });

    test('has every plural form that the language needs', () => {
      const needed = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
      for (const [key, message] of entries(tables[name])) {
        for (const alternative of [message].flat()) {
          if (typeof alternative === 'string') continue;
          for (const category of needed) assert.ok(category in alternative, `${key}: ${category}`);
          for (const category of Object.keys(alternative))
            assert.ok(category === 'by' || needed.includes(category), `${key}: ${category} is never chosen`);
        }
      }
    });

    test('ends every list of alternatives with one that needs nothing', () => {
      for (const [key, message] of entries(tables[name])) {
        if (!Array.isArray(message)) continue;
        const last = message.at(-1);
        assert.ok(typeof last === 'string' && named(last).length === 0, key);
      }
    });
  });
}

test('every sentence of the widget is used, and every one that is used exists', async () => {
  const source = (await filesIn('wasm/src/widget')).map((file) => readFileSync(at(file), 'utf8')).join('\n');
  const made =
    /^(receipt_(title_)?(saved|sending|sent|confirmed|needs_you)|(orders|proof|message|reasons|resolution|method|review)_title)$/;
  const unused = Object.keys(tables.en.ui).filter((key) => !made.test(key) && !source.includes(`'${key}'`));
  assert.deepEqual(unused, []);
  for (const [, key] of source.matchAll(/\.ui\('(\w+)'/g)) assert.ok(key in tables.en.ui, key);
  for (const state of ['saved', 'sending', 'sent', 'confirmed', 'needs_you'])
    for (const part of ['', 'title_']) assert.ok(`receipt_${part}${state}` in tables.en.ui);
});

test('every section is used', async () => {
  const source = (await filesIn('wasm/src/widget')).map((file) => readFileSync(at(file), 'utf8')).join('\n');
  const inText = JSON.stringify(tables.en);
  assert.deepEqual(
    Object.keys(tables.en).filter(
      (section) => section !== 'ui' && !source.includes(`'${section}'`) && !inText.includes(`:${section}}`),
    ),
    [],
  );
});

test('there are words for every code that the core lists', () => {
  const { reasons } = core;
  const { en } = tables;
  for (const { code, group, basis, questions } of reasons) {
    assert.ok(code in en.reason, code);
    assert.ok(group in en.group && basis in en.group, `${group}, ${basis}`);
    for (const { id, choices = [] } of questions) {
      assert.ok(id in en.question, id);
      for (const choice of choices) assert.ok(choice in en.choice, choice);
    }
  }
  const enums = JSON.parse(readFileSync(at('core/data/enums.json'), 'utf8'));
  const sections = {
    Resolution: 'resolution',
    ReturnMethod: 'method',
    Layer: 'layer',
    Basis: 'group',
    TenderKind: 'tender',
    Stage: 'stage',
    ActorKind: 'actor',
    EventType: 'event',
    Reception: 'reception',
    LabelKind: 'label',
    ReasonGroup: 'group',
  };
  for (const [name, section] of Object.entries(sections)) {
    const known = en[section];
    for (const code of Object.keys(enums[name].values)) assert.ok(code in known, `${section}.${code}`);
  }
});

test('there are words for every exclusion, deduction and right of the statute packs', async () => {
  for (const file of await filesIn('core/data/packs')) {
    if (!file.endsWith('.json')) continue;
    for (const { rules } of JSON.parse(readFileSync(at(file), 'utf8')).versions ?? []) {
      for (const { exclude, deduction, window } of rules) {
        const code =
          exclude?.code ?? deduction?.code ?? (window?.right ? `statutory_${window.right}` : undefined);
        if (code) assert.ok(code in tables.en.finding, `${file}: ${code}`);
        if (window?.right)
          assert.ok(`statutory_${window.right}` in tables.en.notice, `${file}: notice ${window.right}`);
      }
    }
  }
});
