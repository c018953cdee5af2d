// The elements as classes, without a side effect; `aftersale/widget/define` puts them into the page's registry.

export { AftersaleBadge, type JudgedLine, verdictOf } from './badge.js';
export {
  type ControllerOptions,
  type DraftState,
  type Drafts,
  type Phase,
  type Submission,
  type SubmissionState,
  type Submit,
  WizardController,
} from './controller.js';
export { browserDrafts } from './drafts.js';
export type { Layout, WizardEvents } from './events.js';
export { type PreparedEvidence, prepareEvidence, UnreadableImage } from './evidence.js';
export { Formatter } from './format.js';
export { loadMessages, registerLocale } from './locales.js';
export { type Message, type Messages, type Plural, readable, Translator } from './messages.js';
export { AftersaleTracker, type TrackerEvents } from './tracker.js';
export { AftersaleWizard } from './wizard.js';
