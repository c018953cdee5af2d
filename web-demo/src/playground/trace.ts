// The decision as people read it, and every rule that had a say in it.

import type { Decision, LineDecision, Policy, Problem } from 'aftersale';
import { html, nothing, type TemplateResult } from 'lit';
import { money } from '../lib/format.js';

const tones: Record<string, string> = {
  eligible: 'good',
  eligible_with_deduction: 'good',
  manual_review: 'warn',
  ineligible: 'bad',
};
const plain = (code: string): string => code.replaceAll('_', ' ');
const value = (of: unknown): string => {
  if (typeof of === 'object' && of !== null && 'amount' in of && 'currency' in of) return money(of as never);
  return typeof of === 'string' ? of : JSON.stringify(of);
};

export const problems = (
  list: readonly (Problem & { readonly severity?: string })[],
): TemplateResult | typeof nothing =>
  list.length === 0
    ? nothing
    : html`<ul class="play-problems">${list.map(
        ({ code, pointer, message, fix, severity }) => html`<li>
        <span class="pill ${severity === 'note' ? 'info' : severity === 'warning' ? 'warn' : 'bad'}">${severity ?? 'error'}</span>
        <span class="words">${message}${fix ? html` <span class="quiet">(${fix})</span>` : nothing}<br><span class="mono quiet">${pointer || 'the whole document'} · ${code}</span></span></li>`,
      )}</ul>`;

function titles(policy: Policy | undefined): Map<string, string> {
  const rules = policy?.versions.flatMap((version) => version.rules) ?? [];
  return new Map(rules.flatMap(({ id, title }) => (title ? [[id, title] as const] : [])));
}

function line(each: LineDecision, zone: string, known: Map<string, string>): TemplateResult {
  const { findings, resolutions, methods, changes, until } = each;
  return html`<li class="card play-line">
    <header><div><h3 class="words">${each.title}</h3><p class="small quiet">${each.returnable} can come back</p></div>
      <span class="pill ${tones[each.outcome] ?? ''}">${plain(each.outcome)}</span></header>
    ${until ? html`<p>Until the end of <strong>${until.date}</strong>, ${zone}${until.estimated ? ' (estimated)' : ''}, by <span class="mono">${until.rule}</span> (${plain(until.layer)})</p>` : nothing}
    <dl class="play-offers">
      ${resolutions.length ? html`<div><dt>Solutions</dt><dd>${resolutions.map(({ resolution, rule }) => html`<span class="pill" title=${rule}>${plain(resolution)}</span> `)}</dd></div>` : nothing}
      ${methods.length ? html`<div><dt>Ways back</dt><dd>${methods.map(({ method, payer, cost, rule }) => html`<span class="pill" title=${rule}>${plain(method)}, ${cost.amount ? `${money(cost)}, ` : ''}paid by the ${plain(payer)}</span> `)}</dd></div>` : nothing}
      ${changes.length ? html`<div><dt>Would change it</dt><dd>${changes.map(({ code }) => html`<span class="pill">${plain(code)}</span> `)}</dd></div>` : nothing}
    </dl>
    <details ?open=${each.outcome === 'ineligible'}><summary>Trace: ${findings.length} ${findings.length === 1 ? 'rule' : 'rules'} had a say</summary>
      <ol class="play-trace">${findings.map(
        (finding) => html`<li>
          <p><span class="pill ${finding.effect === 'refuses' ? 'bad' : finding.effect === 'reviews' || finding.effect === 'deducts' ? 'warn' : finding.effect === 'grants' ? 'good' : ''}">${plain(finding.effect)}</span> <strong>${plain(finding.code)}</strong></p>
          <p class="small words">${known.get(finding.rule) ?? nothing} <span class="quiet">${plain(finding.layer)} · <span class="mono">${finding.policy}@${finding.version}/${finding.rule}</span></span></p>
          ${pairs({ ...finding.params, ...finding.facts })}
          ${finding.source?.url && /^https:/.test(finding.source.url) ? html`<p class="small"><a href=${finding.source.url} rel="noreferrer">${finding.source.title}</a></p>` : nothing}
        </li>`,
      )}</ol></details>
  </li>`;
}

const pairs = (of: object): TemplateResult | typeof nothing => {
  const entries = Object.entries(of);
  if (entries.length === 0) return nothing;
  return html`<dl class="play-facts">${entries.map(([name, each]) => html`<div><dt class="mono">${name}</dt><dd class="words">${value(each)}</dd></div>`)}</dl>`;
};

export function trace(decision: Decision, policy: Policy | undefined): TemplateResult {
  const known = titles(policy);
  return html`<p>The best of it: <span class="pill ${tones[decision.outcome] ?? ''}">${plain(decision.outcome)}</span></p>
    <ul class="play-lines">${decision.lines.map((each) => line(each, decision.zone, known))}</ul>
    <details class="play-raw"><summary>The answer as it is</summary><pre tabindex="0"><code>${JSON.stringify(decision, null, 2)}</code></pre></details>`;
}
