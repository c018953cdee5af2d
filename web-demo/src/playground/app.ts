// A policy, an order, and what comes of it: the decision with its trace, and the wizard. Everything stays on the page; the link holds it all.

import 'aftersale/widget/define';
import { type AftersaleTools, createAftersale } from 'aftersale/tools';
import type { AftersaleWizard } from 'aftersale/widget';
import { html, nothing, render, type TemplateResult } from 'lit';
import { first, languages, orders, policies } from './examples.js';
import { type Judged, judge } from './judge.js';
import { fromFragment, type Shared, toFragment } from './share.js';
import { problems, trace } from './trace.js';

const pause = 250;

export class Playground {
  #shared: Shared = first;
  #engine: AftersaleTools | undefined;
  #judged: Judged | undefined;
  #shown = '';
  #sent: unknown;
  #note = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly around: (content: TemplateResult) => TemplateResult = (content) => content,
  ) {}

  async start(wasm?: URL): Promise<void> {
    this.#shared = (await fromFragment(location.hash)) ?? first;
    this.#draw();
    addEventListener('hashchange', () => void this.#follow());
    try {
      this.#engine = await createAftersale(wasm ? { wasm } : {});
    } catch (error) {
      this.#note = `The engine could not be started: ${(error as Error).message}`;
    }
    this.#judge();
  }

  /** A link of another's was opened in this very page. */
  async #follow(): Promise<void> {
    const shared = await fromFragment(location.hash);
    if (!shared || JSON.stringify(shared) === JSON.stringify(this.#shared)) return;
    this.#shared = shared;
    this.#judge();
  }

  #set(change: Partial<Shared>, at = pause): void {
    this.#shared = { ...this.#shared, ...change };
    this.#note = '';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#judge();
      void toFragment(this.#shared).then((fragment) => history.replaceState(history.state, '', fragment));
    }, at);
  }

  #judge(): void {
    if (this.#engine) this.#judged = judge(this.#engine, this.#shared);
    this.#draw();
    this.#wizard();
  }

  /** The wizard begins anew when it is about something else, and stays as it is while a text cannot be read. */
  #wizard(): void {
    const { order, policy, decision } = this.#judged ?? {};
    const wizard = this.root.querySelector<AftersaleWizard>('aftersale-wizard');
    if (!wizard || !this.#engine || !order || !policy || !decision) return;
    const { now, locale } = this.#shared;
    wizard.locale = locale;
    const shown = JSON.stringify([order, policy, now]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#sent = undefined;
    wizard.reset();
    wizard.now = now;
    wizard.world = { order, policies: [policy] } as never;
    wizard.submit = async (request, quote, { text }) => {
      this.#sent = { request, quote: quote?.hash, ...(text ? { text } : {}) };
      this.#draw();
      return { state: 'confirmed', caseNumber: 'PLAY-1', declaredAt: now };
    };
    wizard.engine = this.#engine as never;
  }

  #share = async (): Promise<void> => {
    const fragment = await toFragment(this.#shared);
    history.replaceState(history.state, '', fragment);
    try {
      await navigator.clipboard.writeText(location.href);
      this.#note = 'The link is copied. It holds the policy and the order; no server has them.';
    } catch {
      this.#note = 'The link stands in the address bar.';
    }
    this.#draw();
  };

  #draw(): void {
    const judged = this.#judged;
    const { policy, order, now, locale } = this.#shared;
    render(
      this.around(html`<main class="page play" id="main">
      <header class="play-head"><div><h1>Playground</h1><p class="quiet">A policy and an order in, the decision with every reason out. Nothing leaves this page.</p></div>
        <button class="button primary" type="button" @click=${this.#share}>Copy a link to this</button></header>
      <p class="play-note" role="status">${this.#note}</p>
      <div class="play-columns">
        ${this.#editor('policy', 'Policy', policy, policies, judged?.policyProblems ?? [])}
        ${this.#editor('order', 'Order', order, orders, judged?.orderProblems ?? [], judged?.plugin ? `Read as ${judged.plugin} writes it` : '')}
      </div>
      <div class="play-moment">
        <label class="field"><span>Now, in UTC</span><input class="input" type="datetime-local" step="60" .value=${now.slice(0, 16)} @input=${this.#moment}></label>
        <label class="field"><span>Language of the wizard</span><select class="input" @change=${(event: Event) => this.#set({ locale: (event.target as HTMLSelectElement).value }, 0)}>${Object.entries(languages).map(([tag, name]) => html`<option value=${tag} ?selected=${tag === locale}>${name}</option>`)}</select></label>
      </div>
      <section aria-labelledby="decision"><h2 id="decision">Decision</h2>
        ${problems(judged?.otherProblems ?? [])}
        ${judged?.decision ? trace(judged.decision, judged.policy) : html`<p class="quiet">${judged ? 'Nothing can be decided before both can be read.' : this.#engine ? nothing : 'One moment, the engine is on its way.'}</p>`}</section>
      <section aria-labelledby="wizard"><h2 id="wizard">Wizard</h2>
        <div class="card play-wizard"><aftersale-wizard layout="panel" draft-key=""></aftersale-wizard></div>
        ${this.#sent ? html`<details class="play-raw" open><summary>What a shop would be sent</summary><pre tabindex="0"><code>${JSON.stringify(this.#sent, null, 2)}</code></pre></details>` : nothing}</section>
    </main>`),
      this.root,
    );
  }

  #moment = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    if (value) this.#set({ now: `${value.slice(0, 16)}:00Z` });
  };

  #editor(
    name: 'policy' | 'order',
    title: string,
    text: string,
    examples: readonly { readonly name: string; readonly text: string }[],
    found: Parameters<typeof problems>[0],
    hint = '',
  ): TemplateResult {
    const typed = (event: Event): void => this.#set({ [name]: (event.target as HTMLTextAreaElement).value });
    const picked = (event: Event): void => {
      const example = examples[Number((event.target as HTMLSelectElement).value)];
      if (example) this.#set({ [name]: example.text }, 0);
    };
    const at = examples.findIndex((example) => example.text === text);
    return html`<section class="card play-edit" aria-labelledby=${name}>
      <header><h2 id=${name}>${title}</h2>
        <select class="input" aria-label="${title}: examples" @change=${picked}><option value="-1" ?selected=${at < 0}>Your own</option>${examples.map((example, index) => html`<option value=${index} ?selected=${index === at}>${example.name}</option>`)}</select></header>
      <textarea class="input mono" rows="18" spellcheck="false" autocomplete="off" aria-label="${title} as JSON" .value=${text} @input=${typed}></textarea>
      ${hint ? html`<p class="small quiet">${hint}</p>` : nothing}
      <div role="status">${problems(found)}</div>
    </section>`;
  }
}
