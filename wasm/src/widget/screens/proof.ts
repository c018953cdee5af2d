/** A guest shows which order is theirs; the host checks it. */
import { html, type TemplateResult } from 'lit';
import type { Field } from '../wire.js';
import { idOf, problemAt, type Screen } from './context.js';

const kinds: Record<string, { type: string; autocomplete: string }> = {
  number: { type: 'text', autocomplete: 'off' },
  email: { type: 'email', autocomplete: 'email' },
  postcode: { type: 'text', autocomplete: 'postal-code' },
};

export function proofScreen(s: Screen): TemplateResult {
  const { t, step } = s;
  return html`<div class="stack" part="proof"><p class="quiet">${t.ui('proof_hint')}</p>${step.fields.map((field) => input(s, field))}</div>`;
}

function input(s: Screen, field: Field): TemplateResult {
  const { t, wizard } = s;
  const id = idOf(field.id);
  const name = field.id.split('/').pop() ?? '';
  const { type, autocomplete } = kinds[name] ?? { type: 'text', autocomplete: 'off' };
  const problem = problemAt(wizard, field.id);
  return html`<div class="field"><label class="h3" for=${id}>${t.code('question', name)}</label>
    ${name === 'email' ? html`<p class="small quiet">${t.ui('either')}</p>` : ''}
    ${problem ? html`<p class="error small" id="${id}-error">${t.code('problem', problem.code)}</p>` : ''}
    <input id=${id} type=${type} autocomplete=${autocomplete} .value=${String(field.value ?? '')} maxlength=${field.max ?? 200}
      aria-invalid=${problem ? 'true' : 'false'} aria-describedby=${problem ? `${id}-error` : ''}
      @input=${(event: Event) => wizard.answer(field, (event.target as HTMLInputElement).value.trim() || undefined)}></div>`;
}
