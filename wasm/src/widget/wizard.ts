import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { nameOf } from './answers.js';
import { Attachments, type Upload } from './attachments.js';
import {
  type ChangeKind,
  type Lookup,
  type Submission,
  type Submit,
  WizardController,
} from './controller.js';
import { draftsOf } from './drafts.js';
import { byEvent, type Layout, type WizardEvents } from './events.js';
import { type FocusTarget, focusControl, moveFocus } from './focus.js';
import { StepHistory } from './history.js';
import { icons } from './icons.js';
import { loadMessages } from './locales.js';
import { Localized } from './localized.js';
import { Translator, type UiKey } from './messages.js';
import { properties } from './properties.js';
import { QrCode } from './qr.js';
import { idOf, keepGroup, type Screen } from './screens/context.js';
import { banners, bar, type Frame, failure, frameHead, skeleton, titleOf } from './screens/frame.js';
import { itemsScreen } from './screens/items.js';
import { noticesView } from './screens/notices.js';
import { partsOf } from './set.js';
import { shared } from './shared.styles.js';
import { deepActive, dragSheet } from './sheet.js';
import { contactUrl, plainTopics, runningText } from './view.js';
import type {
  Answers,
  Field,
  Order,
  Step,
  StepId,
  StepItem,
  Topic,
  Variants,
  WizardEngine,
  World,
} from './wire.js';
import { styles } from './wizard.styles.js';

/** The other screens; on their way from the moment that an element is on a page. */
let later: typeof import('./screens/later.js') | undefined;
const screenOf = (step: StepId): ((screen: Screen) => TemplateResult) | undefined =>
  step === 'items' ? itemsScreen : later?.[`${step}Screen`];

/**
 * The wizard. It shows the steps that the core answers with, and decides nothing itself.
 *
 * @attr locale, layout (page, panel, sheet), theme (light, dark), draft-key, history, opened (sheet)
 * @fires aftersale-ready, aftersale-step, aftersale-draft, aftersale-before-submit, aftersale-submit, aftersale-submitted,
 *   aftersale-close, aftersale-error, aftersale-help
 * @slot receipt - more on the last screen, under what the wizard says
 * @csspart frame, header, body, bar, primary, item, picture, chip, card, badge, breakdown, notices, confirmations, qr, status
 */
export class AftersaleWizard extends LitElement {
  static override styles = [shared, styles];
  static override properties = properties;

