import type { Submission, Submit } from './submission.js';
import type { Answers, Quote, ReturnRequest, Step, StepId } from './wire.js';

export type Layout = 'page' | 'panel' | 'sheet';

/** What `<aftersale-wizard>` tells; all bubble, cross the shadow boundary and can be canceled. */
export interface WizardEvents {
  'aftersale-ready': CustomEvent<{ step: Step }>;
  'aftersale-step': CustomEvent<{ step: StepId | 'receipt' }>;
  'aftersale-draft': CustomEvent<{ key: string; answers: Answers }>;
  'aftersale-before-submit': CustomEvent<{ request: ReturnRequest; quote: Quote | undefined }>;
  'aftersale-submit': CustomEvent<{
    request: ReturnRequest;
    quote: Quote | undefined;
    files: Map<string, Blob>;
    text: string | undefined;
    /** Of which of several orders in one go, and by what their cases are known as one. */
    order?: string;
    set?: string;
    respondWith(answer: Promise<Partial<Submission>>): void;
  }>;
  'aftersale-submitted': CustomEvent<Submission>;
  'aftersale-close': CustomEvent<{ reason: 'button' | 'escape' | 'drag' | 'done' | 'call' }>;
  'aftersale-error': CustomEvent<{ error: unknown }>;
  'aftersale-help': CustomEvent<{ topic: string; line?: string; order?: string }>;
}

/** Where the host sets no `submit`, it answers the event. */
export async function byEvent(
  emit: (detail: WizardEvents['aftersale-submit']['detail']) => boolean,
  request: ReturnRequest,
  quote: Quote | undefined,
  { files, text, order, set }: Parameters<Submit>[2],
): Promise<Partial<Submission>> {
  let answer: Promise<Partial<Submission>> | undefined;
  emit({
    request,
    quote,
    files,
    text,
    ...(order ? { order } : {}),
    ...(set ? { set } : {}),
    respondWith: (promise) => {
      answer = promise;
    },
  });
  if (!answer)
    throw new Error('aftersale-wizard: set `submit`, or answer `aftersale-submit` with respondWith()');
  return answer;
}

declare global {
  interface HTMLElementEventMap extends WizardEvents {}
}
