import { Aftersale } from '../api/engine.js';
import { AftersaleError } from '../api/errors.js';
import type {
  AccountCall,
  Adjustment,
  AdjustmentsCall,
  Converted,
  Country,
  CreditNote,
  CreditNoteCall,
  LintReport,
  MeasureCall,
  Measurement,
  OrderAccount,
  Outline,
  Policy,
  PolicyFormat,
  Problem,
  SimulateCall,
  SimulationResult,
  TestReport,
} from '../generated/types.js';
import type { PolicyTexts } from './texts.js';

/** The law that a tool compares with. */
export interface PackOptions {
  /** Statute packs, or names of loaded ones. */
  readonly packs?: readonly (Policy | string)[];
}

/** What lint looks at beside the policy. */
export interface LintOptions extends PackOptions {
  /** The countries that the shop sells to; default: all that the packs govern. */
  readonly markets?: readonly Country[];
  /** The shop's categories, so that others can be told. */
  readonly categories?: readonly string[];
}

/** Whose law stands beside a policy, and in which language. */
export interface OutlineOptions extends PackOptions {
  /** The buyers' country. */
  readonly country?: Country;
  /** Texts of a language, from `loadPolicyTexts`; with them each statement has its sentence. */
  readonly texts?: PolicyTexts;
}

export interface ConvertOptions {
  /** Default: `aftersale`, a policy of ours. */
  readonly from?: PolicyFormat;
  readonly to?: PolicyFormat;
  /** Whose terms are told, when rules differ by country. */
  readonly country?: Country;
}

export interface Conversion extends Converted {
  /** What could not be carried over, with its place in the document. */
  readonly losses: readonly Problem[];
}

/** The core with the tools for those who write policies. */
export class AftersaleTools extends Aftersale {
  /** What is wrong with a policy, and what could be better; its tests are run as well. */
  lint(policy: Policy, options: LintOptions = {}): LintReport {
    return this.run({ op: 'lint', policy, ...options });
  }

  /** Runs the tests that a policy carries. */
  test(policy: Policy, options: PackOptions = {}): TestReport {
    return this.run({ op: 'test', policy, ...options });
  }

  /** A policy as ordered statements, with the law of a country beside it. */
  outline(policy: Policy | string, options: OutlineOptions = {}): Outline {
    return this.run({ op: 'outline', policy, ...options });
  }

  /** A policy from or to the shape of others, and what could not be carried over. */
  convert(document: object, { from = 'aftersale', to = 'aftersale', country }: ConvertOptions): Conversion {
    const answer = this.dispatch({
      op: 'convert',
      from,
      to,
      document: document as Readonly<Record<string, unknown>>,
      ...(country && { country }),
    });
    if (!answer.ok) throw new AftersaleError(answer.errors, { warnings: answer.warnings });
    return { ...(answer.result as unknown as Converted), losses: answer.warnings };
  }

  /** What was charged for an order line by line and unit by unit, what was paid back and what still can be. */
  account(order: AccountCall['order'], cases: NonNullable<AccountCall['cases']> = []): OrderAccount {
    return this.run({ op: 'account', order, cases });
  }

  /** The credit note of a case whose money was paid back; `creditNotePage` makes a page of it. */
  creditNote(call: Omit<CreditNoteCall, 'op'>): CreditNote {
    return this.run({ op: 'credit_note', ...call });
  }

  /** What the cases of an order did to it: a list that only grows. An id that comes again says what became of it. */
  adjustments(order: AdjustmentsCall['order'], cases: AdjustmentsCall['cases']): readonly Adjustment[];
  /** The same in the shape of another protocol. */
  adjustments(
    order: AdjustmentsCall['order'],
    cases: AdjustmentsCall['cases'],
    to: 'ucp' | 'acp',
  ): readonly Readonly<Record<string, unknown>>[];
  adjustments(
    order: AdjustmentsCall['order'],
    cases: AdjustmentsCall['cases'],
    to: 'aftersale' | 'ucp' | 'acp' = 'aftersale',
  ): readonly unknown[] {
    return this.run<{ adjustments: readonly unknown[] }>({ op: 'adjustments', order, cases, to }).adjustments;
  }

  /** An indicator of service, with the formula that it was computed by. */
  measure(metric: MeasureCall['metric'], given: MeasureCall['given']): Measurement {
    return this.run({ op: 'measure', metric, given });
  }

  /** A batch of past orders under two sets of policies; see docs/cli.md for a whole stream. */
  simulate(call: Omit<SimulateCall, 'op'>): SimulationResult {
    return this.run({ op: 'simulate', ...call });
  }
}
