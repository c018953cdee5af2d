import { Aftersale } from '../api/engine.js';
import type { LintReport, Policy } from '../generated/types.js';

/** What lint looks at beside the policy. */
export interface LintOptions {
  /** The law of the markets: packs, or names of loaded ones. */
  readonly packs?: readonly (Policy | string)[];
}

/** The core with the tools for those who write policies. */
export class AftersaleTools extends Aftersale {
  /** Static checks of a policy; with packs, also of what the law says about it. */
  lint(policy: Policy, options: LintOptions = {}): LintReport {
    return this.run({ op: 'lint', policy, packs: [], ...options });
  }
}
