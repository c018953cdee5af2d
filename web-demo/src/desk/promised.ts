import type { LivePromise } from 'aftersale';
import type { Translator } from 'aftersale/widget';
import { html, nothing, type TemplateResult } from 'lit';
import { fullDate, time } from '../lib/format.js';
import { icons } from '../lib/icons.js';
import type { Context, Requested } from './case.js';

/** What was said on air, as it was recorded: words, moment, whether the record is what the platform signed. */
export function promised(
  { shop, row, t }: Context,
  requested: Requested | undefined,
): TemplateResult | typeof nothing {
  const { attribution, channel, createdAt } = row.order;
  if (channel !== 'live' || !attribution) return nothing;
  const named = new Map(
    (requested?.decision?.lines ?? [])
      .flatMap(({ findings }) => findings)
      .filter(({ layer, params }) => layer === 'live_promise' && params !== undefined)
      .map((finding) => [finding.policy, finding]),
  );
  const records = (shop.world(row.order.id).policies ?? []).filter(
    (each): each is LivePromise => typeof each === 'object' && each.schema === 'aftersale/promise/1',
  );
  return html`<section class="part"><h2>Promised on air</h2>
    ${[...named.values()].map(({ policy, params = {} }) =>
      promiseCard(
        t,
        params,
        records.find(({ id }) => id === policy),
      ),
    )}
    <p class="small quiet">${named.size === 0 ? 'No promise stood for this order. ' : nothing}Bought in the live room ${attribution.room ?? ''}, ${time(createdAt)}.</p></section>`;
}

const verdicts: Record<string, [tone: string, text: string]> = {
  valid: ['good', 'Signature valid'],
  unsigned: ['', 'Not signed'],
  unchecked: ['warn', 'Signature not checked'],
  invalid: ['bad', 'Signature invalid'],
  altered: ['bad', 'Record altered'],
};

function promiseCard(
  t: Translator,
  params: Record<string, unknown>,
  record: LivePromise | undefined,
): TemplateResult {
  const [tone, text] = verdicts[String(params.record)] ?? ['', String(params.record)];
  return html`<figure class="on-air"><blockquote class="words" lang=${record?.locale ?? nothing}>${String(params.wording)}</blockquote>
    <figcaption><p>${icons.live}<strong>${t.ui('promised_by', params)}</strong></p>
    <p class="small quiet num">${time(String(params.saidAt))}${record?.endedAt ? ` to ${time(record.endedAt)}` : ', still standing'}${record?.products ? ` · for ${record.products.join(', ')}` : ' · for everything'}</p>
    <p class="tags"><span class="pill ${tone}">${text}</span>${record?.retainUntil ? html`<span class="pill">Kept until ${fullDate(record.retainUntil)}</span>` : nothing}${record?.hash ? html`<span class="pill mono" title=${record.hash}>${record.hash.slice(0, 8)}</span>` : nothing}</p></figcaption></figure>`;
}
