// The demo as a person meets it: its server in a process of its own, its pages in Chromium.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';
import { calm } from './wait.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shots = join(root, 'tests/browser/shots');
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let built;
const build = () => (built ??= run(['web-demo/build.mjs']).done);

function run(args, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
      for (const listener of listeners) listener(output);
    });
  }
  const done = new Promise((resolve, reject) => {
    child.on('close', (code) =>
      code === 0 || code === null
        ? resolve(output)
        : reject(new Error(`${args.join(' ')} ended with ${code}\n${output}`)),
    );
  });
  done.catch(() => {});
  const says = (pattern) =>
    new Promise((resolve, reject) => {
      const listener = (text) => {
        const match = pattern.exec(text);
        if (match) resolve(match);
      };
      listeners.add(listener);
      done.then(() => reject(new Error(`it ended without saying ${pattern}\n${output}`)), reject);
      listener(output);
    });
  return { child, done, says, output: () => output };
}

/** Starts a fresh shop; `restart` brings it back with the same data. */
export async function startDemo() {
  await build();
  const data = mkdtempSync(join(tmpdir(), 'aftersale-demo-'));
  let server;
  let address;
  const start = async () => {
    const port = address ? new URL(address).port : '0';
    server = run(['web-demo/server/main.mjs'], { DATA: data, PORT: port });
    [, address] = await server.says(/Shop\s+(http:\S+)/);
  };
  const stop = async () => {
    server.child.kill('SIGTERM');
    await server.done;
  };
  await start();
  return {
    get address() {
      return address;
    },
    start,
    stop,
    output: () => server.output(),
    async close() {
      await stop();
      rmSync(data, { recursive: true, force: true });
    },
    /** What the backend itself has, asked for as the desk. */
    async log() {
      const { token } = await (await fetch(`${address}api/desk`, { method: 'POST' })).json();
      const answer = await fetch(`${address}case-sync/1/pull?cursor=`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return (await answer.json()).events;
    },
    async effects(id) {
      const { token } = await (await fetch(`${address}api/desk`, { method: 'POST' })).json();
      return (
        await fetch(`${address}api/desk/effects/${id}`, { headers: { authorization: `Bearer ${token}` } })
      ).json();
    },
  };
}

export const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
export const desktop = { viewport: { width: 1280, height: 860 } };

/** A browser whose pages report what should never be: errors, and violations of the content security policy. */
export async function openBrowser() {
  const browser = await launch();
  const wrong = [];
  return {
    wrong,
    async context(options = {}) {
      const context = await browser.newContext({ serviceWorkers: 'block', colorScheme: 'light', ...options });
      context.on('page', (page) => {
        page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
        page.on('dialog', (dialog) => {
          wrong.push(`a dialog: ${dialog.message()}`);
          void dialog.dismiss();
        });
        page.on('console', (message) => {
          const text = message.text();
          if (/Content Security Policy|TrustedHTML|TrustedScript/.test(text)) wrong.push(text);
        });
      });
      return context;
    },
    close: () => browser.close(),
  };
}

/** A shop of its own for a file of tests, and a browser; both are closed after its last test. */
export async function openDemo() {
  const opened = await Promise.allSettled([startDemo(), openBrowser()]);
  const [demo, browser] = opened.map(({ value }) => value);
  after(async () => {
    await browser?.close();
    await demo?.close();
  });
  for (const { reason } of opened) if (reason) throw reason;
  return { demo, browser };
}

/** Axe by the rules of WCAG 2.2 AA, on the page as it is; resolves to what is wrong, in words. */
export async function axe(page, where) {
  // Into a world of its own, as extensions are: the page's policy stays as strict as it is.
  await calm(page);
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  });
  const { readFileSync } = await import('node:fs');
  await session.send('Runtime.evaluate', {
    contextId: executionContextId,
    expression: readFileSync(axeSource, 'utf8'),
  });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.flat(9).join(' ') + '\\n' + failureSummary)))`,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value.map((each) => `${where}: ${each}`);
}

/** Keeps a picture of the page as it is. */
export async function shot(page, name, options = {}) {
  mkdirSync(shots, { recursive: true });
  await calm(page);
  await page.screenshot({ path: join(shots, `${name}.png`), scale: 'css', ...options });
}

/** The element that has the focus, through shadow roots, as words. */
export const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element) return { tag: '', text: '' };
    const label =
      element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
    return {
      tag: element.tagName.toLowerCase(),
      type: element.type ?? '',
      text: label.replace(/\s+/g, ' ').trim(),
      href: element.href,
    };
  });

/** Presses Tab until `test` is true of what has the focus. */
export async function tabTo(page, test, { back = false, limit = 80 } = {}) {
  const seen = [];
  for (let i = 0; i < limit; i++) {
    const now = await focused(page);
    if (test(now)) return now;
    seen.push(`${now.tag} ${now.text.slice(0, 40)}`);
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`nothing that fits has got the focus:\n${seen.join('\n')}`);
}
