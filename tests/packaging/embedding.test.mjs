// docs/embedding.md says that ten lines are enough. Its lines are taken out of the page and run.

import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { at } from '../../wasm/tools/lib/project.mjs';
import { order, policy } from '../browser/fixtures/everyday.mjs';
import { findChromium } from '../support/chromium.mjs';
import { serve } from '../support/server.mjs';
import { openPages } from './pages.mjs';
import { createProject } from './project.mjs';

const days = (count) => new Date(Date.now() - count * 86_400_000).toISOString();
const bought = order({ created: days(9), delivered: days(6), lines: ['coat', 'lamp'] });
const other = order({ id: '1043', created: days(9), delivered: days(6), lines: ['mug'] });

/** The code under a heading of the page. */
async function shown(heading) {
  const text = await readFile(at('docs/embedding.md'), 'utf8');
  const [, code] = new RegExp(`## ${heading}\n\n\`\`\`\\w+\n([\\s\\S]*?)\`\`\``).exec(text);
  const lines = code.trimEnd().split('\n').filter(Boolean);
  assert.ok(lines.length <= 10, `${heading}: ${lines.length} lines`);
  return code;
}

describe('in ten lines', { skip: findChromium() ? false : 'there is no Chromium' }, () => {
  let project;
  let pages;
  before(async () => {
    project = await createProject();
    pages = await openPages();
  });
  after(async () => {
    await pages?.close();
    await project?.remove();
  });

  /** A page of a shop with the package's files beside it, as the docs say. */
  async function shop(name, body) {
    const folder = join(project.folder, name);
    await cp(join(project.folder, 'node_modules/aftersale/dist'), join(folder, 'aftersale'), {
      recursive: true,
    });
    const hashes = JSON.parse(await readFile(join(folder, 'aftersale/integrity.json'), 'utf8'));
    const filled = body
      .replaceAll('https://cdn.example/', '/')
      .replaceAll('sha384-…', hashes['aftersale.js']);
    assert.notEqual(filled, body, 'nothing to fill in');
    await writeFile(
      join(folder, 'index.html'),
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,"><body>${filled}</body>`,
    );
    return serve(folder);
  }

  const json = (value) => (route) => route.fulfill({ json: value });

  /** Returns the coat; resolves to what the shop was sent. */
  async function giveBack(tab) {
    const press = (name) => tab.getByRole('button', { name }).first().click();
    await press(/^(Return something|Withdraw from the contract here)/).catch(() => {});
    await tab.getByRole('checkbox', { name: /Rain coat/ }).click();
    await press(/^Continue/);
    await tab
      .getByRole('radio', { name: /^(I changed my mind|Too small)/ })
      .first()
      .click();
    await press(/^Continue/);
    for (let step = 0; step < 3; step++) {
      const choice = tab.locator('aftersale-wizard').getByRole('radio').first();
      if (!(await choice.isVisible())) break;
      await choice.click();
      await press(/^Continue/);
    }
    await press(/^(Send|Confirm|Withdraw)/);
    await tab.waitForFunction(
      () => document.querySelector('aftersale-wizard').controller.phase === 'receipt',
    );
  }

  test('a page, by one script tag', async () => {
    const server = await shop('tag', await shown('A page, by one script tag'));
    let sent;
    const { tab, problems } = await pages.open(server.address, {
      '/order.json': json(bought),
      '/policy.json': json(policy),
      '/returns': (route) => {
        sent = route.request().postDataJSON();
        return route.fulfill({ json: { state: 'confirmed', caseNumber: 'R-1' } });
      },
    });
    try {
      await giveBack(tab);
      await tab.getByText('R-1').first().waitFor();
      assert.equal(sent.request.items[0].line, 'coat');
      assert.match(sent.quote, /^[0-9a-f]{64}$/);
      assert.deepEqual(problems, []);
    } finally {
      await tab.close();
      await server.close();
    }
  });

  test('a live room', async () => {
    const video = `<video src="/live.webm" autoplay muted loop playsinline style="position: fixed; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover"></video>`;
    const body = (await shown('A live room')).replace(
      '<button',
      `${video}<button style="position: relative"`,
    );
    const server = await shop('room', body);
    await cp(at('web-demo/public/live.webm'), join(project.folder, 'room/live.webm'));
    let sent;
    const { tab, problems } = await pages.open(server.address, {
      '/evening.json': json({ orders: [bought, other], policies: [policy] }),
      '/returns': (route) => {
        sent = route.request().postDataJSON();
        return route.fulfill({ json: {} });
      },
    });
    try {
      await tab.setViewportSize({ width: 390, height: 844 });
      const sheet = tab.getByRole('dialog');
      assert.equal(await sheet.count(), 0);
      await tab.getByRole('button', { name: 'Returns and help' }).click();
      await sheet.waitFor();
      await tab.getByRole('button', { name: /Rain coat/ }).click();
      const { y, height } = await sheet.boundingBox();
      assert.ok(y > 844 * 0.35 && Math.abs(y + height - 844) < 2, `from ${y}, ${height} high`);
      const playing = () => tab.evaluate(() => document.querySelector('video').currentTime);
      const from = await playing();
      await giveBack(tab);
      assert.ok((await playing()) !== from, 'the picture has stopped');
      assert.equal(sent.items[0].line, 'coat');
      assert.deepEqual(problems, []);
      await tab.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
    } finally {
      await tab.close();
      await server.close();
    }
  });

  test('a React app', async () => {
    await project.has('react', 'react-dom', 'scheduler');
    await mkdir(join(project.folder, 'app'), { recursive: true });
    await project.write('app/returns.jsx', await shown('A React app'));
    await project.write(
      'app/main.jsx',
      `import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Returns } from './returns.jsx';
const submit = async (request) => { window.sent = request; return { state: 'confirmed', caseNumber: 'R-2' }; };
const onDone = (submission) => { window.done = submission; };
createRoot(document.querySelector('main')).render(
  <StrictMode><Returns order={${JSON.stringify(bought)}} policy={${JSON.stringify(policy)}} submit={submit} onDone={onDone} /></StrictMode>);\n`,
    );
    await project.write(
      'app/index.html',
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,"><body><main></main><script type="module" src="/main.jsx"></script></body>`,
    );
    const vite = await import('vite');
    await vite.build({
      root: join(project.folder, 'app'),
      configFile: false,
      logLevel: 'error',
      esbuild: { jsx: 'automatic' },
      build: { outDir: join(project.folder, 'app-built'), target: 'es2022' },
    });
    const server = await serve(join(project.folder, 'app-built'));
    const { tab, problems } = await pages.open(server.address);
    try {
      await giveBack(tab);
      assert.equal(await tab.evaluate(() => window.sent.items[0].line), 'coat');
      assert.equal(await tab.evaluate(() => window.done.caseNumber), 'R-2');
      assert.deepEqual(problems, []);
    } finally {
      await tab.close();
      await server.close();
    }
  });
});
