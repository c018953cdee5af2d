/** Several orders in one go: each is sent by itself, so that a no to one does not hold up the others. */
import type { Submission, SubmissionState, Submit } from './submission.js';
import type { Quote, ReturnRequest, Step, StepOrder } from './wire.js';

/** What is sent of a step: one request, or one of each order that something was chosen of. */
export interface Part {
  order?: string;
  request: ReturnRequest;
  quote: Quote | undefined;
}

export const partsOf = ({ set, request, quote }: Step): Part[] =>
  set
    ? set.orders.flatMap((each) =>
        each.request ? [{ order: each.order, request: each.request, quote: each.quote }] : [],
      )
    : request
      ? [{ request, quote }]
      : [];

export const quotesOf = ({ set, quote }: Step): Quote[] =>
  (set ? set.orders : [{ quote }]).flatMap((each) => each.quote ?? []);

export const orderIn = ({ set }: Step, id: string | undefined): StepOrder | undefined =>
  set?.orders.find(({ order }) => order === id);

/** From the one that has come least far; what needs somebody tells so beside its own number. */
const course: readonly SubmissionState[] = ['saved', 'sending', 'sent', 'confirmed', 'needs_you'];

export function gathered(orders: readonly Submission[], declaredAt: string | undefined): Submission {
  const state = course.find((each) => orders.some((one) => one.state === each)) ?? 'sent';
  return { state, ...(declaredAt ? { declaredAt } : {}), orders };
}

/** What is known by now of one order of several. */
export function learn({ orders = [], declaredAt }: Submission, news: Submission): Submission {
  return gathered(
    orders.map((each) => (each.order === news.order ? { ...each, ...news } : each)),
    declaredAt,
  );
}

/** Sends each; what could not be sent can be tried again. Throws when nothing could. */
export async function sendParts(
  parts: readonly Part[],
  send: Submit,
  extra: Parameters<Submit>[2],
  declaredAt: string,
): Promise<Submission> {
  const results: Submission[] = [];
  let failure: unknown;
  for (const { order, request, quote } of parts) {
    const { id: set } = extra.step.set ?? {};
    try {
      const result = await send(request, quote, {
        ...extra,
        ...(order ? { order } : {}),
        ...(set ? { set } : {}),
      });
      results.push({ state: 'sent', declaredAt, ...(order ? { order } : {}), ...result });
    } catch (error) {
      failure = error;
      const { code = 'not_sent' } = (error ?? {}) as { code?: string };
      results.push({ state: 'needs_you', ...(order ? { order } : {}), problem: { code }, failed: true });
    }
  }
  const [first] = results;
  if (!first || results.every(({ failed }) => failed)) throw failure;
  return first.order ? gathered(results, declaredAt) : first;
}

/** Once more what did not reach the host; it goes under the name of the same set. */
export async function sendAgain(
  submission: Submission,
  order: string,
  send: Submit,
  extra: Parameters<Submit>[2],
): Promise<Submission> {
  const { orders = [], declaredAt = '' } = submission;
  const parts = partsOf(extra.step).filter((part) => part.order === order);
  try {
    const { orders: [sent] = [] } = await sendParts(parts, send, extra, declaredAt);
    return gathered(
      orders.map((each) => (sent && each.order === order ? sent : each)),
      declaredAt,
    );
  } catch {
    return submission; // it says already that it was not sent
  }
}
