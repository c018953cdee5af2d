// Pages of a shop that use the package, in Chromium: what each does, and how to wait for its answer.

import assert from 'node:assert/strict';
import { launch } from '../support/chromium.mjs';
import { serve } from '../support/server.mjs';

export const call = JSON.stringify({ op: 'describe' });

/** What every page and script does; the answer must be an answer. */
export const use = `
const aftersale = await createAftersale();
const answer = aftersale.dispatch(${call});
if (answer.ok !== true) throw new Error(JSON.stringify(answer));
`;
export const page = `import { createAftersale } from 'aftersale';${use}
document.body.dataset.answer = 'ok';
`;
export const html = (
  script,
  type = 'module',
) => `<!doctype html><meta charset="utf-8"><title>shop</title><body>
<script ${type ? `type="${type}"` : 'defer'} src="${script}"></script></body>`;

/** A browser for pages that answer by an attribute of their body. */
export async function openPages() {
  const browser = await launch();

  /** A page that reports what goes wrong in it. */
  async function open(address, routes = {}) {
    const tab = await browser.newPage();
    const problems = [];
    tab.on('pageerror', (error) => problems.push(String(error)));
    tab.on('console', (message) => {
      const expected = message.location().url.endsWith('/favicon.ico');
      if (message.type() === 'error' && !expected) problems.push(message.text());
    });
    for (const [path, answer] of Object.entries(routes)) await tab.route(`**${path}`, answer);
    await tab.goto(address);
    return { tab, problems };
  }

  async function answersAt(address) {
    const { tab, problems } = await open(address);
    try {
      await tab
        .waitForSelector('body[data-answer="ok"]', { state: 'attached', timeout: 15_000 })
        .catch((error) => {
          throw new Error([error.message, ...problems].join('\n'));
        });
      assert.deepEqual(problems, []);
    } finally {
      await tab.close();
    }
  }

  return {
    browser,
    open,
    answersAt,
    /** Opens a folder's page and waits for its answer. */
    async answers(folder, headers = {}) {
      const server = await serve(folder, { headers });
      try {
        await answersAt(server.address);
      } finally {
        await server.close();
      }
    },
    /** Opens a folder's page and waits until the browser says what is wrong. */
    async complains(folder, pattern) {
      const server = await serve(folder);
      const tab = await browser.newPage();
      try {
        const said = tab.waitForEvent('console', {
          predicate: (message) => message.type() === 'error' && pattern.test(message.text()),
          timeout: 15_000,
        });
        await tab.goto(server.address);
        await said;
        assert.equal(await tab.locator('body[data-answer="ok"]').count(), 0);
      } finally {
        await tab.close();
        await server.close();
      }
    },
    close: () => browser.close(),
  };
}
