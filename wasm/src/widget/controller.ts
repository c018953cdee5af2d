/**
 * The wizard without a screen: holds what the person has answered, asks the core what follows, saves drafts, submits.
 * It decides nothing itself; every verdict, amount and next step is the core's.
 */
import { nameOf, prune, put, sameMoney } from './answers.js';
import { learn, type Part, partsOf, sendAgain, sendParts } from './set.js';
import type { Drafts, Lookup, Submission, Submit } from './submission.js';
import type {
  Answers,
  Draft,
  DraftItem,
  Evidence,
  Field,
  Problem,
  Step,
  StepId,
  Topic,
  WizardEngine,
  World,
} from './wire.js';

export type { Drafts, Lookup, Submission, SubmissionState, Submit } from './submission.js';

export type Phase = 'loading' | 'asking' | 'sending' | 'receipt' | 'failed';
export type DraftState = 'none' | 'saving' | 'saved' | 'failed';
export interface ControllerOptions {
  now?: () => string;
  lookup?: Lookup | undefined;
  /** The transcript in words, for the text that a person reads. */
  transcript?: (step: Step) => string;
  drafts?: Drafts;
  draftKey?: string;
  onChange?: (what: ChangeKind) => void;
}
export type ChangeKind = 'step' | 'answers' | 'draft' | 'invalid' | 'failed' | 'submission';

const second = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

export class WizardController {
  phase: Phase = 'loading';
  step: Step | undefined;
  /** What the person said, without what the core filled in. */
  given: Draft = { items: [] };
  draft: DraftState = 'none';
  /** A draft was found and taken up. */
  restored = false;
  /** "Continue" was pressed on this step and something was missing. */
  attempted = false;
  dropped: Step['dropped'] = [];
  /** What is not as it was when the draft was kept. */
  changed: Step['changed'] = [];
  failure: unknown;
  /** The core's amount is another than the one that was shown when the person sent it. */
  quoteChanged = false;
  submission: Submission | undefined;
  /** Photos by evidence id, for previews and for a host that sends them itself. */
  readonly files = new Map<string, Blob>();

  #engine: WizardEngine | undefined;
  #world: World | undefined;
  #order: string | undefined;
  /** The draft of this order has been looked for. */
  #asked = false;
  /** The step from which somebody went to talk to a person. */
  #before: StepId | undefined;
  #withdraws = false;
  /** What a guest has proved. */
  #proved: World | undefined;
  #options: ControllerOptions;
  #saving = Promise.resolve();
  #saves = 0;

  constructor(options: ControllerOptions = {}) {
    this.#options = options;
  }

  configure(options: ControllerOptions): void {
    this.#options = { ...this.#options, ...options };
  }

