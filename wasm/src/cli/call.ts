import { loadShippedPack, shippedPacks } from '../api/packs.js';
import { instantText, zoneTable } from '../api/zone.js';
import { options } from '../generated/cli.js';
import type { Requirements } from '../generated/types.js';
import type { RawEngine } from '../loader.js';
import { canonical } from '../sync/canonical.js';
import { loadPolicyTexts } from '../tools/texts.js';
import { type Arguments, buildsDocument, ownFile, UsageError } from './args.js';
import { ask, callText, canonicalText, isFailure, type Members, membersOf } from './core.js';
import { readText } from './files.js';

// Members that come from documents, in the order in which these are read.
const documentMembers = [
  'answers',
  'case',
  'cases',
  'categories',
  'command',
  'document',
  'order',
  'policies',
  'policy',
  'request',
];

/** Makes calls of arguments; docs/cli.md has the rules. */
export class CallMaker {
  readonly #engine: RawEngine;
  readonly #args: Arguments;
  /** Loaded documents go by their names, which spares a stream the work. */
  readonly #named: boolean;
  readonly #shipped = new Map<string, Promise<string | undefined>>();
  readonly #now: string;
  #given: string[] | undefined;

  constructor(engine: RawEngine, args: Arguments, named: boolean) {
    this.#engine = engine;
    this.#args = args;
    this.#named = named;
    this.#now = args.values.get('now')?.[0] ?? instantText(Date.now());
  }

