// Five hundred hostile strings in everything that comes from outside, and words of 40 % more length: nothing runs, no markup
// appears, no layout breaks. Over the real core.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at } from '../../wasm/tools/lib/project.mjs';
import { eventually } from '../support/wait.mjs';
import { money, now, order, policy } from './fixtures/everyday.mjs';
import { clean, settled, shadow, widgetBench } from './fixtures/widget-page.mjs';

let bench;
let en;
before(async () => {
  bench = await widgetBench({ core: true });
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [at('wasm/src/locales/en.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  ({ en } = await import(`data:text/javascript;base64,${code}`));
});
after(() => bench?.close());

const run = 'window.pwned=1';
const payloads = [
  `<script>${run}</script>`,
  `<img src=x onerror="${run}">`,
  `"><svg onload=${run}>`,
  `'><iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
  `</title></style></textarea><script>${run}</script>`,
  `<math><mtext></mtext><mglyph><style><img src=x onerror=${run}></style></mglyph></math>`,
  `<template><img src=x onerror=${run}></template>`,
  `<a href="javascript:${run}">x</a>`,
  `javascript:${run}`,
  `<object data="javascript:${run}"></object>`,
  `<link rel=stylesheet href=//evil.example/x.css>`,
  `<style>*{display:none}</style>`,
  `<form action=//evil.example><button>Send</button></form>`,
  `<slot name="receipt" onslotchange=${run}></slot>`,
  `<!--><img src=x onerror=${run}>-->`,
  `\${${run}}`,
  `{{constructor.constructor('${run}')()}}`,
  `{date:day} {count} {title}`,
  `__proto__`,
  `%3Cscript%3E${run}%3C/script%3E`,
  `&lt;img src=x onerror=${run}&gt;`,
  `\u202Etxet desrever\u202C`,
  `\u2067${'\u05D0'.repeat(20)}\u2069 <b>bold</b>`,
  `a\u0000b\u0008c\u001Bd`,
  `${'m'.repeat(400)}`,
];
/** The same in twenty shapes: 500 in all. */
const shapes = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => `${text}${text}`,
  (text) => `Tee ${text}`,
  (text) => `${text} Tee`,
  (text) => `"${text}"`,
  (text) => `'${text}'`,
  (text) => `\`${text}\``,
  (text) => `\n\n${text}\n`,
  (text) => `]]>${text}`,
  (text) => `--><!--${text}`,
  (text) => `</span>${text}`,
  (text) => `</bdi></label>${text}`,
  (text) => `\u200F${text}`,
  (text) => `\uFEFF${text}`,
  (text) => `${text}\\`,
  (text) => `\\u003c${text}`,
  (text) => `%${encodeURIComponent(text).slice(0, 300)}`,
  (text) => `<${text.replaceAll('<', '<<')}`,
  (text) => `/${text.replaceAll(' ', '/')}`,
];
const hostile = payloads.flatMap((text) => shapes.map((shape) => shape(text)));

/** Nothing has run, nothing has come to be that the widget does not draw itself, and nothing was refused by the policy. */
async function unharmed(tab, where) {
  const found = await shadow(
    tab,
    `(root) => ({
      ran: window.pwned ?? 'nothing', broken: window.violations,
      markup: [...root.querySelectorAll('script, iframe, object, embed, link, template, math, [srcdoc], form form, b')].map((each) => each.outerHTML.slice(0, 80)),
      handlers: [...root.querySelectorAll('*')].filter((each) => [...each.attributes].some(({ name }) => name.startsWith('on'))).map((each) => each.outerHTML.slice(0, 80)),
      links: [...root.querySelectorAll('[href], [src]')].map((each) => each.getAttribute('href') ?? each.getAttribute('src')).filter((url) => !/^(https?:|mailto:|tel:|#|blob:|data:image|\\/)/.test(url)),
      styles: [...root.querySelectorAll('style')].length,
    })`,
  );
  assert.deepEqual(
    found,
    { ran: 'nothing', broken: [], markup: [], handlers: [], links: [], styles: found.styles },
    where,
  );
  await eventually(async () =>
    assert.equal(
      await tab.evaluate(() => document.querySelectorAll('script[src*=evil], b, iframe').length),
      0,
    ),
  );
}

/** A wizard on its page: under a strict policy for content, with a draft that leads to the screen. */
async function open({ world, host = {}, draft, width = 390, messages, submission }) {
  const tab = await bench.open({ setup: () => undefined, width });
  await tab.evaluate(
    async ({ world, host, draft, policy, now, messages, submission }) => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        window.violations.push(`${violatedDirective} ${blockedURI}`),
      );
      if (messages) window.registerLocale('en', messages);
      const engine = await window.createAftersale({ policies: [policy] });
      const meta = document.createElement('meta');
      meta.httpEquiv = 'Content-Security-Policy';
      meta.content =
        "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; frame-src 'none'; img-src data: blob:";
      document.head.append(meta);
      Object.assign(document.querySelector('aftersale-wizard'), {
        engine,
        world: { ...world, policies: [policy] },
        now,
        draftKey: 'd',
        loadDraft: async () => draft,
        saveDraft: async () => undefined,
        submit: async () => submission,
        ...host,
      });
    },
    { world, host, draft, policy, now, messages, submission },
  );
  await tab.waitForFunction(() => document.querySelector('aftersale-wizard').controller.phase !== 'loading');
  await eventually(async () =>
    assert.equal(
      await tab.evaluate(() => String(document.querySelector('aftersale-wizard').controller.failure ?? '')),
      '',
    ),
  );
  await settled(tab);
  return tab;
}

