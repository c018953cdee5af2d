// From two texts to an answer: the order is read, whatever storefront wrote it, and judged under the policy.

import { AftersaleError, type Decision, type Order, type Policy, type Problem } from 'aftersale';
import type { AftersaleTools } from 'aftersale/tools';
import type { Shared } from './share.js';

export interface Judged {
  readonly policy?: Policy;
  readonly order?: Order;
  /** The storefront that wrote the order; absent for one of our own. */
  readonly plugin?: string;
  readonly decision?: Decision;
  readonly policyProblems: readonly Problem[];
  readonly orderProblems: readonly Problem[];
  /** What belongs to neither. */
  readonly otherProblems: readonly Problem[];
}

function parse(text: string): { value?: object; problem?: Problem } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value };
    return { problem: { code: 'not_an_object', pointer: '', message: 'an object { … } is expected' } };
  } catch (error) {
    return { problem: { code: 'invalid_json', pointer: '', message: (error as Error).message } };
  }
}

const within = (problem: Problem, before: RegExp): Problem => ({
  ...problem,
  pointer: problem.pointer.replace(before, ''),
});

function read(engine: AftersaleTools, text: string): Pick<Judged, 'order' | 'plugin' | 'orderProblems'> {
  const { value, problem } = parse(text);
  if (!value) return { orderProblems: [problem as Problem] };
  if ('createdAt' in value && 'lines' in value) return { order: value as Order, orderProblems: [] };
  try {
    const { order, orders, plugin } = engine.readOrder(text) as {
      order?: Order;
      orders?: readonly Order[];
      plugin: string;
    };
    const found = order ?? orders?.[0];
    if (found) return { order: found, plugin, orderProblems: [] };
    return { orderProblems: [{ code: 'no_order', pointer: '', message: 'there is no order in it' }] };
  } catch (error) {
    if (!(error instanceof AftersaleError)) throw error;
    return { orderProblems: error.errors.map((each) => within(each, /^\/(text|document)/)) };
  }
}

export function judge(engine: AftersaleTools, { policy: policyText, order: orderText, now }: Shared): Judged {
  const { value: policy, problem } = parse(policyText);
  const known = read(engine, orderText);
  let policyProblems: readonly Problem[] = problem ? [problem] : [];
  if (policy) {
    try {
      policyProblems = engine.lint(policy as Policy).findings.map((each) => within(each, /^\/policy/));
    } catch (error) {
      if (!(error instanceof AftersaleError)) throw error;
      policyProblems = error.errors.map((each) => within(each, /^\/policy/));
      return { ...known, policyProblems, otherProblems: [] };
    }
  }
  if (!policy || !known.order) return { ...known, policyProblems, otherProblems: [] };
  try {
    const decision = engine.evaluate({ order: known.order, policies: [policy as Policy], now });
    return { ...known, policy: policy as Policy, decision, policyProblems, otherProblems: [] };
  } catch (error) {
    if (!(error instanceof AftersaleError)) throw error;
    const of = (path: RegExp): readonly Problem[] =>
      error.errors.filter(({ pointer }) => path.test(pointer)).map((each) => within(each, path));
    return {
      // What lint has said already is not said twice.
      policyProblems: [
        ...policyProblems,
        ...of(/^\/policies\/0/).filter(
          ({ code, pointer }) =>
            !policyProblems.some((each) => each.code === code && each.pointer === pointer),
        ),
      ],
      orderProblems: of(/^\/order/),
      otherProblems: error.errors.filter(({ pointer }) => !/^\/(policies\/0|order)/.test(pointer)),
    };
  }
}