  /** The members that documents and options give; those of the command's own document only when it is `read`. */
  async members(read: boolean): Promise<Members> {
    const { command, row, values } = this.#args;
    if (command === 'translate') return this.#translation(read);
    const members: Record<string, string> = {
      ...this.#options(),
      op: quoted(row.op ?? command),
    };
    for (const member of documentMembers) {
      if (member === 'policies') {
        if (row.world) members[member] = await this.policies('policy');
      } else if (member === row.document) {
        if (read) members[member] = await this.#read(ownFile(this.#args), `/${member}`);
      } else if (values.has(member) && member !== 'policy') {
        members[member] = await this.#read(this.#value(member) ?? '', `/${member}`);
      }
    }
    if (row.packs) members.packs = `[${(await this.#packs(shippedPacks)).join(',')}]`;
    if (command === 'explain') members.texts = await this.#policyTexts();
    if (command === 'convert') {
      members.from ??= quoted('aftersale');
      members.to ??= quoted('aftersale');
    }
    if (row.world) members.now = quoted(this.#now);
    if (command === 'transition') members.case ??= 'null';
    if (command === 'wizard') members.answers ??= '{}';
    if (values.has('resolution') || values.has('method'))
      members.request = this.#chosen(members.request ?? '{}');
    return members;
  }

  /** The call of `simulate` but for its lines. */
  async simulation(): Promise<Members> {
    const [against, zone] = [this.#args.values.has('against'), this.#value('zone')];
    return {
      against: against ? await this.policies('against') : undefined,
      now: quoted(this.#now),
      op: quoted('simulate'),
      packs: `[${(await this.#packs(shippedPacks)).join(',')}]`,
      policies: await this.policies('policy'),
      zone: zone === undefined ? undefined : quoted(zone),
    };
  }

  /** A line of a stream as it stands in the call. */
  ownLine(text: string): Members {
    const { row, mode } = this.#args;
    if (row.modes && mode !== 'write') return { text: JSON.stringify(text) };
    return { [row.document ?? '']: text };
  }

  /** What the host supplies to a decision; or the answer that says why nothing can be. */
  async supplied(members: Members): Promise<Members | string> {
    const answer = this.#engine.dispatch(callText({ ...members, op: '"requirements"' }));
    if (isFailure(answer)) return answer;
    const needs = (JSON.parse(answer) as { result: Requirements }).result;
    const packs = `[${(await this.#packs(needs.packs)).join(',')}]`;
    const name = this.#value('zone') ?? needs.zone.name;
    try {
      return { packs, zone: canonical(zoneTable(name, needs.zone.from, needs.zone.to)) };
    } catch {
      throw new UsageError(`unknown time zone ${name}`);
    }
  }

  async policies(option: 'policy' | 'against'): Promise<string> {
    const texts: string[] = [];
    for (const [index, file] of (this.#args.values.get(option) ?? []).entries()) {
      texts.push(await this.#kept('policy', `${option}-${index + 1}`, file, `/policies/${index}`));
    }
    return `[${texts.join(',')}]`;
  }

  async #policyTexts(): Promise<string> {
    const locale = this.#value('locale') ?? 'en';
    const texts = await loadPolicyTexts(locale);
    if (!texts) throw new UsageError(`unknown locale ${locale}`);
    return canonical(texts);
  }

  /** Options that are members of the call. */
  #options(): Record<string, string> {
    const members: Record<string, string> = {};
    for (const [name, values] of this.#args.values) {
      const { member, repeat } = options[name] ?? {};
      if (member) members[member] = JSON.stringify(repeat ? values : values[0]);
    }
    return members;
  }

  #value(option: string): string | undefined {
    return this.#args.values.get(option)?.[0];
  }

  async #read(file: string, member: string): Promise<string> {
    return canonicalText(this.#engine, await readText(file), file, member);
  }

  async #translation(read: boolean): Promise<Members> {
    const { mode = '' } = this.#args;
    const members: Record<string, string> = {
      mode: quoted(mode.replace('-', '_')),
      op: quoted('translate'),
      plugin: quoted(this.#value('plugin') ?? 'auto'),
    };
    const file = ownFile(this.#args);
    if (buildsDocument(this.#args)) members.document = await this.#writeDocument();
    else if (read && mode === 'write') members.document = await this.#read(file, '/document');
    else if (read) members.text = quoted(await readText(file));
    return members;
  }

  async #writeDocument(): Promise<string> {
    const [intent, order] = [this.#value('intent'), this.#value('order')];
    return callText({
      case: await this.#read(this.#value('case') ?? '', '/document/case'),
      intent: intent === undefined ? undefined : quoted(intent),
      order: order === undefined ? undefined : await this.#read(order, '/document/order'),
    });
  }

  /** The request with `--resolution` and `--method` set; what is no object is left for the core to refuse. */
  #chosen(text: string): string {
    const request = membersOf(text);
    if (!request) return text;
    const [resolution, method] = [this.#value('resolution'), this.#value('method')];
    return callText({
      ...request,
      ...(resolution !== undefined && { resolution: quoted(resolution) }),
      ...(method !== undefined && { method: quoted(method) }),
    });
  }

  async #packs(needed: readonly string[]): Promise<readonly string[]> {
    if (this.#args.values.has('no-packs')) return [];
    if (this.#args.values.has('pack')) {
      this.#given ??= await this.#givenPacks();
      return this.#given;
    }
    const packs = await Promise.all(needed.map((id) => this.#shippedPack(id)));
    return packs.filter((pack) => pack !== undefined);
  }

  async #givenPacks(): Promise<string[]> {
    const texts: string[] = [];
    for (const [index, value] of (this.#args.values.get('pack') ?? []).entries()) {
      if (/[./\\]/.test(value)) {
        texts.push(await this.#kept('pack', `pack-${index + 1}`, value, `/packs/${index}`));
      } else {
        const text = await this.#shippedPack(value);
        if (text === undefined) throw new UsageError(`unknown pack ${value}`);
        texts.push(text);
      }
    }
    return texts;
  }

  #shippedPack(id: string): Promise<string | undefined> {
    let text = this.#shipped.get(id);
    if (!text) {
      text = loadShippedPack(id).then((pack) => {
        if (!pack) return undefined;
        const document = canonical(pack);
        if (!this.#named) return document;
        ask(this.#engine, { op: '"load"', kind: '"pack"', name: quoted(`pack-${id}`), document });
        return quoted(`pack-${id}`);
      });
      this.#shipped.set(id, text);
    }
    return text;
  }

  /** A file's document, or the name under which it was loaded. */
  async #kept(kind: 'policy' | 'pack', name: string, file: string, member: string): Promise<string> {
    const document = await this.#read(file, member);
    if (!this.#named) return document;
    ask(this.#engine, { op: '"load"', kind: quoted(kind), name: quoted(name), document });
    return quoted(name);
  }
}

const quoted = (text: string): string => JSON.stringify(text);
