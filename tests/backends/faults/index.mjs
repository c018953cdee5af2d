// Deliberately faulty backends: the reference backend with one fault seeded in each. The conformance kit has to find every one.
// `check` is where it has to be found, so that a fault is not found by accident.

import evidence from './evidence.mjs';
import limits from './limits.mjs';
import log from './log.mjs';
import money from './money.mjs';
import receipts from './receipts.mjs';
import rights from './rights.mjs';

export const faults = [...receipts, ...money, ...rights, ...log, ...evidence, ...limits];