const base = order({ created: '2026-05-11T09:00:00Z', delivered: '2026-05-14T10:00:00Z', lines: ['coat'] });
const lineOf = (text, at) => ({
  id: `l${at}`,
  title: text,
  variant: hostile[(at + 7) % hostile.length],
  // An address of the shop's own may be anything; of other schemes none is followed.
  image: `javascript:${text.slice(0, 200)}`,
  quantity: 1,
  unitPrice: money(1000),
  discounts: [{ amount: money(10), title: hostile[(at + 3) % hostile.length] }],
});
const orderOf = (texts) => ({
  ...base,
  number: texts[0].slice(0, 100),
  lines: texts.map(lineOf),
  shipments: [{ ...base.shipments[0], lines: texts.map((_, index) => ({ line: `l${index}`, quantity: 1 })) }],
  tenders: [{ id: 't', kind: 'card', label: texts[1].slice(0, 60), amount: money(990 * texts.length) }],
});

describe('500 hostile strings', () => {
  test('there are 500, all different', () => {
    assert.equal(hostile.length, 500);
    assert.equal(new Set(hostile).size, 500);
  });

  for (let part = 0; part < 5; part++) {
    test(`as titles, variants and discounts, ${part * 100 + 1} to ${part * 100 + 100}`, async () => {
      const texts = hostile.slice(part * 100, part * 100 + 100);
      const tab = await open({ world: { order: orderOf(texts) }, host: { about: 'return' } });
      const shown = await shadow(
        tab,
        `(root) => [...root.querySelectorAll('.item .title bdi')].map((each) => each.textContent)`,
      );
      assert.deepEqual(shown.sort(), [...texts].sort(), 'each is there as it was written');
      await unharmed(tab, 'items');
      await clean(tab);
    });
  }

  test('as notes, promises, choices, words, numbers and addresses', async () => {
    for (let turn = 0; turn < 10; turn++) {
      const [text, other] = [hostile[turn * 50 + turn], hostile[turn * 50 + 25]];
      const texts = [text, other];
      const items = [
        { line: 'l0', quantity: 1, reason: 'style', note: text.slice(0, 290) },
        {
          line: 'l1',
          quantity: 1,
          reason: 'style',
          note: other.slice(0, 290),
          exchangeFor: { variant: text.slice(0, 200) },
        },
      ];
      const promise = {
        schema: 'aftersale/promise/1',
        id: 'p',
        room: 'r',
        host: 'h',
        hostName: other,
        saidAt: '2026-05-11T08:00:00Z',
        wording: text,
        rules: [{ id: 'w', window: { days: 60 } }],
      };
      const world = { order: { ...orderOf(texts), attribution: { room: 'r' } } };
      const tab = await open({
        world,
        host: { about: 'return', policies: undefined },
        draft: { items, resolution: 'exchange', method: 'by_mail', at: 'review' },
        submission: {
          state: 'needs_you',
          caseNumber: text,
          qr: other.slice(0, 60),
          trackerUrl: `javascript:${run}`,
          label: { url: `javascript:${run}` },
          problem: { code: text, message: other },
        },
      });
      await tab.evaluate((added) => {
        const wizard = document.querySelector('aftersale-wizard');
        wizard.world = { ...wizard.world, policies: [...wizard.world.policies, added] };
      }, promise);
      await settled(tab);
      await unharmed(tab, `review ${turn}`);
      for (const step of ['items', 'reasons', 'resolution', 'review']) {
        await tab.evaluate((to) => document.querySelector('aftersale-wizard').controller.go(to), step);
        await settled(tab);
        await unharmed(tab, `${step} ${turn}`);
      }
      await tab.evaluate(() => {
        const { controller } = document.querySelector('aftersale-wizard');
        controller.talk();
      });
      await tab.getByRole('textbox').first().fill(text.replaceAll('\u0000', ''));
      await unharmed(tab, `message ${turn}`);
      await tab.locator('.primary').click();
      await tab.waitForFunction(
        () => document.querySelector('aftersale-wizard').controller.phase === 'receipt',
      );
      await settled(tab);
      await unharmed(tab, `receipt ${turn}`);
      await clean(tab);
    }
  });
});

