// `<aftersale-policy>` in a real browser: what `aftersale explain` printed, as a list that people read.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { at } from '../../wasm/tools/lib/project.mjs';
import { policy } from '../js/support.mjs';
import { findChromium, launch } from '../support/chromium.mjs';
import { serve } from '../support/server.mjs';

const skip = findChromium() ? false : 'there is no Chromium';
const folder = mkdtempSync(join(tmpdir(), 'aftersale-policy-'));
let browser;
let server;
before(async () => {
  if (skip) return;
  for (const name of readdirSync(at('dist'))) {
    if (name.endsWith('.js')) copyFileSync(at('dist', name), join(folder, name));
  }
  writeFileSync(join(folder, 'shop.json'), JSON.stringify(policy()));
  for (const locale of ['de', 'ar']) {
    const { stdout } = spawnSync(
      at('build/native/aftersale'),
      ['explain', 'shop.json', '--country', 'DE', '--locale', locale],
      { cwd: folder, encoding: 'utf8' },
    );
    writeFileSync(join(folder, `${locale}.json`), stdout);
  }
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Returns</title><link rel="icon" href="data:,"><main><h1>Returns</h1>
<aftersale-policy id="far" src="./de.json"></aftersale-policy>
<aftersale-policy id="near"><script type="application/json">${JSON.stringify({
      statements: [
        { code: 'x', layer: 'merchant', policy: 'p', version: '1', rule: 'r', text: '<b>bold</b>' },
        {
          code: 'y',
          layer: 'statute',
          policy: 'p',
          version: '1',
          rule: 's',
          text: 'law',
          source: { title: 'source', url: 'javascript:alert(1)' },
        },
      ],
    }).replaceAll('<', '\\u003c')}</script></aftersale-policy></main>
<script type="module">import { definePolicy } from './policy.js'; definePolicy();</script></html>`,
  );
  browser = await launch();
  server = await serve(folder);
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true });
});

const told = (
  id,
) => `(() => { const element = document.getElementById('${id}'); const root = element.shadowRoot;
  return { items: [...root.querySelectorAll('li')].map((item) => item.textContent), headings: [...root.querySelectorAll('h3')].map((h) => h.textContent),
    links: [...root.querySelectorAll('a')].map((a) => a.href), bold: root.querySelectorAll('b').length, lang: element.lang, dir: element.dir }; })()`;

test('shows sentences under the heading of their layer, with sources', { skip }, async () => {
  const tab = await browser.newPage();
  await tab.goto(server.address);
  await tab.waitForFunction(() => document.getElementById('far').shadowRoot?.querySelector('li'));
  const far = await tab.evaluate(told('far'));
  assert.deepEqual(far.headings, ['Unsere Rückgaberegeln', 'Was Ihnen das Gesetz gibt']);
  assert.ok(far.items[0].startsWith('Sie haben 30 Tage Zeit'), far.items[0]);
  assert.ok(far.links.length > 0 && far.links.every((link) => link.startsWith('http')));
  assert.deepEqual([far.lang, far.dir], ['de', 'ltr']);
  await tab.evaluate(() => document.getElementById('far').setAttribute('src', './ar.json'));
  await tab.waitForFunction(() => document.getElementById('far').dir === 'rtl');
  await tab.close();
});

test('takes text as text, and no address but of the web', { skip }, async () => {
  const tab = await browser.newPage();
  await tab.goto(server.address);
  await tab.waitForFunction(() => document.getElementById('near').shadowRoot?.querySelector('li'));
  const near = await tab.evaluate(told('near'));
  assert.deepEqual(near.items, ['<b>bold</b>', 'law']);
  assert.deepEqual([near.bold, near.links], [0, []]);
  await tab.close();
});
