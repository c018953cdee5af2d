/** What a host promised on air, told as the reason for a right: who, at which moment of the stream, in which words. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import type { Translator } from './messages.js';
import type { CaseEvent, Finding, Params, StepItem } from './wire.js';

const named = ({ code }: { code?: string }): boolean => code === 'live_promise';

/** The promise that counts for an item: the one that gives its last day, else the first. */
export function promiseOf(findings: readonly Finding[], until?: StepItem['until']): Finding | undefined {
  const promises = findings.filter(named);
  return promises.find(({ rule }) => until?.layer === 'live_promise' && rule === until.rule) ?? promises[0];
}

/** Beside the item only who said it and when; with the words where there is room for them. */
export function promiseNote(t: Translator, params: Params | undefined): TemplateResult | typeof nothing {
  return params
    ? html`<span class="promise-note small" part="promise">${icons.live}<span>${t.ui('promised_by', params)}</span></span>`
    : nothing;
}

export function promiseLine(t: Translator, params: Params | undefined): TemplateResult | typeof nothing {
  if (!params) return nothing;
  const { wording } = params;
  return html`<p class="promise small" part="promise">${icons.live}<span><strong>${t.ui('promised_by', params)}</strong>${
    typeof wording === 'string' ? html`<q class="words"><bdi>${wording}</bdi></q>` : nothing
  }</span></p>`;
}

interface Recorded {
  readonly decision?: {
    readonly lines?: readonly {
      readonly findings?: readonly { code?: string; policy?: string; params?: Params }[];
    }[];
  };
}

/** The promises on which a case stands, each once, as its first event recorded them. */
export function promisesIn(events: readonly CaseEvent[]): Params[] {
  const { decision } = (events.find(({ type }) => type === 'return.requested')?.data ?? {}) as Recorded;
  const found = new Map<string, Params>();
  for (const { findings = [] } of decision?.lines ?? []) {
    for (const { policy = '', params, ...finding } of findings) {
      if (named(finding) && params && !found.has(policy)) found.set(policy, params);
    }
  }
  return [...found.values()];
}