  declare engine: WizardEngine | undefined;
  declare world: World | undefined;
  declare order: Order | undefined;
  declare policies: World['policies'];
  declare now: string | (() => string) | undefined;
  declare about: Topic | undefined;
  declare variants: readonly Variants[] | undefined;
  declare lookup: Lookup | undefined;
  declare submission: Submission | undefined;
  declare loadDraft: ((key: string) => Promise<Answers | undefined>) | undefined;
  declare saveDraft: ((key: string, answers: Answers | undefined) => Promise<void>) | undefined;
  declare uploadEvidence: Upload | undefined;
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
  readonly controller: WizardController;
  #translator: Translator | undefined;
  #open = new Map<string, boolean>();
  readonly #localized = new Localized(this, () => this.locale || this.#order?.locale);
  readonly #attachments: Attachments;
  readonly #history = new StepHistory(() => this.#key);
  #focus: FocusTarget | undefined;
  #groups = new Map<string, ReturnType<Screen['groupOf']>>();
  readonly #qr = new QrCode(() => this.requestUpdate());
  #shown: string | undefined;
  #begun: string | undefined;
  #opener: Element | null = null;
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
    this.controller = new WizardController({
      now: () => this.#clock(),
      onChange: (what) => this.#changed(what),
      lookup: (proof) => this.lookup?.(proof) ?? Promise.resolve(undefined),
      transcript: (step) => later?.transcriptText(this.#t, step) ?? '',
    });
    this.#attachments = new Attachments(this.controller, () => this.requestUpdate());
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
    if (!later)
      void Promise.all([import('./screens/later.js'), loadMessages('en')]).then(([module]) => {
        later = module;
        this.requestUpdate();
      });
    hear(window, 'online', connection);
    hear(window, 'offline', connection);
    hear(window, 'popstate', (event: PopStateEvent) => this.#popped(event));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const off of this.#off.splice(0)) off();
    this.#attachments.clear();
  }

  get #order(): Order | undefined {
    const order = this.order ?? this.world?.order;
    return typeof order === 'object' ? order : undefined;
  }
  get #world(): World | undefined {
    const { about, variants } = this;
    const known = { ...(about ? { about } : {}), ...(variants ? { variants } : {}) };
    if (this.world) return { ...this.world, ...(this.order ? { order: this.order } : {}), ...known };
    return this.order
      ? { order: this.order, ...(this.policies ? { policies: this.policies } : {}), ...known }
      : undefined;
  }
  get #key(): string {
    if (this.draftKey !== undefined) return this.draftKey;
    // What was begun as something else is another draft.
    const { about } = this;
    return `${nameOf(this.#world ?? {})}${about && about !== 'return' ? `/${about}` : ''}`;
  }

  get #zone(): string {
    const { step } = this.controller;
    const zone = this.world?.zone;
    return (
      (step?.decision ?? step?.set?.orders[0]?.decision)?.zone ??
      (typeof zone === 'object' ? zone.name : zone) ??
      Intl.DateTimeFormat().resolvedOptions().timeZone
    );
  }

  #clock(): string {
    return typeof this.now === 'function'
      ? this.now()
      : (this.now ?? `${new Date().toISOString().slice(0, 19)}Z`);
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.#translator = undefined;
    if (changed.has('submission') && this.submission) this.controller.update(this.submission);
    const world = this.#world;
    if (
      this.engine &&
      world &&
      ['engine', 'world', 'order', 'policies', 'now', 'about', 'variants'].some((name) => changed.has(name))
    ) {
      const drafts = draftsOf(this.loadDraft, this.saveDraft, (key, answers) =>
        this.#emit('aftersale-draft', { key, answers }),
      );
      this.controller.configure({ drafts, draftKey: this.#key });
      this.#groups.clear();
      if (this.#key !== this.#begun) {
        this.#begun = this.#key;
        this.#shown = undefined;
        this.#ready = false;
        this.#open.clear();
        this.#attachments.clear();
        this.search = '';
      }
      void this.controller.start(this.engine, world);
    }
  }

  get #t(): Translator {
    const { messages, tag } = this.#localized;
    if (this.#translator?.messages !== messages)
      this.#translator = new Translator(messages, tag, this.#zone, this.controller.now);
    return this.#translator!;
  }

  // ---- what others may call ----

  /** Shows the sheet; remembers where the focus was. */
  open(): void {
    if (this.opened) return;
    this.#opener = deepActive();
    this.sheetSize = 'half';
    this.opened = true;
    this.#focus = 'heading';
    if (this.history && this.layout === 'sheet') this.#history.push(this.controller.step?.step ?? 'items');
  }

  close(reason: WizardEvents['aftersale-close']['detail']['reason'] = 'call'): void {
    if (!this.#emit('aftersale-close', { reason }) || !this.opened) return;
    this.opened = false;
    if (this.history) this.#history.leave();
    const opener = this.#opener;
    this.#opener = null;
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  }

  /** Forgets the draft and everything typed. */
  reset(): void {
    this.#open.clear();
    this.#attachments.clear();
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
      if (this.history && phase === 'asking') this.#history.remember(screen, first, this.layout === 'sheet');
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
    else this.#said = runningText(t, step);
  }

  #popped(event: PopStateEvent): void {
    if (!this.history) return;
    const step = this.#history.popped(event);
    if (step === undefined) {
      if (this.layout === 'sheet') this.close('button');
    } else if (this.controller.phase === 'asking' && step !== this.controller.step?.step) {
      this.controller.go(step as StepId);
    }
  }

  #back(): void {
    if (!this.history || !this.#history.back()) this.controller.back();
  }

  // ---- doing ----

  #advance = (event: Event): void => {
    event.preventDefault();
    const { controller } = this;
    if (controller.phase === 'receipt') this.close('done');
    else if (controller.phase !== 'asking' || !controller.step) return;
    else if (controller.step.next || controller.step.errors.length > 0 || controller.step.step === 'proof')
      controller.next();
    else void this.#send();
  };

  #submit: Submit = async (request, quote, extra) =>
    this.submit
      ? ((await this.submit(request, quote, extra)) ?? undefined)
      : byEvent((detail) => this.#emit('aftersale-submit', detail), request, quote, extra);

  async #send(): Promise<void> {
    const { step } = this.controller;
    const parts = step ? partsOf(step) : [];
    if (parts.every(({ request, quote }) => this.#emit('aftersale-before-submit', { request, quote })))
      await this.controller.submit(this.#submit);
  }

  async #addFiles(field: Field, files: FileList | null): Promise<void> {
    const errors = await this.#attachments.add(field, files, this.uploadEvidence);
    for (const error of errors) this.#emit('aftersale-error', { error });
  }

  #help(topic: string, line?: string): void {
    const order = this.#order?.id;
    if (!this.#emit('aftersale-help', { topic, ...(line ? { line } : {}), ...(order ? { order } : {}) }))
      return;
    const { phase, step, given } = this.controller;
    if (phase === 'asking' && step?.person) {
      // Called off before it is sent, it is a case of its own; anything else is put to a person with all that was said.
      const off = topic === 'cancel_instead';
      if (off) this.controller.about('refund_before_dispatch', line ? { items: [{ line }] } : {});
      else if (!given.person) this.controller.talk();
      if (off || !given.person) return;
    }
    const url = contactUrl(this.#world?.policies ?? []);
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
    return keepGroup(this.#groups, item);
  }

  #qrOf(code: string | undefined): TemplateResult | undefined {
    return this.#qr.of(code, code === undefined ? '' : this.#t.ui('qr_alt', { code }));
  }

  // ---- the sheet ----

  #drag = (down: PointerEvent): void => {
    const frame = this.renderRoot.querySelector<HTMLElement>('.frame');
    if (!frame) return;
    dragSheet(down, frame, this, (became) => {
      if (became === 'closed') this.close('drag');
      else this.sheetSize = became;
    });
  };

  #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.layout !== 'sheet' || event.defaultPrevented) return;
    event.stopPropagation();
    this.close('escape');
  };

  // ---- drawing ----

  protected override updated(): void {
    // What stands in for a screen that is on its way vanishes, and the focus with it.
    const [focus, root] = [this.#focus, this.renderRoot];
    if (!focus || !root.querySelector('[aria-busy=false]')) return;
    this.#focus = undefined;
    if (!moveFocus(root, focus)) return;
    const body = root.querySelector('.body');
    if (this.layout !== 'page') body?.scrollTo(0, 0);
    else if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: 'start' });
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
      fileNote: (line) => this.#attachments.note(line),
      preview: (id) => this.#attachments.preview(id),
      go: (to) => this.controller.go(to),
      groupOf: (item) => this.#groupOf(item),
      focus: (id) => {
        this.#focus = `#${CSS.escape(id)}`;
      },
      qr: this.#qrOf(this.controller.submission?.qr),
      retry: (order) => void this.controller.retry(this.#submit, order),
    };
  }

  #frame(): Frame {
    return {
      t: this.#t,
      wizard: this.controller,
      isOpen: (key) => this.#open.get(key),
      toggle: (key, open) => this.#toggle(key, open),
      layout: this.layout,
      size: this.sheetSize,
      online: this.online,
      order: this.#order,
      back: () => this.#back(),
      close: () => this.close('button'),
      resize: (size) => {
        this.sheetSize = size;
      },
      restart: () => this.reset(),
      show: (pointer) => focusControl(this.renderRoot, idOf(pointer)),
    };
  }

  protected override render(): TemplateResult | typeof nothing {
    const sheet = this.layout === 'sheet';
    if (sheet && !this.opened) return nothing;
    const { phase, step } = this.controller;
    const t = this.#t;
    const frame = this.#frame();
    const there = step !== undefined && (phase === 'receipt' ? later : screenOf(step.step));
    const busy = phase !== 'failed' && !there; // the answer, or the screen for it, is on its way
    // The grip is for a pointer only; keys and readers have the button beside "close".
    return html`<section class="frame ${sheet ? this.sheetSize : ''}" part="frame" dir=${t.direction} lang=${t.locale}
      role=${sheet ? 'dialog' : 'region'} aria-label=${t.ui('wizard_title')} aria-busy=${busy} @keydown=${this.#escape}>
      <form novalidate @submit=${this.#advance}>
      ${sheet ? html`<div class="grip" aria-hidden="true" @pointerdown=${this.#drag}><span></span></div>` : nothing}
      ${frameHead(frame)}
      <div class="body" part="body"><div class="inner">
        ${banners(frame)}
        ${phase === 'failed' ? failure(frame) : there ? this.#content(step) : skeleton(frame, phase !== 'loading')}
        ${phase === 'receipt' ? html`<slot name="receipt"></slot>` : nothing}
        ${busy ? nothing : html`<p class="help"><button type="button" class="link" @click=${() => this.#help('ask_a_person')}>${icons.person}${t.ui('talk_to_person')}</button></p>`}
      </div></div>
      ${busy || phase === 'failed' ? nothing : bar(frame)}
      <div class="sr" role="status">${busy ? t.ui('loading') : this.#said}</div>
    </form></section>`;
  }

  #content(step: Step): TemplateResult | typeof nothing {
    const t = this.#t;
    const { phase, submission } = this.controller;
    const screen = this.#screen(step);
    if (!later) return screenOf(step.step)?.(screen) ?? nothing;
    if (phase === 'receipt') {
      const shown = submission ?? { state: 'sent' as const };
      return html`<div class="head"><h2 tabindex="-1">${t.ui(`receipt_title_${shown.state}` as UiKey)}</h2></div>
        ${later.receiptScreen(screen, shown, this.#order?.number ?? this.#order?.id ?? step.quote?.order ?? '', this.#copied, (text) => void this.#copy(text))}`;
    }
    const count = step.items.filter(({ selected }) => selected > 0).length;
    return html`<div class="head"><h2 tabindex="-1">${t.ui(titleOf(step, this.controller.given.person), { count })}</h2>
        ${step.step === 'items' ? html`<p class="quiet">${t.ui(step.about && plainTopics.includes(step.about) ? 'items_hint_plain' : 'items_hint')}</p>` : nothing}</div>
      ${step.step === 'review' ? nothing : noticesView(screen)}
      ${screenOf(step.step)?.(screen)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'aftersale-wizard': AftersaleWizard;
  }
}
