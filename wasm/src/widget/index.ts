// The elements as classes, without a side effect; `aftersale/widget/define` puts them into the page's registry.

export { AftersaleWizard, type Layout, type WizardEvents } from './wizard.js';
export { AftersaleTracker, type TrackerEvents } from './tracker.js';
export { AftersaleBadge, verdictOf, type JudgedLine } from './badge.js';
export { WizardController, type ControllerOptions, type Drafts, type DraftState, type Phase, type Submission, type SubmissionState, type Submit } from './controller.js';
export { browserDrafts } from './drafts.js';
export { loadMessages, registerLocale } from './locales.js';
export { readable, Translator, type Message, type Messages, type Plural } from './messages.js';
export { Formatter } from './format.js';
