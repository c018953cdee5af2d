import type { Submission } from './controller.js';
import type { Answers, Quote, ReturnRequest, Step, StepId } from './wire.js';

export type Layout = 'page' | 'panel' | 'sheet';

/** What `<aftersale-wizard>` tells; all bubble, cross the shadow boundary and can be canceled. */
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

declare global {
  interface HTMLElementEventMap extends WizardEvents {}
}
