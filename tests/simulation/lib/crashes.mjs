// Where the plug is pulled: before a durable write, between two parts of one, or right after it. Every such point that was
// met is counted by name.

export class Crashes {
  /** `side point mode` and how often. */
  met = new Map();
  hit = new Map();
  #writes = { device: 0, server: 0 };

  constructor(world) {
    this.world = world;
    this.chance = world.dice(6);
  }

  #count(map, key) {
    map.set(key, (map.get(key) ?? 0) + 1);
  }

  /** How a process ends at this write, if it does. */
  at(side, point) {
    this.#count(this.met, `${side}: ${point}`);
    const { flaky, plan, aim } = this.world;
    if (!flaky) return undefined;
    if (aim && !this.aimed && aim.point === `${side}: ${point}` && aim.mode !== 'torn')
      return this.#strike(aim);
    const n = this.#writes[side]++;
    const { plug } = plan;
    const planned = plug && plug.side === side && plug.at === n && plug.how < 2;
    if (!planned && !this.chance.hit(plan.crash)) return undefined;
    const mode = (planned ? plug.how === 0 : this.chance.hit(0.5)) ? 'before' : 'after';
    this.#count(this.hit, `${side}: ${point}: ${mode}`);
    return mode;
  }

  /** Whether a process ends between two parts of a write. */
  between(side, one, next) {
    this.#count(this.met, `${side}: ${one} | ${next}`);
    const { flaky, plan, aim } = this.world;
    if (!flaky) return false;
    if (aim && !this.aimed && aim.point === `${side}: ${one} | ${next}`) return this.#strike(aim) === 'torn';
    const { plug } = plan;
    const planned =
      plug && plug.side === side && plug.how === 2 && plug.at === this.#writes[side] && this.chance.hit(0.4);
    if (!planned && !this.chance.hit(plan.crash / 3)) return false;
    this.#count(this.hit, `${side}: ${one} | ${next}: torn`);
    return true;
  }

  /** What a run was made for: to end at that point, once. */
  #strike({ point, mode }) {
    this.aimed = true;
    this.#count(this.hit, `${point}: ${mode}`);
    return mode;
  }

  /** Whether the whole device goes, not only the tab. */
  takesAll() {
    return this.chance.hit(0.3);
  }
}

/** What a transaction of the server is for, by what it writes. */
export function serverPoint(ops) {
  const has = (op) => ops.includes(op);
  if (has('putReceipt')) {
    if (!has('append')) return 'refusal';
    return has('replacePayload') || has('replaceReceipt')
      ? 'decision that erases'
      : has('enqueue')
        ? 'decision with effects'
        : 'decision';
  }
  if (has('effectDone')) return has('append') ? 'effect done and told' : 'effect done';
  if (has('effectFailed')) return 'effect failed';
  if (has('append')) return has('enqueue') ? 'deadline with effects' : 'deadline';
  if (has('claimCases')) return 'cases claimed';
  if (has('claimEffects')) return 'effects claimed';
  if (has('setDeadline')) return 'deadline moved';
  if (has('bindReplica')) return 'device bound';
  if (has('dropBlob')) return has('putBlob') ? 'picture announced anew' : 'picture refused';
  if (has('putBlob')) return 'picture announced';
  if (has('appendBlob')) return has('completeBlob') ? 'picture whole' : 'picture in part';
  return ops.join('+');
}
