/** What the law wants said, and what is good to know, beside the question that it belongs to. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.js';
import { sourceLine } from '../view.js';
import type { Screen } from './context.js';

export function noticeList(s: Screen): TemplateResult {
  const { t, step } = s;
  return html`<ul class="findings">${step.notices.map(
    (notice) => html`<li><span class="mark">${notice.code === 'live_promise' ? icons.live : icons.info}</span>
    <div><p>${t.code(notice.code === 'live_promise' ? 'finding' : 'notice', notice.code, { ...notice.params })}</p>${sourceLine(t, notice.layer, notice.source)}</div></li>`,
  )}</ul>`;
}

export function noticesView(s: Screen): TemplateResult | typeof nothing {
  const { t, step, wizard } = s;
  if (step.notices.length === 0) return nothing;
  const free = step.notices.find(
    ({ code, params }) => code === 'no_reason_needed' && typeof params?.reason === 'string',
  );
  const open = step.items.some((item) => item.selected > 0 && !wizard.itemFor(item.line)?.reason);
  return html`<div class="note notices" part="notices"><div>${noticeList(s)}
    ${free && open ? html`<button type="button" class="link" @click=${() => wizard.sameReason(String(free.params!.reason))}>${t.ui('no_reason')}</button>` : nothing}</div></div>`;
}