// ---- words that are 40 % longer ----

const accents = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú' };
/** Each word grows by two fifths; placeholders stay. */
const longer = (text) =>
  text
    .split(/(\{[^}]*\})/)
    .map((part) =>
      part.startsWith('{')
        ? part
        : part.replace(/\p{L}+/gu, (word) => {
            const grown = word.replace(/[aeiou]/gi, (letter) => accents[letter]);
            return grown + grown.slice(-Math.ceil(word.length * 0.4)).toLowerCase();
          }),
    )
    .join('');
const pseudo = (message) =>
  typeof message === 'string'
    ? longer(message)
    : Array.isArray(message)
      ? message.map(pseudo)
      : Object.fromEntries(
          Object.entries(message).map(([key, form]) => [key, key === 'by' ? form : longer(form)]),
        );

describe('words that are 40 % longer', () => {
  const two = order({
    created: '2026-05-11T09:00:00Z',
    delivered: '2026-05-14T10:00:00Z',
    lines: ['coat', 'shoes'],
  });
  const chosen = {
    items: [
      { line: 'coat', quantity: 1, reason: 'style' },
      { line: 'shoes', quantity: 1, reason: 'defective', answers: { defectNoticedAt: '2026-05-18' } },
    ],
  };
  const style = { items: [{ line: 'coat', quantity: 1, reason: 'style' }] };
  const screens = {
    about: { world: { order: two } },
    items: { world: { order: two }, host: { about: 'return' } },
    reasons: { world: { order: two }, host: { about: 'return' }, draft: { ...chosen, at: 'reasons' } },
    resolution: { world: { order: two }, host: { about: 'return' }, draft: { ...style, at: 'resolution' } },
    exchange: { world: { order: two }, host: { about: 'exchange' }, draft: { ...style, at: 'resolution' } },
    method: {
      world: { order: two },
      host: { about: 'return' },
      draft: { ...style, resolution: 'store_credit', at: 'method' },
    },
    review: {
      world: { order: two },
      host: { about: 'return' },
      draft: { ...style, resolution: 'store_credit', method: 'by_mail', at: 'review' },
    },
    message: { world: { order: two }, host: { about: 'complaint' } },
    price: { world: { order: two }, host: { about: 'price_protection' }, draft: { ...style, at: 'reasons' } },
    proof: { world: { guest: {} } },
    orders: {
      world: {
        orders: [
          two,
          order({
            id: '7',
            created: '2026-05-11T09:00:00Z',
            delivered: '2026-05-14T10:00:00Z',
            lines: ['lamp'],
          }),
        ],
      },
    },
    gift: { world: { order: { ...two, facts: { gift: true } } }, host: { about: 'return' } },
  };
  for (const [name, screen] of Object.entries(screens)) {
    test(`${name} at 320 px`, async () => {
      const messages = Object.fromEntries(
        Object.entries(en).map(([section, table]) => [
          section,
          Object.fromEntries(Object.entries(table).map(([key, message]) => [key, pseudo(message)])),
        ]),
      );
      const tab = await open({ ...screen, width: 320, messages });
      const broken = await shadow(
        tab,
        `(root) => {
          const out = document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the screen'] : [];
          for (const each of root.querySelectorAll('button, label, h2, h3, p, dt, dd, span, li, a')) {
            if (!each.offsetParent || each.closest('.sr') || each.classList.contains('sr')) continue;
            const box = each.getBoundingClientRect();
            if (box.right > innerWidth + 1 || box.left < -1) out.push('outside: ' + each.className + ' ' + each.textContent.trim().slice(0, 40));
            const { overflow } = getComputedStyle(each);
            if (overflow !== 'visible' && !each.matches('.title') && each.scrollWidth > each.clientWidth + 1) out.push('cut off: ' + each.textContent.trim().slice(0, 40));
          }
          return out;
        }`,
      );
      assert.deepEqual(broken, []);
      const heading = await shadow(tab, `(root) => root.querySelector('h2').textContent`);
      assert.match(heading, /[áéíóú]/, 'the longer words are there');
      await clean(tab);
    });
  }
});