  get world(): World | undefined {
    return this.#world;
  }
  get now(): string {
    const now = this.#world?.now;
    return now instanceof Date ? now.toISOString() : (now ?? (this.#options.now ?? second)());
  }
  /** The problems to show: none before the person has tried to go on. */
  get problems(): readonly Problem[] {
    return this.attempted ? (this.step?.errors ?? []) : [];
  }

  /** Takes the engine and what every decision needs; with another order it begins anew, with that order's draft. */
  async start(engine: WizardEngine, given: World): Promise<void> {
    const { guest: _, ...rest } = given;
    const world = given.guest && this.#proved ? { ...rest, ...this.#proved } : given;
    const order = nameOf(world);
    const other = this.#order !== undefined && order !== this.#order;
    this.#order = order;
    this.#engine = engine;
    this.#world = world;
    if (other) this.#clear();
    try {
      for (const each of world.order === undefined ? (world.orders ?? []) : [world.order])
        if (typeof each === 'object') await engine.prepare?.(each);
    } catch (error) {
      if (this.#world === world) this.#fail(error);
      return;
    }
    if (this.#world !== world) return; // a newer one came meanwhile
    if (!this.#asked) await this.#restore();
    if (this.#world !== world || this.phase === 'sending' || (this.phase === 'receipt' && this.step)) return;
    this.#asked = true;
    this.#ask('step');
  }

  #clear(): void {
    this.given = { items: [] };
    this.step = undefined;
    this.files.clear();
    this.submission = undefined;
    this.restored = false;
    this.attempted = false;
    this.quoteChanged = false;
    this.dropped = [];
    this.changed = [];
    this.failure = undefined;
    this.draft = 'none';
    this.phase = 'loading';
    this.#asked = false;
    this.#withdraws = false;
  }

  async #restore(): Promise<void> {
    const { drafts, draftKey } = this.#options;
    if (!drafts || !draftKey) return;
    const order = this.#order;
    try {
      const draft = await drafts.load(draftKey);
      if (order !== this.#order || !draft?.items) return;
      if (draft.items.length === 0 && !draft.about && !draft.text) return;
      this.given = { ...draft, items: draft.items };
      this.restored = true;
      this.draft = 'saved';
      for (const { id } of draft.items.flatMap((item) => [...(item.evidence ?? [])])) {
        const file = await drafts.loadFile?.(draftKey, id);
        if (file) this.files.set(id, file);
      }
    } catch {
      /* without a draft one begins anew */
    }
  }

  /** The same question again: the policy, the order or the time has changed. */
  refresh(): void {
    if (this.phase === 'asking' || this.phase === 'failed') this.#ask('step');
  }

  /** What was said about a line; the core may have chosen the only one there is. */
  itemFor(line: string): DraftItem | undefined {
    return (
      this.given.items.find((item) => item.line === line) ??
      this.step?.answers.items?.find((item) => item.line === line)
    );
  }

  /** Zero takes the item off; what was said about it is kept, should it come back. */
  select(line: string, quantity: number, also: Partial<DraftItem> = {}): void {
    this.#patch(line, { ...also, quantity: Math.max(0, quantity) });
    this.#changed();
  }

  /** All that there is. */
  selectAll(): void {
    for (const { line, blocked, returnable } of this.step?.items ?? [])
      if (!blocked) this.#patch(line, { quantity: returnable });
    this.#changed();
  }

  #patch(line: string, change: Partial<DraftItem>): void {
    const { items } = this.given;
    const known = items.some((item) => item.line === line);
    this.given = {
      ...this.given,
      items: known
        ? items.map((item) => (item.line === line ? { ...item, ...change } : item))
        : [...items, { ...this.itemFor(line), line, ...change }],
    };
  }

  /** Answers one field of the current step. `undefined` takes the answer back. */
  answer(field: Pick<Field, 'id' | 'line'>, value: unknown): void {
    const path = field.id
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (path[0] === 'answers' && path.length > 1 && !field.line) path.shift();
    if (field.line !== undefined) {
      if (path[0] === 'items') path.splice(0, 2);
      this.#patch(field.line, {});
      path.unshift('items', String(this.given.items.findIndex((item) => item.line === field.line)));
    }
    this.given = put(this.given, path, value) as Draft;
    if (field.id === '/recipient') {
      const { at: _, ...given } = this.given; // one answer, and on it goes
      this.given = given;
    }
    this.#changed();
  }

  /** One reason for every chosen item that is offered it. */
  sameReason(reason: string): void {
    for (const { id, line, choices } of this.step?.fields ?? []) {
      if (line !== undefined && id.endsWith('/reason') && choices?.some(({ value }) => value === reason))
        this.#patch(line, { reason: reason as DraftItem['reason'] & string });
    }
    this.#changed();
  }

  addEvidence(line: string, evidence: Evidence, file?: Blob): void {
    if (file) {
      this.files.set(evidence.id, file);
      const { drafts, draftKey } = this.#options;
      if (draftKey) void drafts?.saveFile?.(draftKey, evidence.id, file).catch(() => undefined);
    }
    const list = this.itemFor(line)?.evidence ?? [];
    if (list.some(({ sha256 }) => sha256 === evidence.sha256)) return;
    this.#patch(line, { evidence: [...list, evidence] });
    this.#changed();
  }

  removeEvidence(line: string, id: string): void {
    this.files.delete(id);
    this.#patch(line, { evidence: (this.itemFor(line)?.evidence ?? []).filter((each) => each.id !== id) });
    this.#changed();
  }

  confirm(code: string, yes: boolean): void {
    const others = (this.given.confirmed ?? []).filter((each) => each !== code);
    this.given = { ...this.given, confirmed: yes ? [...others, code] : others };
    this.#changed();
  }

  go(step: StepId): void {
    this.given = { ...this.given, at: step };
    this.attempted = false;
    this.dropped = [];
    this.changed = [];
    this.#ask('step');
    this.#save();
  }

  /** What it is about; one answer, and on it goes. `more` is said with it. */
  about(topic: Topic, more: Partial<Answers> = {}): void {
    const { at: _, person: __, ...given } = this.given;
    this.given = { ...given, ...more, about: topic };
    this.#withdraws = more.resolution !== undefined;
    const open =
      this.step?.fields.some(({ id }) => id === '/recipient') && this.given.recipient === undefined;
    if (open) this.given = { ...this.given, at: 'about' };
    this.attempted = false;
    this.#ask('step');
    this.#save();
  }

  /** To a person, with everything that was said; `back` leads to where one was. */
  talk(): void {
    this.#before = this.step?.step;
    this.given = { ...this.given, person: true };
    this.#ask('step');
  }

  /** Another order of the same person, or several in one go. */
  choose(order: string | readonly string[]): void {
    const which = typeof order === 'string' ? { order } : { orders: order.map((id) => ({ id })) };
    this.given = { items: [], ...which, ...(this.given.about ? { about: this.given.about } : {}) };
    this.submission = undefined;
    this.phase = 'asking';
    this.attempted = false;
    this.#ask('step');
    this.#save();
  }

  /** Goes on if the step is done; otherwise what is missing becomes visible. */
  next(): boolean {
    const { step } = this;
    if (!step || this.phase !== 'asking') return false;
    if (step.errors.length > 0) {
      this.attempted = true;
      this.#emit('invalid');
      return false;
    }
    if (step.step === 'proof') void this.#prove();
    else if (step.next) this.go(this.#past(step, step.next));
    return true;
  }

  /** Who came to withdraw has said what is wanted; it is not asked again. */
  #past({ steps }: Step, next: StepId): StepId {
    const at = steps.findIndex(({ id }) => id === next);
    if (!this.#withdraws || next !== 'resolution' || steps[at]?.state !== 'done') return next;
    return steps.slice(at + 1).find(({ state }) => state !== 'automatic')?.id ?? next;
  }

  /** What a policy is called. */
  titleOf(id: string): string {
    const known = this.#world?.policies?.find((each) => typeof each === 'object' && each.id === id);
    return (typeof known === 'object' && 'title' in known ? known.title : undefined) ?? id;
  }

  async #prove(): Promise<void> {
    const { lookup } = this.#options;
    const engine = this.#engine;
    if (!lookup || !engine) return;
    this.phase = 'sending';
    this.#emit('answers');
    try {
      const world = await lookup(this.given.proof ?? {});
      this.phase = 'asking';
      if (world) {
        // What proves the order is not kept with the answers.
        const { proof: _, at: __, ...given } = this.given;
        this.given = given;
        this.#proved = world;
        this.#asked = true;
        return await this.start(engine, this.#world ?? {});
      }
      this.#world = { ...this.#world, guest: { refused: true } };
      this.attempted = true;
      this.#ask('invalid');
      this.#world = { ...this.#world, guest: {} };
    } catch (error) {
      this.phase = 'asking';
      this.failure = error;
      this.#emit('failed');
    }
  }

  back(): boolean {
    if (this.given.person && this.phase === 'asking') {
      const { person: _, ...given } = this.given;
      this.given = given;
      this.go(this.#before ?? 'items');
      return true;
    }
    const { back } = this.step ?? {};
    if (!back || this.phase !== 'asking') return false;
    this.go(back);
    return true;
  }

  async submit(send: Submit): Promise<void> {
    const { step } = this;
    if (!step || this.phase !== 'asking') return;
    const shown = partsOf(step);
    const talk = step.step === 'message';
    const ready = (parts: readonly Part[]): boolean =>
      parts.length > 0 && (talk || parts.every(({ quote }) => quote));
    if (!step.complete || !ready(shown)) {
      this.attempted = true;
      this.#emit('invalid');
      return;
    }
    this.#ask('answers'); // time has passed since the amount was shown
    const current = this.step;
    const parts = partsOf(current ?? step);
    if (!current || !ready(parts)) return;
    const other = parts.some(({ order, quote }) => {
      const seen = shown.find((each) => each.order === order)?.quote;
      return seen && quote && quote.hash !== seen.hash && !sameMoney(quote, seen);
    });
    if (other) {
      this.quoteChanged = true;
      this.#emit('failed');
      return;
    }
    this.quoteChanged = false;
    this.failure = undefined;
    this.phase = 'sending';
    this.#emit('submission');
    const declaredAt = this.now;
    const text = (): string =>
      [current.answers.text, this.#options.transcript?.(current)].filter(Boolean).join('\n\n');
    const extra = { files: this.files, step: current, ...(talk ? { text: text() } : {}) };
    try {
      const result = await sendParts(parts, send, extra, declaredAt);
      this.submission = { ...this.submission, ...result };
      this.phase = 'receipt';
      this.#forget();
      this.#emit('step');
    } catch (error) {
      this.phase = 'asking';
      this.failure = error;
      this.quoteChanged = (error as { code?: unknown } | null)?.code === 'quote_changed';
      this.#ask('failed');
    }
  }

  /** Once more what did not reach the host, under the name of the same set. */
  async retry(send: Submit, order: string): Promise<void> {
    const { step, submission, files } = this;
    if (!step || !submission) return;
    this.submission = await sendAgain(submission, order, send, { files, step });
    this.#emit('submission');
  }

  /** The host knows more about what was submitted. */
  update(submission: Submission): void {
    this.submission =
      submission.order && this.submission?.orders
        ? learn(this.submission, submission)
        : { ...(this.submission ?? {}), ...submission };
    if (this.phase === 'asking' || this.phase === 'loading') this.phase = 'receipt';
    this.#emit('submission');
  }

  /** Forgets the draft and everything that was said. */
  reset(): void {
    this.#forget();
    this.#clear();
    this.#asked = true;
    if (this.#engine && this.#world) this.#ask('step');
    else this.#emit('step');
  }

  #changed(): void {
    this.restored = false;
    this.quoteChanged = false;
    this.failure = undefined;
    this.#ask('answers');
    this.#save();
  }

  #ask(what: ChangeKind): void {
    if (!this.#engine || !this.#world) return;
    try {
      const before = this.step?.step;
      const step = this.#engine.wizard({ ...this.#world, now: this.now, answers: this.given });
      this.step = step;
      if (step.step !== before) this.attempted = false;
      // What was seen is compared once, when a draft is taken up.
      if (step.changed?.length) this.changed = step.changed;
      const { seen: _, ...given } = this.given;
      this.given = given;
      if (step.dropped.length > 0) {
        this.dropped = step.dropped.filter(({ pointer }) => pointer !== '/at');
        this.given = prune(this.given, step);
      }
      this.given = { ...this.given, at: step.step };
      if (this.phase === 'loading' || this.phase === 'failed') this.phase = 'asking';
      this.#emit(what === 'answers' && step.step !== before ? 'step' : what);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.failure = error;
    this.phase = 'failed';
    this.#emit('failed');
  }

  #emit(what: ChangeKind): void {
    this.#options.onChange?.(what);
  }

  #save(): void {
    const { drafts, draftKey } = this.#options;
    if (!drafts || !draftKey) return;
    const mine = ++this.#saves;
    this.draft = 'saving';
    this.#saving = this.#saving.then(async () => {
      if (mine !== this.#saves) return; // a newer one follows
      try {
        const { proof: _, ...given } = this.given; // of a guest; it is asked for again
        const seen = this.step?.answers.seen;
        await drafts.save(draftKey, seen ? { ...given, seen } : given);
        if (mine === this.#saves) this.draft = 'saved';
      } catch {
        if (mine === this.#saves) this.draft = 'failed';
      }
      this.#emit('draft');
    });
  }

  #forget(): void {
    const { drafts, draftKey } = this.#options;
    this.#saves++;
    if (drafts && draftKey)
      this.#saving = this.#saving.then(() => drafts.clear(draftKey)).catch(() => undefined);
  }

  /** Resolves when everything that was to be saved is saved. */
  settled(): Promise<void> {
    return this.#saving;
  }
}
