// `aftersale/conformance`: whether a backend speaks case-sync/1 as it is meant, checked from outside.

export {
  type Check,
  type CheckResult,
  checks,
  type KitOptions,
  type Report,
  runConformance,
} from './kit.js';
export { httpSetup, reportText } from './report.js';
export { people, policy, type Setup, type SetupAnswer } from './world.js';
