// `aftersale/react` as a React app has it: rendered on a server, typed, and driven in a browser.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as esbuild from 'esbuild';
import { at } from '../../wasm/tools/lib/project.mjs';
import { now, order, policy } from '../browser/fixtures/everyday.mjs';
import { findChromium } from '../support/chromium.mjs';
import { serve } from '../support/server.mjs';
import { openPages } from './pages.mjs';
import { createProject } from './project.mjs';

let project;
before(async () => {
  project = await createProject();
  await project.has('react', 'react-dom', 'scheduler', '@types/react-dom', 'csstype');
});
after(() => project?.remove());

const bought = order({
  created: '2026-05-11T09:00:00Z',
  delivered: '2026-05-14T10:00:00Z',
  lines: ['coat', 'lamp'],
});

test('is rendered on a server, where there are no elements', async () => {
  await project.write(
    'server.mjs',
    `import { createElement as h } from 'react';
import { renderToString } from 'react-dom/server';
import { AftersaleBadge, AftersalePolicy, AftersaleTracker, AftersaleWizard } from 'aftersale/react';
if (typeof HTMLElement !== 'undefined') throw new Error('this is no server');
const wizard = { order: { id: 'x' }, locale: 'de', id: 'returns', className: 'wide', onAftersaleStep() {}, submit() {} };
console.log(renderToString(h(AftersaleWizard, wizard, h('p', { slot: 'receipt' }, 'Thanks'))));
console.log(renderToString(h('div', null, h(AftersaleTracker, { busy: true }), h(AftersaleBadge, { date: '2026-12-05' }),
  h(AftersalePolicy, { src: '/rules.json', outline: { statements: [] } }))));\n`,
  );
  assert.equal(
    await project.run('server.mjs'),
    `<aftersale-wizard id="returns" class="wide"><p slot="receipt">Thanks</p></aftersale-wizard>
<div><aftersale-tracker></aftersale-tracker><aftersale-badge></aftersale-badge><aftersale-policy src="/rules.json"></aftersale-policy></div>\n`,
  );
});

test('is typed: properties, events and refs', async () => {
  await project.write(
    'typed.tsx',
    `import { useRef } from 'react';
import { createAftersale } from 'aftersale/slim';
import { AftersaleBadge, AftersalePolicy, AftersaleTracker, AftersaleWizard, type AftersaleWizardElement } from 'aftersale/react';
const engine = await createAftersale();
export function Page() {
  const wizard = useRef<AftersaleWizardElement>(null);
  return <main>
    <button onClick={() => wizard.current?.open()}>Returns</button>
    <AftersaleWizard ref={wizard} engine={engine} layout="sheet" about="return" className="wide" id="w"
      submit={async (request, quote) => ({ state: 'sent' as const, caseNumber: request.items[0]?.line ?? quote?.hash ?? '' })}
      onAftersaleStep={(event) => { const step: string = event.detail.step; return step; }}
      onAftersaleBeforeSubmit={(event) => { if (!event.detail.quote) event.preventDefault(); }}
      onAftersaleClose={(event) => { const reason: 'button' | 'escape' | 'drag' | 'done' | 'call' = event.detail.reason; return reason; }}>
      <p slot="receipt">Thanks</p>
    </AftersaleWizard>
    <AftersaleTracker busy zone="Europe/Berlin" onAftersaleCommand={(event) => { const type: string = event.detail.type; return type; }} />
    <AftersaleBadge date="2026-12-05" zone="Europe/Berlin" />
    <AftersalePolicy src="/rules.json" />
    {/* @ts-expect-error there is no such layout */}
    <AftersaleWizard layout="window" />
    {/* @ts-expect-error there is no such event */}
    <AftersaleWizard onAftersaleLater={() => undefined} />
    {/* @ts-expect-error a step has no amount */}
    <AftersaleWizard onAftersaleStep={(event) => event.detail.amount} />
    {/* @ts-expect-error the badge tells nothing */}
    <AftersaleBadge onAftersaleStep={() => undefined} />
  </main>;
}\n`,
  );
  const options = ['--noEmit', '--strict', '--jsx', 'react-jsx', '--target', 'ES2022', '--lib', 'ES2022,DOM'];
  await project.run(
    at('node_modules/typescript/bin/tsc'),
    ...options,
    '--module',
    'ESNext',
    '--moduleResolution',
    'Bundler',
    '--skipLibCheck',
    'false',
    'typed.tsx',
  );
});

