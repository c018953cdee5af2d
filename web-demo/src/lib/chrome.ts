import { html, nothing, type TemplateResult } from 'lit';
import type { Me } from './api.js';
import { post } from './api.js';
import { lang } from './format.js';
import { icons } from './icons.js';

const links = [
  { href: '/', name: 'Orders' },
  { href: '/live', name: 'Live', live: true },
  { href: '/bring', name: 'Bring your own' },
  { href: '/desk', name: 'Desk' },
  { href: '/playground', name: 'Playground' },
];

/** Links keep the language that was asked for. */
export const to = (href: string): string =>
  lang === 'en' ? href : `${href}${href.includes('?') ? '&' : '?'}lang=${encodeURIComponent(lang)}`;

export function topBar(me: Me | undefined, here: string): TemplateResult {
  const change = async (event: Event): Promise<void> => {
    await post('me', { customer: (event.target as HTMLSelectElement).value });
    location.assign(to('/'));
  };
  return html`<a class="skip" href="#main">To the content</a>
    <header class="top"><div class="inner">
      <a class="brand" href=${to('/')}><img src="/mark.svg" alt="" width="30" height="30"> Maren & Moss</a>
      <nav aria-label="Pages">${links.map(({ href, name, live }) => html`<a href=${to(href)} aria-current=${href === here ? 'page' : nothing}>${live ? html`<span class="dot" aria-hidden="true"></span>` : ''}${name}</a>`)}</nav>
      ${
        me && me.customers.length > 1
          ? html`<div class="who"><label for="who">Signed in as</label>
        <select id="who" @change=${change}>${me.customers.map(({ id, name, country }) => html`<option value=${id} ?selected=${id === me.subject.id}>${name}${country ? `, ${country}` : ''}</option>`)}</select></div>`
          : ''
      }
    </div></header>`;
}

/** Says calmly where things stand when the network or the session is gone. */
export function syncNote(
  status: { online: boolean; waiting: number; hold?: string } | undefined,
  onLine: boolean,
): TemplateResult | string {
  if (!status) return '';
  const waiting = status.waiting === 1 ? 'One thing is' : `${status.waiting} things are`;
  if (status.hold === 'update_needed')
    return html`<div class="banner sync-note" role="status">${icons.loop}<span>A newer version of this page is needed. ${waiting} kept. <a href="">Load it</a></span></div>`;
  if (status.hold)
    return html`<div class="banner sync-note" role="status">${icons.person}<span>Please sign in again. ${waiting} kept on this device.</span></div>`;
  if (status.online && onLine) return '';
  return html`<div class="banner sync-note" role="status">${icons.offline}<span>${
    status.waiting
      ? html`You are offline. ${waiting} saved on this device and will be sent when the network is back.`
      : 'You are offline. Everything here still works; what you send is kept until the network is back.'
  }</span></div>`;
}

// A picture that cannot be had leaves its place calm instead of broken.
addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLImageElement && !target.src.startsWith('data:'))
      target.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
  },
  true,
);

/** The shell opens without a network after the first visit; nothing else depends on this. */
export function registerShell(): void {
  if (!('serviceWorker' in navigator)) return;
  const policy = (
    globalThis as {
      trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): unknown } };
    }
  ).trustedTypes?.createPolicy('aftersale-demo', {
    createScriptURL: (url: string) => (url === '/sw.js' ? url : ''),
  });
  void navigator.serviceWorker
    .register((policy?.createScriptURL('/sw.js') ?? '/sw.js') as string)
    .catch(() => {});
}
