import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  type ChangeKind,
  type Drafts,
  type Submission,
  type Submit,
  WizardController,
} from './controller.js';
import { browserDrafts } from './drafts.js';
import { prepareEvidence, UnreadableImage } from './evidence.js';
import { icons } from './icons.js';
import { loadMessages, messagesNow, onLocales } from './locales.js';
import { Translator, type UiKey } from './messages.js';
import { isWithdrawal } from './receipt.js';
import { methodScreen, resolutionScreen } from './screens/choices.js';
import { idOf, type Screen } from './screens/context.js';
import { itemsScreen } from './screens/items.js';
import { noticesView } from './screens/notices.js';
import { reasonsScreen } from './screens/reasons.js';
import { qrCode, receiptScreen } from './screens/receipt.js';
import { reviewScreen } from './screens/review.js';
import { shared } from './shared.styles.js';
import { breakdown, metaLine, picture, resultText, safeUrl } from './view.js';
import type {
  Answers,
  Evidence,
  EvidenceKind,
  Field,
  Order,
  Policy,
  Quote,
  ReturnRequest,
  Step,
  StepId,
  StepItem,
  WizardEngine,
  World,
} from './wire.js';
import { styles } from './wizard.styles.js';

export type Layout = 'page' | 'panel' | 'sheet';

export interface WizardEvents {
  'aftersale-ready': CustomEvent<{ step: Step }>;
  'aftersale-step': CustomEvent<{ step: StepId | 'receipt' }>;
  'aftersale-draft': CustomEvent<{ key: string; answers: Answers }>;
  'aftersale-before-submit': CustomEvent<{ request: ReturnRequest; quote: Quote }>;
  'aftersale-submit': CustomEvent<{
    request: ReturnRequest;
    quote: Quote;
    files: Map<string, Blob>;
    respondWith(answer: Promise<Partial<Submission>>): void;
  }>;
  'aftersale-submitted': CustomEvent<Submission>;
  'aftersale-close': CustomEvent<{ reason: 'button' | 'escape' | 'drag' | 'done' | 'call' }>;
  'aftersale-error': CustomEvent<{ error: unknown }>;
  'aftersale-help': CustomEvent<{ topic: string; line?: string; order?: string }>;
}

const titles: Record<StepId, UiKey> = {
  items: 'items_title',
  reasons: 'reasons_title',
  resolution: 'resolution_title',
  method: 'method_title',
  review: 'review_title',
};

/**
 * The return wizard. It shows the steps that the core answers with, and decides nothing itself.
 *
 * @attr locale, layout (page, panel, sheet), theme (light, dark), draft-key, history, opened (sheet)
 * @fires aftersale-ready, aftersale-step, aftersale-draft, aftersale-before-submit, aftersale-submit, aftersale-submitted,
 *   aftersale-close, aftersale-error, aftersale-help
 * @slot receipt - more on the last screen, under what the wizard says
 * @csspart frame, header, body, bar, primary, item, picture, chip, card, badge, breakdown, notices, confirmations, qr, status
 */
export class AftersaleWizard extends LitElement {
  static override styles = [shared, styles];
  static override properties = {
    engine: { attribute: false },
    world: { attribute: false },
    order: { attribute: false },
    policies: { attribute: false },
    now: { attribute: false },
    submission: { attribute: false },
    loadDraft: { attribute: false },
    saveDraft: { attribute: false },
    uploadEvidence: { attribute: false },
    submit: { attribute: false },
    locale: {},
    layout: { reflect: true },
    theme: { reflect: true },
    draftKey: { attribute: 'draft-key' },
    history: { type: Boolean },
    opened: { type: Boolean, reflect: true },
    sheetSize: { state: true },
    online: { state: true },
    search: { state: true },
    messages: { state: true },
  };

