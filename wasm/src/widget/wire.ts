// The documents of the wire that the widget reads, under the names that it uses for them.
import type { WizardWorld as World } from '../api/engine.js';
import type { Answers, DraftItem, Field, LivePromise, Policy, Step } from '../generated/types.js';

export type { WizardWorld as World } from '../api/engine.js';
export type {
  Answers,
  CaseView,
  Change,
  Component,
  DraftItem,
  Event as CaseEvent,
  Evidence,
  EvidenceKind,
  Field,
  Finding,
  MethodChoice,
  Money,
  Order,
  Outcome,
  Problem,
  Quote,
  Request as ReturnRequest,
  ResolutionChoice,
  Source,
  Step,
  StepId,
  StepItem,
  StepOrder,
  Topic,
  TranscriptEntry,
  Until,
  Variants,
} from '../generated/types.js';

/** What may stand among the policies of a world. */
export type AnyPolicy = Policy | LivePromise;

/** What a sentence may name. */
export type Params = Readonly<Record<string, unknown>>;

/** What the person has said so far; always with a list of items. */
export type Draft = Answers & { readonly items: readonly DraftItem[] };

/** An answer to choose; `refused` is the code of why it would lead to a no. */
export type Choice = NonNullable<Field['choices']>[number];

/** What the elements need of the object that `createAftersale` gives. */
export interface WizardEngine {
  wizard(call: World & { readonly answers?: Answers }): Step;
  /** Fetches the statute packs that an order needs. */
  prepare?(order: NonNullable<World['order']>): Promise<void>;
}
