/** What passes between the wizard and its host. */
import type { Answers, CaseView, Quote, ReturnRequest, Step, World } from './wire.js';

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
  /** Of which of several orders that were sent in one go; the host names it when it knows more about one. */
  order?: string;
  /** One for each of them. */
  orders?: readonly Submission[];
  /** It did not reach the host; it can be tried again. */
  failed?: boolean;
}

export interface Drafts {
  load(key: string): Promise<Answers | undefined>;
  save(key: string, answers: Answers): Promise<void>;
  clear(key: string): Promise<void>;
  saveFile?(key: string, id: string, file: Blob): Promise<void>;
  loadFile?(key: string, id: string): Promise<Blob | undefined>;
}

/**
 * Sends a request. A question or complaint has no quote; what is said in it stands in `text`. Of several orders in one go it is
 * called for each, with its `order` and the `set` by which the cases are known as one.
 */
export type Submit = (
  request: ReturnRequest,
  quote: Quote | undefined,
  extra: { files: Map<string, Blob>; step: Step; text?: string; order?: string; set?: string },
) => Promise<Partial<Submission> | undefined> | Promise<void>;

/** Finds the order of a guest; nothing when what was given fits none. */
export type Lookup = (proof: NonNullable<Answers['proof']>) => Promise<World | undefined>;
