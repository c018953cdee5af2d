import type {
  Answer,
  Answers,
  BatchResult,
  Call,
  Canonical,
  Case,
  CaseView,
  CivilDate,
  Command,
  Decision,
  Description,
  Instant,
  LivePromise,
  LoadKind,
  Order,
  Policy,
  Problem,
  Quote,
  ReadOrder,
  ReadUpdate,
  Recognition,
  Request,
  Requirements,
  Step,
  Topic,
  TransitionResult,
  TranslateMode,
  Variants,
  Verification,
  WizardCall,
  WriteDocument,
  Written,
  Zone,
} from '../generated/types.js';
import type { RawEngine } from '../loader.js';
import { AftersaleError } from './errors.js';
import { freeze } from './freeze.js';
import type { Packs } from './packs.js';
import { asDocument, type PluginDefinition } from './plugin.js';
import { instantText, zoneTable } from './zone.js';

/** What every decision needs. What is left out is supplied: the time, the zone's offsets, policies and statute packs. */
export interface World {
  /** The order, or the name of a loaded one. */
  readonly order: Order | string;
  /** Policies of any layer and live promises, or names of loaded ones; default: those that the engine was made with. */
  readonly policies?: readonly (Policy | LivePromise | string)[];
  readonly policy?: Policy | LivePromise | string;
  /** Statute packs; default: those that govern the buyer. */
  readonly packs?: readonly (Policy | string)[];
  /** The other cases on this order. */
  readonly cases?: readonly Case[];
  /** Default: the current time. */
  readonly now?: Instant | Date;
  /** When the buyer sent the request, if that was before `now`. The host vouches for it. */
  readonly sentAt?: Instant;
  /** The seller's zone with its offsets, where its clock may matter. */
  readonly sellerZone?: Zone;
  /** The buyer's zone, or its IANA name; default: as the order tells. */
  readonly zone?: Zone | string;
  /** Public holidays of the buyer's country, beside those of the packs. */
  readonly holidays?: readonly CivilDate[];
}

/** What the wizard needs: an order, several to choose among, or a guest who has yet to prove one. */
export type WizardWorld = Omit<World, 'order'> & {
  readonly order?: Order | string;
  readonly orders?: readonly (Order | string)[];
  readonly guest?: { readonly refused?: boolean };
  /** What the person has pressed on to get here; then it is not asked. */
  readonly about?: Topic;
  /** What goods can be exchanged for, by line. */
  readonly variants?: readonly Variants[];
};

/** A storefront's document: a value, or its text, in which numbers keep all their digits. */
export type StorefrontDocument = object | string;
export interface TranslateOptions {
  /** Id of the storefront's plugin; default: whichever recognises the document. */
  readonly plugin?: string;
}

/** The ops whose answers depend on a world. */
type DecisionOp = 'evaluate' | 'quote' | 'wizard' | 'transition' | 'tick';
export type DecisionCall = (World | WizardWorld) & { readonly op: DecisionOp; readonly id?: string } & {
  readonly request?: Request;
  readonly answers?: Answers;
  readonly case?: Case | null;
  readonly command?: Command;
};

export interface EngineSettings {
  readonly policies: readonly (Policy | LivePromise)[];
  readonly plugin: string;
  readonly onWarning?: ((warning: Problem, op: Call['op']) => void) | undefined;
  readonly clock: () => Date;
  readonly own?: readonly PluginDefinition[];
}

/**
 * The core with everything that it must not fetch itself. Results are frozen; calls that cannot be answered throw an
 * AftersaleError; being refused a return is a result.
 */
export class Aftersale {
  readonly #raw: RawEngine;
  readonly #packs: Packs;
  readonly #settings: EngineSettings;
  readonly #loaded = new Set<string>();

  /** @internal Made by createAftersale. */
  constructor(raw: RawEngine, packs: Packs, settings: EngineSettings) {
    this.#raw = raw;
    this.#packs = packs;
    this.#settings = settings;
    for (const policy of settings.policies) this.load('policy', policy.id, policy);
    // What is wrong with a plugin is said now, not when the first order comes.
    if (settings.own?.length) this.#translate('recognize', {}, { plugin: 'auto' });
  }

  /** What may come back; without a request every line is judged as if all its units came back. */
  evaluate(call: World & { readonly request?: Request }): Decision {
    return this.#decide('evaluate', call);
  }

  /** What would be paid back. */
  quote(call: World & { readonly request: Request }): Quote {
    return this.#decide('quote', call);
  }

