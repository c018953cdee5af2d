// Everything that the first paint does not need; fetched while the core is.
export { transcriptText } from '../receipt.js';
export { aboutScreen, ordersScreen } from './about.js';
export { methodScreen, resolutionScreen } from './choices.js';
export { messageScreen } from './message.js';
export { proofScreen } from './proof.js';
export { reasonsScreen } from './reasons.js';
export { receiptScreen } from './receipt.js';
export { reviewScreen } from './review.js';