  declare engine: WizardEngine | undefined;
  declare world: World | undefined;
  declare order: Order | undefined;
  declare policies: (Policy | string)[] | undefined;
  declare now: string | (() => string) | undefined;
  declare submission: Submission | undefined;
  declare loadDraft: ((key: string) => Promise<Answers | undefined>) | undefined;
  declare saveDraft: ((key: string, answers: Answers | undefined) => Promise<void>) | undefined;
  declare uploadEvidence: ((file: File, evidence: Evidence) => Promise<Partial<Evidence>>) | undefined;
  declare submit: Submit | undefined;
  declare locale: string;
  declare layout: Layout;
  declare theme: 'light' | 'dark' | undefined;
  declare draftKey: string | undefined;
  declare history: boolean;
  declare opened: boolean;
  /** @internal */ declare sheetSize: 'half' | 'full';
  /** @internal */ declare online: boolean;
  /** @internal */ declare search: string;
  /** @internal */ declare messages: ReturnType<typeof messagesNow>;

  readonly controller: WizardController;
  #translator: Translator | undefined;
  #open = new Map<string, boolean>();
  #fileNotes = new Map<string, { text: string; busy: boolean }>();
  #previews = new Map<string, string>();
  #focus: 'heading' | 'errors' | `#${string}` | undefined;
  #groups = new Map<string, ReturnType<Screen['groupOf']>>();
  #qr: { text: string; image: TemplateResult | undefined } | undefined;
  #shown: string | undefined;
  #begun: string | undefined;
  #opener: Element | null = null;
  #depth = 0;
  #copied = false;
  #said = '';
  #ready = false;
  #off: (() => void)[] = [];

  constructor() {
    super();
    this.locale = '';
    this.layout = 'page';
    this.history = this.opened = false;
    this.sheetSize = 'half';
    this.online = true;
    this.search = '';
    this.messages = messagesNow('en');
    this.controller = new WizardController({
      now: () => this.#clock(),
      onChange: (what) => this.#changed(what),
    });
  }

  // ---- life ----