const app = `import { StrictMode, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createAftersale } from 'aftersale/inline';
import { AftersaleBadge, AftersalePolicy, AftersaleTracker, AftersaleWizard } from 'aftersale/react';

const seen = (window.seen = []);
const engine = await createAftersale({ policies: [${JSON.stringify(policy)}] });
const order = ${JSON.stringify(bought)};
const lines = engine.evaluate({ order, now: '${now}' }).lines;
const outline = { statements: [{ code: 'x', layer: 'merchant', policy: 'p', version: '1', rule: 'r', text: 'Thirty days.' }] };

function App() {
  const wizard = useRef(null);
  const [about, setAbout] = useState('return');
  const [strict, setStrict] = useState(true);
  window.app = { wizard, setAbout, setStrict };
  return <>
    <button onClick={() => wizard.current.open()}>Returns</button>
    <AftersaleBadge line={lines[0]} now="${now}" />
    <AftersalePolicy outline={outline} />
    <AftersaleTracker number="R-1" busy={strict} />
    <AftersaleWizard ref={wizard} engine={engine} order={order} now="${now}" about={about} layout="sheet" draftKey="" className="wide"
      onAftersaleReady={({ detail }) => seen.push('ready ' + detail.step.step)}
      onAftersaleStep={({ detail }) => seen.push('step ' + detail.step)}
      onAftersaleClose={(event) => { seen.push('close ' + event.detail.reason); if (window.stay) event.preventDefault(); }} />
  </>;
}
createRoot(document.querySelector('main')).render(<StrictMode><App /></StrictMode>);
`;

test('works in a browser', { skip: findChromium() ? false : 'there is no Chromium' }, async () => {
  const folder = join(project.folder, 'react');
  await mkdir(folder, { recursive: true });
  await project.write('app.jsx', app);
  await esbuild.build({
    absWorkingDir: project.folder,
    entryPoints: ['app.jsx'],
    outfile: join(folder, 'page.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,"><body><main></main><script type="module" src="page.js"></script></body>',
  );
  const server = await serve(folder);
  const pages = await openPages();
  const { tab, problems } = await pages.open(server.address);
  try {
    const seen = (text) => tab.waitForFunction((wanted) => window.seen.includes(wanted), text);
    await tab.getByText('Returnable until').first().waitFor();
    await tab.getByText('Thirty days.').waitFor();
    // The ref is the element; its methods and its attributes are there.
    await tab.getByRole('button', { name: 'Returns' }).click();
    await seen('ready items');
    assert.equal(await tab.locator('aftersale-wizard.wide').getAttribute('layout'), 'sheet');
    await tab.getByRole('checkbox', { name: /Rain coat/ }).click();
    assert.equal(await tab.evaluate(() => window.app.wizard.current.controller.given.items.length), 1);
    await tab.evaluate(() => window.app.wizard.current.reset());
    await tab.waitForFunction(() => !window.app.wizard.current.controller.given.items?.length);
    // A prop that changes; an event that is canceled.
    await tab.evaluate(() => window.app.setAbout('complaint'));
    await seen('step message');
    await tab.evaluate(() => {
      window.stay = true;
    });
    await tab.keyboard.press('Escape');
    await seen('close escape');
    assert.equal(await tab.getByRole('dialog').count(), 1);
    await tab.evaluate(() => {
      window.stay = false;
      window.app.wizard.current.close();
    });
    await seen('close call');
    await tab.getByRole('dialog').waitFor({ state: 'detached' });
    await tab.evaluate(() => window.app.setStrict(false));
    await tab.waitForFunction(() => document.querySelector('aftersale-tracker').busy === false);
    assert.deepEqual(problems, []);
  } finally {
    await pages.close();
    await server.close();
  }
});
