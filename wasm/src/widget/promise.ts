/** What a host promised on air, told as the reason for a right: who, at which moment of the stream, in which words. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import type { Translator } from './messages.js';
import type { CaseEvent, Finding, Params, StepItem } from './wire.js';

const named = ({ code }: { code?: string }): boolean => code === 'live_promise';

/** The promise that counts for an item: the one that gives its last day, else the first. */
export function promiseOf(findings: readonly Finding[], until?: StepItem['until']): Finding | undefined {
  const promises = findings.filter(named);
  return promises.find(({ rule }) => rule === until?.rule) ?? promises[0];
}

/** Who said it and when; with the words where there is room for them. */
export function promiseLine(
  t: Translator,
  params: Params | undefined,
  words = params?.wording,
): TemplateResult | typeof nothing {
  return params
    ? html`<span class=${words ? 'promise small' : 'promise small bare'} part="promise">${icons.live}<span><strong>${t.ui('promised_by', params)}</strong>${
        words ? html`<q class="words"><bdi>${words}</bdi></q>` : nothing
      }</span></span>`
    : nothing;
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
  const { decision } = (events.find(({ type }) => type === 'case.opened')?.data ?? {}) as Recorded;
  const found = new Map<string, Params>();
  for (const { findings = [] } of decision?.lines ?? []) {
    for (const { policy = '', params, ...finding } of findings) {
      if (named(finding) && params && !found.has(policy)) found.set(policy, params);
    }
  }
  return [...found.values()];
}
