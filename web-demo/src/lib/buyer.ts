// What a customer may do in a case beside what the tracker offers: offers, answers, a supervisor, more time.

import type { CaseView } from 'aftersale';
import { html, nothing, type TemplateResult } from 'lit';
import { drawFields, fieldsOf, readFields } from './fields.js';
import { icons } from './icons.js';
import { added, gallery, photoButton } from './photos.js';
import { matters, thread } from './talk.js';
import { words } from './words.js';

export interface BuyerHost {
  readonly view: CaseView;
  readonly currency: string;
  readonly busy: boolean;
  /** The command whose form is open. */
  readonly asking: string | undefined;
  readonly error: string | undefined;
  ask(type: string | undefined, error?: string): void;
  send(type: string, data: object, files?: readonly Blob[]): void;
  /** Says what went wrong. */
  fail(words: string): void;
  /** What came with the request. */
  readonly first: readonly { sha256: string }[];
  draw(): void;
}

/** What the tracker has buttons for itself, and what has its place here. */
const elsewhere = new Set([
  'ship',
  'appeal',
  'note',
  'cancel',
  'message',
  'add_evidence',
  'convert',
  'receive',
]);
const order = ['accept', 'decline', 'propose', 'reply', 'deliver', 'confirm', 'dispute', 'extend'];
const texts: Readonly<Record<string, string>> = {
  accept: 'Accept',
  decline: 'Decline',
  propose: 'Offer something else',
  reply: 'Answer',
  deliver: 'It has arrived',
  confirm: 'All is well',
  dispute: 'Call a supervisor',
  extend: 'Give the shop more time',
};
const nameOf = (type: string): string => texts[type] ?? words('command', type);

export function buyerPart(host: BuyerHost): TemplateResult {
  const { view, asking, ask, send, busy, currency } = host;
  const mine = view.commands
    .filter(({ type, by }) => by.includes('buyer') && !elsewhere.has(type))
    .map(({ type }) => type as string)
    .sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const fields = asking ? fieldsOf(asking, view, 'buyer') : [];
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!asking) return;
    const read = readFields(fields, new FormData(event.target as HTMLFormElement), currency);
    if ('error' in read) ask(asking, read.error);
    else send(asking, read.data);
  };
  const write = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const text = String(new FormData(form).get('text') ?? '').trim();
    if (!text) return;
    send('message', { text });
    form.reset();
  };
  const writes = view.commands.some(({ type, by }) => type === 'message' && by.includes('buyer'));
  const shows = view.commands.some(({ type, by }) => type === 'add_evidence' && by.includes('buyer'));
  const turn = view.offer?.to === 'buyer' || view.asked?.of === 'buyer' || mine.includes('deliver');
  return html`<section class="card talk-card ${turn ? 'first' : ''}" aria-label="Messages and offers"><h2>Messages and offers</h2>
    ${matters(view, 'buyer')}
    ${
      mine.length > 0
        ? html`<div class="buyer-commands">${mine.map(
            (type, i) =>
              html`<button class="button ${i === 0 && turn ? 'primary' : ''}" data-command=${type} ?disabled=${busy} aria-expanded=${fieldsOf(type, view, 'buyer').length > 0 ? String(asking === type) : nothing} @click=${() => {
                if (fieldsOf(type, view, 'buyer').length === 0) send(type, {});
                else ask(asking === type ? undefined : type);
              }}>${nameOf(type)}</button>`,
          )}</div>`
        : nothing
    }
    ${
      asking && mine.includes(asking)
        ? html`<form class="buyer-form" novalidate @submit=${submit}>${host.error ? html`<p class="banner bad" role="alert">${icons.warning}<span>${host.error}</span></p>` : nothing}${drawFields(fields)}<div class="form-buttons"><button class="button primary">${nameOf(asking)}</button><button type="button" class="button plain" @click=${() => ask(undefined)}>Not now</button></div></form>`
        : nothing
    }
    ${thread(view, 'buyer')}
    ${gallery(added(view, host.first), {}, host.draw)}
    ${writes ? html`<form class="note-form" @submit=${write}><label class="sr" for="buyer-message">Message to the shop</label><textarea class="input" id="buyer-message" name="text" rows="2" maxlength="2000" placeholder="Write to the shop"></textarea>${shows ? photoButton(busy, (data, files) => send('add_evidence', data, files), host.fail) : nothing}<button class="button" ?disabled=${busy}>${icons.send}Send</button></form>` : nothing}
  </section>`;
}