  override connectedCallback(): void {
    super.connectedCallback();
    const hear = (target: EventTarget, type: string, listener: (event: never) => void): void => {
      target.addEventListener(type, listener as EventListener);
      this.#off.push(() => target.removeEventListener(type, listener as EventListener));
    };
    const connection = (): void => {
      this.online = navigator.onLine;
    };
    connection();
    hear(window, 'online', connection);
    hear(window, 'offline', connection);
    hear(window, 'popstate', (event: PopStateEvent) => this.#popped(event));
    this.#off.push(onLocales(() => this.#loadLocale()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const off of this.#off.splice(0)) off();
    for (const url of this.#previews.values()) URL.revokeObjectURL(url);
    this.#previews.clear();
  }

  get #tag(): string {
    return this.locale || this.#order?.locale || document.documentElement.lang || navigator.language || 'en';
  }
  get #order(): Order | undefined {
    const order = this.order ?? this.world?.order;
    return typeof order === 'object' ? order : undefined;
  }
  get #world(): World | undefined {
    if (this.world) return this.order ? { ...this.world, order: this.order } : this.world;
    return this.order
      ? { order: this.order, ...(this.policies ? { policies: this.policies } : {}) }
      : undefined;
  }
  get #key(): string {
    return (
      this.draftKey ?? this.#order?.id ?? (typeof this.world?.order === 'string' ? this.world.order : '')
    );
  }

  get #zone(): string {
    const { step } = this.controller;
    const zone = this.world?.zone;
    return (
      step?.decision.zone ??
      (typeof zone === 'object' ? zone.name : zone) ??
      Intl.DateTimeFormat().resolvedOptions().timeZone
    );
  }

  #clock(): string {
    return typeof this.now === 'function'
      ? this.now()
      : (this.now ?? `${new Date().toISOString().slice(0, 19)}Z`);
  }

  #loadLocale(): void {
    const tag = this.#tag;
    this.messages = messagesNow(tag);
    void loadMessages(tag).then((messages) => {
      if (tag === this.#tag) this.messages = messages;
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated || changed.has('locale') || changed.has('order') || changed.has('world'))
      this.#loadLocale();
    this.#translator = undefined;
    if (changed.has('submission') && this.submission) this.controller.update(this.submission);
    const world = this.#world;
    if (
      this.engine &&
      world &&
      ['engine', 'world', 'order', 'policies', 'now'].some((name) => changed.has(name))
    ) {
      this.controller.configure({ drafts: this.#drafts(), draftKey: this.#key });
      this.#groups.clear();
      if (this.#key !== this.#begun) {
        this.#begun = this.#key;
        this.#shown = undefined;
        this.#ready = false;
        this.#open.clear();
        this.#fileNotes.clear();
        this.search = '';
      }
      void this.controller.start(this.engine, world);
    }
  }

  #drafts(): Drafts {
    const { loadDraft, saveDraft } = this;
    const own = browserDrafts();
    const store: Drafts = saveDraft
      ? {
          ...own,
          load: async (key) => loadDraft?.(key),
          save: (key, answers) => saveDraft(key, answers),
          clear: (key) => saveDraft(key, undefined),
        }
      : own;
    return {
      ...store,
      save: async (key, answers) => {
        if (this.#emit('aftersale-draft', { key, answers })) await store.save(key, answers);
      },
    };
  }

  get #t(): Translator {
    this.#translator ??= new Translator(this.messages, this.#tag, this.#zone, this.controller.now);
    return this.#translator;
  }

  // ---- what others may call ----

  /** Shows the sheet; remembers where the focus was. */
  open(): void {
    if (this.opened) return;
    this.#opener = deepActive();
    this.sheetSize = 'half';
    this.opened = true;
    this.#focus = 'heading';
    if (this.history && this.layout === 'sheet') this.#push(this.controller.step?.step ?? 'items');
  }

  close(reason: WizardEvents['aftersale-close']['detail']['reason'] = 'call'): void {
    if (!this.#emit('aftersale-close', { reason }) || !this.opened) return;
    this.opened = false;
    if (this.history && this.#depth > 0) history.go(-this.#depth);
    this.#depth = 0;
    const opener = this.#opener;
    this.#opener = null;
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  }

  /** Forgets the draft and everything typed. */
  reset(): void {
    this.#open.clear();
    this.#fileNotes.clear();
    this.search = '';
    this.#copied = false;
    this.submission = undefined;
    this.controller.reset();
  }

  // ---- events ----

  #emit<T extends keyof WizardEvents>(type: T, detail: WizardEvents[T]['detail']): boolean {
    return this.dispatchEvent(
      new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }),
    );
  }

  #changed(what: ChangeKind): void {
    const { phase, step, failure } = this.controller;
    if (what === 'invalid') {
      this.#focus = 'errors';
      for (const { line } of this.#faulty()) this.#open.set(`reason ${line}`, true);
    }
    if (what === 'failed') {
      this.#focus = 'errors';
      if (failure) this.#emit('aftersale-error', { error: failure });
    }
    const screen = phase === 'receipt' ? 'receipt' : step?.step;
    if (screen && screen !== this.#shown) {
      const first = this.#shown === undefined;
      this.#shown = screen;
      this.#open.delete('bar');
      if (!first) this.#focus = 'heading';
      if (phase === 'asking' && !this.#ready && step) {
        this.#ready = true;
        this.#emit('aftersale-ready', { step });
      }
      this.#emit('aftersale-step', { step: screen });
      if (this.history && phase === 'asking') this.#remember(screen as StepId, first);
      if (screen === 'receipt' && this.controller.submission)
        this.#emit('aftersale-submitted', this.controller.submission);
    }
    if (what !== 'draft') this.#sayResult();
    this.requestUpdate();
  }

  /** The fields of this step in which something is missing. */
  #faulty(): Field[] {
    const wrong = new Set(this.controller.problems.map(({ pointer }) => idOf(pointer)));
    return this.controller.step?.fields.filter(({ id }) => wrong.has(idOf(id))) ?? [];
  }

  /** The amount is spoken when it changes, not at every key. */
  #sayResult(): void {
    const { phase, step, submission } = this.controller;
    const t = this.#t;
    if (phase === 'receipt' && submission) this.#said = t.ui(`receipt_title_${submission.state}` as UiKey);
    else this.#said = step?.quote ? resultText(t, step.quote) : '';
  }

  // ---- browser history, where the host wants it ----

  #push(step: string): void {
    this.#depth++;
    history.pushState(
      { ...(history.state as object | null), aftersale: { key: this.#key, step, depth: this.#depth } },
      '',
    );
  }

  #remember(step: StepId, first: boolean): void {
    const mine = (history.state as { aftersale?: { key: string; step: string } } | null)?.aftersale;
    if (mine?.key === this.#key && mine.step === step) return;
    if (first && this.layout === 'sheet') return; // what lies below the sheet is the page's own
    if (first)
      history.replaceState(
        { ...(history.state as object | null), aftersale: { key: this.#key, step, depth: this.#depth } },
        '',
      );
    else this.#push(step);
  }

  #popped(event: PopStateEvent): void {
    if (!this.history) return;
    const mine = (event.state as { aftersale?: { key: string; step: string; depth: number } } | null)
      ?.aftersale;
    if (mine && mine.key === this.#key) {
      this.#depth = mine.depth;
      if (this.controller.phase === 'asking' && mine.step !== this.controller.step?.step)
        this.controller.go(mine.step as StepId);
    } else if (this.layout === 'sheet' && this.opened) {
      this.#depth = 0;
      this.close('button');
    }
  }

  #back(): void {
    if (this.history && this.#depth > 0) history.back();
    else this.controller.back();
  }

  // ---- doing ----

  #advance = (event: Event): void => {
    event.preventDefault();
    const { controller } = this;
    if (controller.phase === 'receipt') this.close('done');
    else if (controller.phase !== 'asking' || !controller.step) return;
    else if (controller.step.next || controller.step.errors.length > 0) controller.next();
    else void this.#send();
  };

  async #send(): Promise<void> {
    const { step } = this.controller;
    if (
      step?.request &&
      step.quote &&
      !this.#emit('aftersale-before-submit', { request: step.request, quote: step.quote })
    )
      return;
    await this.controller.submit(async (request, quote, extra) => {
      if (this.submit) return (await this.submit(request, quote, extra)) ?? undefined;
      let answer: Promise<Partial<Submission>> | undefined;
      this.#emit('aftersale-submit', {
        request,
        quote,
        files: extra.files,
        respondWith: (promise) => {
          answer = promise;
        },
      });
      if (!answer)
        throw new Error('aftersale-wizard: set `submit`, or answer `aftersale-submit` with respondWith()');
      return answer;
    });
  }

  async #addFiles(field: Field, files: FileList | null): Promise<void> {
    const line = field.line ?? '';
    const t = this.#t;
    for (const file of [...(files ?? [])]) {
      this.#fileNotes.set(line, { text: t.ui('photo_working'), busy: true });
      this.requestUpdate();
      try {
        const prepared = await prepareEvidence(file, kindOf(field, file));
        let { evidence } = prepared;
        if (this.uploadEvidence && navigator.onLine) {
          evidence = {
            ...evidence,
            ...(await this.uploadEvidence(
              new File([prepared.file], evidence.name ?? 'photo.jpg', { type: prepared.file.type }),
              evidence,
            )),
          };
        }
        this.#fileNotes.delete(line);
        this.controller.addEvidence(line, evidence, prepared.file);
      } catch (error) {
        this.#fileNotes.set(line, {
          text: t.ui(error instanceof UnreadableImage ? 'photo_unreadable' : 'photo_failed'),
          busy: false,
        });
        this.#emit('aftersale-error', { error });
        this.requestUpdate();
      }
    }
  }

  #preview(id: string): string | undefined {
    const file = this.controller.files.get(id);
    if (!file?.type.startsWith('image/')) return undefined;
    const url = this.#previews.get(id) ?? URL.createObjectURL(file);
    this.#previews.set(id, url);
    return url;
  }

  #help(topic: string, line?: string): void {
    const order = this.#order?.id;
    if (!this.#emit('aftersale-help', { topic, ...(line ? { line } : {}), ...(order ? { order } : {}) }))
      return;
    const contact = (this.#world?.policies ?? [])
      .map((policy) => (typeof policy === 'object' ? policy.contact : undefined))
      .find((each) => each?.url || each?.email);
    const url =
      safeUrl(contact?.url) ?? (contact?.email ? `mailto:${encodeURIComponent(contact.email)}` : undefined);
    if (url) window.open(url, '_blank', 'noopener');
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#copied = true;
      this.requestUpdate();
    } catch {
      /* the download is there */
    }
  }

  #toggle(key: string, open: boolean): void {
    if (open === this.#open.get(key)) return;
    this.#open.set(key, open);
    this.requestUpdate();
  }

  #groupOf(item: StepItem): ReturnType<Screen['groupOf']> {
    const group =
      this.#groups.get(item.line) ??
      (item.blocked ? 'blocked' : item.verdict.outcome === 'ineligible' ? 'other' : 'open');
    this.#groups.set(item.line, group);
    return group;
  }

  /** The code's drawing, loaded when it is first wanted. */
  #qrFor(text: string | undefined): TemplateResult | undefined {
    if (text !== undefined && this.#qr?.text !== text) {
      const made: { text: string; image: TemplateResult | undefined } = { text, image: undefined };
      this.#qr = made;
      void qrCode(text, this.#t.ui('qr_alt', { code: text })).then(
        (image) => {
          made.image = image;
          this.requestUpdate();
        },
        () => undefined,
      ); // offline: the code stands below as text
    }
    return this.#qr?.image;
  }

  // ---- the sheet ----

  #resize(size: 'half' | 'full'): void {
    this.sheetSize = size;
  }

  #drag = (down: PointerEvent): void => {
    const frame = this.renderRoot.querySelector<HTMLElement>('.frame');
    const handle = down.currentTarget as HTMLElement;
    if (!frame || down.button !== 0) return;
    const from = frame.getBoundingClientRect().height;
    const whole = this.getBoundingClientRect().height;
    let height = from;
    let moved = false;
    handle.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent): void => {
      height = from + down.clientY - event.clientY;
      moved ||= Math.abs(height - from) > 6;
      if (moved) frame.style.blockSize = `${Math.max(80, Math.min(height, whole))}px`;
    };
    const up = (): void => {
      handle.removeEventListener('pointermove', move);
      frame.style.blockSize = '';
      if (!moved) return;
      if (height < whole * 0.35) this.close('drag');
      else this.#resize(height > whole * 0.78 ? 'full' : 'half');
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', up, { once: true });
  };

  #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.layout !== 'sheet' || event.defaultPrevented) return;
    event.stopPropagation();
    this.close('escape');
  };

  // ---- drawing ----

  protected override updated(): void {
    const focus = this.#focus;
    if (!focus || (this.layout === 'sheet' && !this.opened)) return;
    this.#focus = undefined;
    if (focus.startsWith('#')) {
      this.renderRoot.querySelector<HTMLElement>(focus)?.focus({ preventScroll: true });
      return;
    }
    const target =
      this.renderRoot.querySelector<HTMLElement>(focus === 'errors' ? '.errors' : 'h2') ??
      this.renderRoot.querySelector<HTMLElement>('h2');
    if (!target) return;
    target.focus({ preventScroll: true });
    const body = this.renderRoot.querySelector('.body');
    if (this.layout === 'page') {
      if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: 'start' });
    } else if (body) body.scrollTop = 0;
  }

  #screen(step: Step): Screen {
    return {
      t: this.#t,
      wizard: this.controller,
      step,
      search: this.search,
      isOpen: (key) => this.#open.get(key),
      toggle: (key, open) => this.#toggle(key, open),
      setSearch: (words) => {
        this.search = words;
      },
      help: (topic, line) => this.#help(topic, line),
      addFiles: (field, files) => void this.#addFiles(field, files),
      fileNote: (line) => this.#fileNotes.get(line),
      preview: (id) => this.#preview(id),
      go: (to) => this.controller.go(to),
      groupOf: (item) => this.#groupOf(item),
      focus: (id) => {
        this.#focus = `#${CSS.escape(id)}`;
      },
      qr: this.#qrFor(this.controller.submission?.qr),
    };
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.layout === 'sheet' && !this.opened) return nothing;
    const { controller } = this;
    const { phase, step } = controller;
    const t = this.#t;
    const sheet = this.layout === 'sheet';
    const busy = phase === 'loading';
    return html`<section class="frame ${sheet ? this.sheetSize : ''}" part="frame" dir=${t.direction} lang=${t.locale}
      role=${sheet ? 'dialog' : 'region'} aria-label=${t.ui('wizard_title')} aria-busy=${busy} @keydown=${this.#escape}>
      <form novalidate @submit=${this.#advance}>
      ${sheet ? this.#grip() : nothing}
      ${this.#header(step)}
      <div class="body" part="body"><div class="inner">
        ${this.#banners()}
        ${phase === 'failed' ? this.#failed() : this.#content(step)}
        ${phase === 'receipt' ? html`<slot name="receipt"></slot>` : nothing}
        ${busy ? nothing : html`<p class="help"><button type="button" class="link" @click=${() => this.#help('ask_a_person')}>${icons.person}${t.ui('talk_to_person')}</button></p>`}
      </div></div>
      ${busy || phase === 'failed' ? nothing : this.#bar(step)}
      <div class="sr" role="status">${busy ? t.ui('loading') : this.#said}</div>
    </form></section>`;
  }

  #grip(): TemplateResult {
    // For a pointer only; keys and readers have the button beside "close".
    return html`<div class="grip" aria-hidden="true" @pointerdown=${this.#drag}><span></span></div>`;
  }

  #header(step: Step | undefined): TemplateResult {
    const t = this.#t;
    const { phase } = this.controller;
    const shown = step?.steps.filter(({ state, id }) => state !== 'automatic' || id === step.step) ?? [];
    const at = shown.findIndex(({ id }) => id === step?.step);
    const closable = this.layout === 'sheet' || this.layout === 'panel';
    const asking = phase === 'asking' || phase === 'sending';
    return html`<header part="header">
      ${asking && step?.back ? html`<button type="button" class="icon" aria-label=${t.ui('back')} @click=${() => this.#back()}>${icons.back}</button>` : this.layout === 'sheet' ? nothing : html`<span class="icon-space"></span>`}
      <div class="progress">${
        asking && at >= 0
          ? html`<span class="small quiet">${t.ui('step_of', { number: at + 1, total: shown.length })}</span>
        <span class="track" aria-hidden="true">${shown.map((_, index) => html`<i class=${index <= at ? 'on' : ''}></i>`)}</span>`
          : html`<span class="small quiet">${phase === 'receipt' ? nothing : t.ui('wizard_title')}</span>`
      }</div>
      ${
        this.layout === 'sheet'
          ? html`<button type="button" class="icon size" aria-expanded=${this.sheetSize === 'full'} aria-label=${t.ui(this.sheetSize === 'full' ? 'collapse' : 'expand')}
        @click=${() => this.#resize(this.sheetSize === 'full' ? 'half' : 'full')}>${this.sheetSize === 'full' ? icons.down : icons.up}</button>`
          : nothing
      }
      ${closable ? html`<button type="button" class="icon" aria-label=${t.ui('close')} @click=${() => this.close('button')}>${icons.close}</button>` : html`<span class="icon-space"></span>`}
    </header>`;
  }

  #banners(): TemplateResult {
    const t = this.#t;
    const { controller } = this;
    const failed =
      controller.phase === 'asking' && controller.failure !== undefined && !controller.quoteChanged;
    return html`
      ${this.online || controller.phase === 'receipt' ? nothing : html`<div class="note" role="status" part="offline">${icons.offline}<p>${t.ui('offline')}</p></div>`}
      ${
        controller.restored && controller.phase === 'asking'
          ? html`<div class="note"><p class="grow">${t.ui('draft_found')}</p>
        <button type="button" class="inline" @click=${() => this.reset()}>${t.ui('start_over')}</button></div>`
          : nothing
      }
      ${
        controller.dropped.length > 0
          ? html`<div class="note warn" role="status"><div><p>${t.ui('dropped_title')}</p>
        <ul class="bullets">${controller.dropped.map(({ code }) => html`<li>${t.code('dropped', code)}</li>`)}</ul></div></div>`
          : nothing
      }
      ${controller.quoteChanged ? html`<div class="note warn errors" role="alert" tabindex="-1"><p>${t.ui('quote_changed')}</p></div>` : nothing}
      ${failed ? html`<div class="note bad errors" role="alert" tabindex="-1"><p>${t.ui('submit_failed')}</p></div>` : nothing}
      ${this.#errors()}`;
  }

  #errors(): TemplateResult | typeof nothing {
    const { problems } = this.controller;
    if (problems.length === 0) return nothing;
    const t = this.#t;
    const show =
      (pointer: string) =>
      (event: Event): void => {
        event.preventDefault();
        const found = this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(idOf(pointer))}`);
        const control = found?.matches('fieldset, div')
          ? found.querySelector<HTMLElement>('input:not(:checked), textarea, button')
          : found;
        control?.focus();
        control?.scrollIntoView({ block: 'center' });
      };
    return html`<div class="note bad errors" role="alert" tabindex="-1"><div><strong>${t.ui('errors_title', { count: problems.length })}</strong>
      <ul>${problems.map(({ code, pointer }) => html`<li><a href="#${idOf(pointer)}" @click=${show(pointer)}>${this.#problemText(code, pointer)}</a></li>`)}</ul></div></div>`;
  }

  /** Says which question, and of which item when there are several. */
  #problemText(code: string, pointer: string): string {
    const t = this.#t;
    const { step } = this.controller;
    const field = step?.fields.find(({ id }) => idOf(id) === idOf(pointer));
    const text = t.code('problem', code, { min: field?.min, max: field?.max });
    if (!field?.line) return text;
    const question = t.code('question', field.id.split('/').pop() ?? '');
    const title =
      step!.items.filter(({ selected }) => selected > 0).length > 1
        ? step!.items.find(({ line }) => line === field.line)?.title
        : undefined;
    return title ? t.ui('problem_of', { title, question, text }) : t.ui('problem_for', { question, text });
  }

  #content(step: Step | undefined): TemplateResult {
    const t = this.#t;
    const { phase, submission } = this.controller;
    if (!step) return this.#skeleton();
    const screen = this.#screen(step);
    if (phase === 'receipt') {
      const shown = submission ?? { state: 'sent' as const };
      return html`<div class="head"><h2 tabindex="-1">${t.ui(`receipt_title_${shown.state}` as UiKey)}</h2></div>
        ${receiptScreen(screen, shown, this.#order?.number ?? this.#order?.id ?? step.quote?.order ?? '', this.#copied, (text) => void this.#copy(text))}`;
    }
    const count = step.items.filter(({ selected }) => selected > 0).length;
    return html`<div class="head"><h2 tabindex="-1">${t.ui(titles[step.step], { count })}</h2>
        ${step.step === 'items' ? html`<p class="quiet">${t.ui('items_hint')}</p>` : nothing}</div>
      ${step.step === 'review' ? nothing : noticesView(screen)}
      ${
        step.step === 'items'
          ? itemsScreen(screen)
          : step.step === 'reasons'
            ? reasonsScreen(screen)
            : step.step === 'resolution'
              ? resolutionScreen(screen)
              : step.step === 'method'
                ? methodScreen(screen)
                : reviewScreen(screen)
      }`;
  }

  /** What is known before the core is there: pictures, names and prices of the order, in the same places. */
  #skeleton(): TemplateResult {
    const t = this.#t;
    const lines = this.#order?.lines ?? [undefined, undefined, undefined];
    const day = this.controller.now.slice(0, 10); // stands in for the dates to come, of the same length
    return html`<div class="head"><h2 tabindex="-1">${t.ui('items_title')}</h2><p class="quiet">${t.ui('items_hint')}</p></div>
      <div class="deadline ghost" aria-hidden="true"><div>${icons.clock}</div><div><strong>${t.ui('earliest', { date: day })}</strong>
        <span class="small">${t.ui('earliest_detail', { date: day, zone: t.format.zone })}</span></div></div>
      <ul class="items" aria-hidden="true">${lines.slice(0, 12).map(
        (line) => html`<li class="item"><div class="pick">
        ${line ? picture(line.image, line.title) : html`<span class="picture ghost"></span>`}
        <span class="what"><span class="title words">${line ? html`<bdi>${line.title}</bdi>` : html`<span class="ghost bar-ghost">&nbsp;</span>`}</span>
          ${line ? metaLine(t, line.variant, line.unitPrice, line.quantity) : html`<span class="small"><span class="ghost bar-ghost short">&nbsp;</span></span>`}</span></div>
        <div class="under"><span class="chip ghost">${icons.check}<span>${t.code('verdict', 'returnable_until', { date: day })}</span></span><span class="link ghost"><span>${t.ui('why')}</span></span></div></li>`,
      )}</ul>`;
  }

  #failed(): TemplateResult {
    const t = this.#t;
    return html`<div class="head"><h2 tabindex="-1">${t.ui('failed_title')}</h2></div><p>${t.ui('failed_text')}</p>
      <div class="buttons"><button type="button" class="secondary" @click=${() => this.controller.refresh()}>${t.ui('try_again')}</button></div>`;
  }

  #bar(step: Step | undefined): TemplateResult {
    const t = this.#t;
    const { phase, draft } = this.controller;
    const quote = step?.quote;
    const result = quote ? resultText(t, quote) : undefined;
    const opens =
      quote !== undefined &&
      phase === 'asking' &&
      step!.step !== 'review' &&
      step!.step !== 'resolution' &&
      quote.total.amount > 0;
    const open = opens && (this.#open.get('bar') ?? false);
    const phone = matchMedia('(pointer: coarse) and (max-width: 640px)').matches;
    const saved =
      draft === 'none' || phase === 'receipt'
        ? nothing
        : t.ui(
            draft === 'saving'
              ? 'saving'
              : draft === 'failed'
                ? 'not_saved'
                : phone
                  ? 'saved_phone'
                  : 'saved_device',
          );
    return html`<div class="bar" part="bar"><div class="inner">
      <div id="lines" class="lines" role="group" aria-label=${t.ui('made_up')} tabindex=${open ? 0 : nothing} ?hidden=${!open}>${open ? breakdown(t, quote!) : nothing}</div>
      ${
        opens || saved !== nothing
          ? html`<div class="bar-row small"><span class="quiet">${saved}</span>
        ${opens ? html`<button type="button" class="link small" aria-expanded=${open} aria-controls="lines" @click=${() => this.#toggle('bar', !open)}>${t.ui('made_up')}${open ? icons.down : icons.up}</button>` : nothing}</div>`
          : nothing
      }
      <button class="primary" part="primary" type="submit" aria-disabled=${phase === 'sending' ? 'true' : nothing}>${this.#primary(step, result)}</button>
    </div></div>`;
  }

  #primary(step: Step | undefined, result: string | undefined): string {
    const t = this.#t;
    const { phase } = this.controller;
    if (phase === 'sending') return t.ui('submitting');
    if (phase === 'receipt') return t.ui('done');
    if (step?.step === 'review' && !step.next) {
      if (isWithdrawal(step)) return t.ui('submit_withdrawal');
      return result ? t.ui('submit_with', { result }) : t.ui('submit');
    }
    return result ? t.ui('continue_with', { result }) : t.ui('continue');
  }
}

/** A picture is a photo where photos are wanted; anything else is what the field takes. */
function kindOf(field: Field, file: File): EvidenceKind {
  const taken = field.choices?.map(({ value }) => value) ?? ['photo'];
  if (file.type.startsWith('image/') && taken.includes('photo')) return 'photo';
  if (file.type.startsWith('video/') && taken.includes('video')) return 'video';
  return taken.includes('document') ? 'document' : ((taken[0] ?? 'photo') as EvidenceKind);
}

function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

declare global {
  interface HTMLElementTagNameMap {
    'aftersale-wizard': AftersaleWizard;
  }
  interface HTMLElementEventMap extends WizardEvents {}
}
