import { Aftersale } from '../api/engine.js';
import type { Country, LintReport, Policy, TestReport } from '../generated/types.js';

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
}
