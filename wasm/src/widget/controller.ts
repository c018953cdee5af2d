/**
 * The wizard without a screen: holds what the person has answered, asks the core what follows, saves drafts, submits.
 * It decides nothing itself; every verdict, amount and next step is the core's.
 */
import type {
  Answers,
  CaseView,
  Draft,
  DraftItem,
  Evidence,
  Field,
  Problem,
  Quote,
  ReturnRequest,
  Step,
  StepId,
  WizardEngine,
  World,
} from './wire.js';

export type Phase = 'loading' | 'asking' | 'sending' | 'receipt' | 'failed';
export type DraftState = 'none' | 'saving' | 'saved' | 'failed';
export type SubmissionState = 'saved' | 'sending' | 'sent' | 'confirmed' | 'needs_you';

/** What the host knows about a request that was submitted; set again whenever it knows more. */
export interface Submission {
  state: SubmissionState;
  caseNumber?: string;
  case?: CaseView;
  /** When the buyer declared it; kept from the moment of submitting when absent. */
  declaredAt?: string;
  /** What the QR code for the parcel shop says. */
  qr?: string;
  label?: { url: string };
  trackerUrl?: string;
  /** Why it needs the buyer again, as a code or a sentence. */
  problem?: { code: string; message?: string };
}

export interface Drafts {
  load(key: string): Promise<Answers | undefined>;
  save(key: string, answers: Answers): Promise<void>;
  clear(key: string): Promise<void>;
  saveFile?(key: string, id: string, file: Blob): Promise<void>;
  loadFile?(key: string, id: string): Promise<Blob | undefined>;
}

export type Submit = (
  request: ReturnRequest,
  quote: Quote,
  extra: { files: Map<string, Blob>; step: Step },
) => Promise<Partial<Submission> | undefined> | Promise<void>;

export interface ControllerOptions {
  now?: () => string;
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
  async start(engine: WizardEngine, world: World): Promise<void> {
    const order = typeof world.order === 'string' ? world.order : world.order.id;
    const other = this.#order !== undefined && order !== this.#order;
    this.#order = order;
    this.#engine = engine;
    this.#world = world;
    if (other) this.#clear();
    try {
      if (typeof world.order === 'object') await engine.prepare?.(world.order);
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
    this.failure = undefined;
    this.draft = 'none';
    this.phase = 'loading';
    this.#asked = false;
  }

  async #restore(): Promise<void> {
    const { drafts, draftKey } = this.#options;
    if (!drafts || !draftKey) return;
    const order = this.#order;
    try {
      const draft = await drafts.load(draftKey);
      if (order !== this.#order || !draft?.items || draft.items.length === 0) return;
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
    if (step.next) this.go(step.next);
    return true;
  }

  back(): boolean {
    const { back } = this.step ?? {};
    if (!back || this.phase !== 'asking') return false;
    this.go(back);
    return true;
  }

  async submit(send: Submit): Promise<void> {
    const { step } = this;
    if (!step || this.phase !== 'asking') return;
    if (!step.complete || !step.request || !step.quote) {
      this.attempted = true;
      this.#emit('invalid');
      return;
    }
    const shown = step.quote.hash;
    this.#ask('answers'); // time has passed since the amount was shown
    const current = this.step;
    if (!current?.request || !current.quote) return;
    if (current.quote.hash !== shown && !sameMoney(current.quote, step.quote)) {
      this.quoteChanged = true;
      this.#emit('failed');
      return;
    }
    this.quoteChanged = false;
    this.failure = undefined;
    this.phase = 'sending';
    this.#emit('submission');
    const declaredAt = this.now;
    try {
      const result = (await send(current.request, current.quote, { files: this.files, step: current })) ?? {};
      this.submission = { state: 'sent', declaredAt, ...this.submission, ...result };
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

  /** The host knows more about what was submitted. */
  update(submission: Submission): void {
    this.submission = { ...(this.submission ?? {}), ...submission };
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
        await drafts.save(draftKey, this.given);
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

const sameMoney = (a: Quote, b: Quote): boolean =>
  a.total.amount === b.total.amount &&
  a.total.currency === b.total.currency &&
  a.resolution === b.resolution &&
  a.method === b.method;

function put(target: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(target)) {
    const copy = [...target];
    copy[Number(key)] = put(copy[Number(key)], rest, value);
    return copy;
  }
  const { [key]: old, ...others } = (target ?? {}) as Record<string, unknown>;
  const next = put(old, rest, value);
  return next === undefined ? others : { ...others, [key]: next };
}

/** Takes out what no longer holds; from the back, so that indexes stay right. A quantity becomes what is possible. */
function prune(answers: Draft, step: Step): Draft {
  const copy = structuredClone(answers) as { items: DraftItem[] };
  const fromBack = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });
  for (const pointer of step.dropped.map((dropped) => dropped.pointer).sort(fromBack)) {
    const path = pointer.split('/').slice(1);
    const last = path.pop();
    if (last === undefined) continue;
    let holder: unknown = copy;
    for (const key of path) holder = (holder as Record<string, unknown> | undefined)?.[key];
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else if (holder && typeof holder === 'object') {
      const known =
        last === 'quantity'
          ? step.items.find(({ line }) => line === (holder as DraftItem).line)?.selected
          : undefined;
      if (known === undefined) delete (holder as Record<string, unknown>)[last];
      else (holder as Record<string, unknown>)[last] = known;
    }
  }
  return copy as Draft;
}