  /** What to ask next. */
  wizard(call: WizardWorld & { readonly answers?: Answers }): Step {
    const { order, orders = [], answers = {} } = call;
    const [first] = orders;
    if (order !== undefined || first === undefined) return this.#decide('wizard', { answers, ...call });
    // The zone is the person's, as the chosen order tells, or the first; the law is that of each.
    const id = answers.orders?.[0]?.id ?? answers.order;
    const chosen = orders.find((each) => (typeof each === 'string' ? each : each.id) === id);
    const { zone, packs } = this.#complete(
      { ...call, order: chosen ?? first, op: 'wizard' },
      true,
    ) as WizardCall;
    const all = orders.flatMap((each) =>
      this.requirements({ order: each }).packs.flatMap((id) => this.#pack(id, true)),
    );
    const { order: _, ...rest } = call;
    return this.#decide('wizard', {
      answers,
      ...rest,
      ...(zone ? { zone } : {}),
      packs: call.packs ?? [...new Set([...(packs ?? []), ...all])],
    });
  }

  /** Applies a command; without a case it opens one. */
  transition(call: World & { readonly case?: Case | null; readonly command: Command }): TransitionResult {
    return this.#decide('transition', { case: null, ...call });
  }

  /** Applies the deadlines of a case that are due. */
  tick(call: World & { readonly case: Case }): TransitionResult {
    return this.#decide('tick', call);
  }

  /** A case as its events tell. */
  view(document: Case): CaseView {
    return this.run({ op: 'view', case: document });
  }

  /** Checks the hash chain of a case. */
  verify(document: Case): Verification {
    return this.run({ op: 'verify', case: document });
  }

  /** Which storefronts may have written a document. */
  recognize(document: StorefrontDocument): Recognition {
    return this.#translate('recognize', document, { plugin: 'auto' });
  }

  /** The order or orders in a storefront's document. */
  readOrder(document: StorefrontDocument, options?: TranslateOptions): ReadOrder {
    return this.#translate('read_order', document, options);
  }

  /** News of a return, such as a webhook brings. */
  readUpdate(document: StorefrontDocument, options?: TranslateOptions): ReadUpdate {
    return this.#translate('read_update', document, options);
  }

  /** Requests for the storefront's API; sending them is the host's part. */
  write(document: WriteDocument, options?: TranslateOptions): Written {
    return this.#translate('write', document, options);
  }

  /** What this build is and knows. */
  describe(): Description {
    return this.run({ op: 'describe' });
  }

  /** A JSON value in the canonical form of RFC 8785: equal values have equal texts. */
  canonical(value: unknown): string {
    return this.run<Canonical>({ op: 'canonical', text: JSON.stringify(value) }).text;
  }

  /** Keeps a document, compiled, under a name that calls may use instead of it. */
  load(kind: LoadKind, name: string, document: Policy | LivePromise | Order): void {
    this.run({ op: 'load', kind, name, document });
  }

  unload(kind: LoadKind, name: string): void {
    this.run({ op: 'unload', kind, name });
  }

  /** Takes in the statute packs that an order needs and that are not at hand yet. */
  async prepare(order: Order | string): Promise<void> {
    const { packs } = this.requirements({ order });
    await Promise.all(packs.map((id) => this.#packs.fetch(id)));
  }

  /** What a decision needs to be supplied with. */
  requirements(call: Omit<DecisionCall, 'op'>): Requirements {
    const {
      zone: _zone,
      packs: _packs,
      about: _about,
      variants: _variants,
      orders: _orders,
      guest: _guest,
      ...members
    } = this.#members(call as Omit<DecisionCall, 'op'> & WizardWorld, true);
    return this.run({ ...members, op: 'requirements' } as Call);
  }

  /** The same call with everything in it that it left out, so that it gives the same answer everywhere. */
  complete(call: DecisionCall): Call {
    return this.#complete(call, false);
  }

  /** Many calls in one; the answers come in their order, and one that failed is an answer too. */
  batch(calls: readonly (Call | DecisionCall)[]): readonly Answer[] {
    const complete = calls.map((call) => (isDecision(call) ? this.#complete(call, true) : call));
    return this.run<BatchResult>({ op: 'batch', calls: complete }).answers;
  }

  /** A call as it is, and the whole answer; throws only when the engine itself fails. */
  dispatch(call: Call): Answer {
    return freeze(JSON.parse(this.#raw.dispatch(JSON.stringify(call))));
  }

  dispatchText(call: string): string {
    return this.#raw.dispatch(call);
  }

  /** UTF-8 both ways, which is the fastest. */
  dispatchBytes(call: Uint8Array): Uint8Array<ArrayBuffer> {
    return this.#raw.dispatchBytes(call);
  }

  /** Gives the memory back; no call may follow. */
  close(): void {
    this.#raw.close();
  }

  #decide<Result>(op: DecisionOp, call: Omit<DecisionCall, 'op'>): Result {
    return this.run(this.#complete({ ...call, op }, true));
  }

  /** The result of a call; throws when it cannot be answered. */
  protected run<Result>(call: Call): Result {
    const answer = this.dispatch(call);
    if (!answer.ok) throw new AftersaleError(answer.errors, { warnings: answer.warnings });
    const { onWarning } = this.#settings;
    if (onWarning) for (const warning of answer.warnings) onWarning(warning, call.op);
    return answer.result as Result;
  }

  #translate<Result>(
    mode: TranslateMode,
    document: StorefrontDocument,
    options: TranslateOptions = {},
  ): Result {
    const { plugin = this.#settings.plugin } = options;
    const { own = [] } = this.#settings;
    const given = typeof document === 'string' ? { text: document } : { document };
    const members = own.length ? { plugins: own.map(asDocument) } : {};
    for (const { manifest, prepare } of mode === 'write' ? [] : own) {
      if (!prepare || (plugin !== 'auto' && plugin !== manifest.id)) continue;
      const text = prepare(typeof document === 'string' ? document : JSON.stringify(document));
      if (text === undefined) continue;
      // Recognising tells of all that could have written it, this one among them.
      return this.run({
        op: 'translate',
        mode,
        plugin: mode === 'recognize' ? 'auto' : manifest.id,
        text,
        ...members,
      });
    }
    return this.run({ op: 'translate', mode, plugin, ...given, ...members });
  }

  /** Supplies what a call left out; with `named`, what the engine has loaded already goes by its name. */
  #complete(call: DecisionCall, named: boolean): Call {
    const members = this.#members(call, named);
    let { zone, packs } = members;
    // Before there is an order there is nothing to decide by.
    if ('guest' in call && call.order === undefined)
      return { ...members, op: call.op, zone: utc, packs: [] } as Call;
    if (typeof zone !== 'object' || !packs) {
      const needs = this.requirements(members);
      if (typeof zone !== 'object') zone = this.#zone(zone ?? needs.zone.name, needs.zone);
      packs ??= needs.packs.flatMap((id) => this.#pack(id, named));
    }
    return { ...members, op: call.op, zone, packs } as Call;
  }

  /** The call with the time and the policies. */
  #members<Members extends Omit<DecisionCall, 'op'>>(
    call: Members,
    named: boolean,
  ): Members & { now: Instant } {
    const own = this.#settings.policies;
    const policies = call.policies ?? (call.policy ? [] : named ? own.map(({ id }) => id) : own);
    const moment = call.now ?? this.#settings.clock();
    return { ...call, policies, now: typeof moment === 'string' ? moment : instantText(moment.getTime()) };
  }

  #zone(name: string, { from, to }: { readonly from: Instant; readonly to: Instant }): Zone {
    try {
      return zoneTable(name, from, to);
    } catch (cause) {
      const message = `unknown time zone ${name}`;
      const fix = 'an IANA name such as Europe/Berlin, or a table of offsets';
      throw new AftersaleError([{ code: 'unknown_zone', pointer: '/zone', message, fix }], { cause });
    }
  }

  /** A statute pack, or none when there is none to be had: then the core says so. */
  #pack(id: string, named: boolean): readonly (Policy | string)[] {
    const document = this.#packs.get(id);
    if (document === 'unknown') {
      const message = `the statute pack ${id} is needed and not at hand`;
      const fix = 'await prepare(order) first, or name it in createAftersale({ packs })';
      throw new AftersaleError([{ code: 'pack_missing', pointer: '/packs', message, fix }]);
    }
    if (document === 'absent') return [];
    if (!named) return [document];
    if (!this.#loaded.has(id)) {
      this.load('pack', id, document);
      this.#loaded.add(id);
    }
    return [id];
  }
}

const utc: Zone = { name: 'UTC', offset: 0, transitions: [] };
const decisions: readonly string[] = ['evaluate', 'quote', 'wizard', 'transition', 'tick'];

const isDecision = (call: Call | DecisionCall): call is DecisionCall => decisions.includes(call.op);
