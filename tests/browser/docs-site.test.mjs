// The documentation as it is built: every link leads somewhere, nothing comes from elsewhere, and the playground decides.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { docs } from '../../wasm/tools/docs.mjs';
import { at, filesIn } from '../../wasm/tools/lib/project.mjs';
import { findChromium } from '../support/chromium.mjs';
import { axe, desktop, openBrowser, phone, shot } from '../support/demo.mjs';
import { serve } from '../support/server.mjs';
import { eventually } from '../support/wait.mjs';

const skip = findChromium() ? false : 'there is no Chromium';
let server;
let browser;
before(async () => {
  await docs();
  server = await serve(at('build/site'));
  if (!skip) browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const textOf = (file) => readFileSync(at('build/site', file), 'utf8');

test('every document has its page, and every link leads somewhere', async () => {
  const pages = (await filesIn('build/site'))
    .map((file) => file.slice('build/site/'.length))
    .filter((file) => file.endsWith('.html') && !file.startsWith('api/'));
  const documents = (await filesIn('docs')).filter((file) => file.endsWith('.md'));
  assert.ok(pages.length >= documents.length + 4, `${pages.length} pages`);
  const broken = [];
  for (const page of pages) {
    for (const [, href] of textOf(page).matchAll(/<(?:a|link|script)\b[^>]*?\b(?:href|src)="([^"]*)"/g)) {
      if (/^(https?|mailto):/.test(href)) continue;
      const [path, anchor] = href.split('#');
      const target = path ? posix.join(posix.dirname(page), path) : page;
      if (!existsSync(at('build/site', target))) broken.push(`${page}: ${href}`);
      else if (anchor && !textOf(target).includes(`id="${decodeURIComponent(anchor)}"`))
        broken.push(`${page}: ${href}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('the API is told by the names that hosts import', () => {
  const index = textOf('api/index.html');
  for (const name of [
    'aftersale',
    'aftersale/slim',
    'aftersale/widget',
    'aftersale/react',
    'aftersale/server',
  ])
    assert.ok(index.includes(`>${name.replace('/', '/<wbr/>')}<`) || index.includes(`>${name}<`), name);
});

test('the embedding page shows the hash of what is built', () => {
  const hashes = JSON.parse(readFileSync(at('dist/integrity.json'), 'utf8'));
  assert.ok(textOf('embedding.html').includes(`integrity=&quot;${hashes['aftersale.js']}&quot;`));
});

describe('in a browser', { skip }, () => {
  for (const [size, view] of Object.entries({ phone, desktop })) {
    for (const colorScheme of ['light', 'dark']) {
      test(`${size}, ${colorScheme}`, async () => {
        const context = await browser.context({ ...view, colorScheme });
        const page = await context.newPage();
        const elsewhere = [];
        page.on('request', (request) => {
          if (!request.url().startsWith(server.address) && !/^(data|blob):/.test(request.url()))
            elsewhere.push(request.url());
        });
        const found = [];
        for (const name of ['index', 'embedding', 'wire', 'adr/0010-a-slim-module', 'playground/index']) {
          await page.goto(`${server.address}${name}.html`);
          if (name.startsWith('playground')) await page.locator('.play-line').first().waitFor();
          await eventually(async () =>
            assert.ok(
              await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
              `${name} is wider than the screen`,
            ),
          );
          found.push(...(await axe(page, `${name}, ${size}, ${colorScheme}`)));
          await shot(page, `site-${name.replace(/\W/g, '-')}-${size}-${colorScheme}`, {
            fullPage: name.startsWith('playground'),
          });
        }
        assert.deepEqual(found, []);
        assert.deepEqual(elsewhere, []);
        await context.close();
      });
    }
  }

  async function playground(address = `${server.address}playground/index.html`) {
    const context = await browser.context({ ...desktop, permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('.play-line').first().waitFor();
    return page;
  }
  const line = (page, title) => page.locator('.play-line').filter({ hasText: title });

  test('the playground judges what is written in it', async () => {
    const page = await playground();
    await eventually(async () =>
      assert.match(await line(page, 'Rain coat').innerText(), /eligible[\s\S]*2026-06-11[\s\S]*window/),
    );
    await page.getByLabel('Policy: examples').selectOption({ label: 'Final sale, and a fee' });
    await line(page, 'Rain coat')
      .getByText('Final sale stays with you')
      .first()
      .waitFor({ state: 'attached' });
    // The law of the buyer's country stands in the trace with its source.
    await eventually(async () =>
      assert.ok((await line(page, 'Desk lamp').locator('a[href^="https://"]').count()) > 0),
    );
    const policy = page.getByLabel('Policy as JSON');
    await policy.fill((await policy.inputValue()).replace('"days": 14', '"dayz": 14'));
    await page.getByText('"dayz" is not known here').waitFor();
    await page.getByText('Nothing can be decided before both can be read.').waitFor();
    await policy.fill('{');
    await page.getByText('invalid_json').waitFor();
    await page.getByLabel('Policy: examples').selectOption({ label: 'Thirty days' });
    await page.getByLabel('Order: examples').selectOption({ label: 'As Shopify sends it' });
    await page.getByText('Read as shopify writes it').waitFor();
    await line(page, 'Linen shirt').waitFor();
    await page.getByLabel('Now, in UTC').fill('2026-12-01T10:00');
    await line(page, 'Linen shirt').getByText('window closed').first().waitFor({ state: 'attached' });
    await page.context().close();
  });

  test('the wizard works on it, and what a shop would be sent is shown', async () => {
    const page = await playground();
    const press = (role, name) => page.getByRole(role, { name }).first().click();
    await press('button', /^Ask a question/);
    await page
      .getByRole('textbox', { name: /What is it about|Your question|question/i })
      .first()
      .fill('Where is it?');
    await press('button', /^Send/);
    await page.getByText('What a shop would be sent').waitFor();
    await eventually(async () =>
      assert.match(
        await page.locator('.play-raw code').last().innerText(),
        /"kind": "inquiry"[\s\S]*Where is it\?/,
      ),
    );
    await page.getByLabel('Language of the wizard').selectOption({ label: 'Deutsch' });
    await page.locator('aftersale-wizard').getByText('PLAY-1').first().waitFor();
    await page.context().close();
  });

  test('a link holds all of it', async () => {
    const page = await playground();
    const order = page.getByLabel('Order as JSON');
    await order.fill((await order.inputValue()).replace('Rain coat', 'Grüner Mantel 雨衣'));
    await line(page, 'Grüner Mantel 雨衣').waitFor();
    await page.getByRole('button', { name: 'Copy a link to this' }).click();
    await page.getByText('The link is copied.').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /playground\/index\.html#s=[\w-]+$/);
    assert.ok(link.length < 2500, `${link.length} characters`);
    const other = await playground(link);
    await line(other, 'Grüner Mantel 雨衣').waitFor();
    // What cannot be read is no reason to show nothing.
    const odd = await playground(`${link.slice(0, 80)}`);
    await line(odd, 'Rain coat').waitFor();
    for (const each of [page, other, odd]) await each.context().close();
    assert.deepEqual(browser.wrong, []);
  });
});
