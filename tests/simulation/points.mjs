// Every write that is to survive, by name: on devices what a transaction changes, in the shop what it decides. Each is ended
// before it and right after it; and between any two of its parts. A write that is not in here fails the test.

export const writes = [
  'device: replica',
  'device: command',
  'device: command with picture',
  'device: receipts',
  'device: receipts again',
  'device: blame',
  'device: park',
  'device: picture sent',
  'device: dismiss',
  'device: cursor',
  'device: page',
  'device: page that settles',
  'device: repair',
  'device: erase',
  'server: device bound',
  'server: decision',
  'server: decision with effects',
  'server: decision that erases',
  'server: refusal',
  'server: cases claimed',
  'server: deadline with effects',
  'server: effects claimed',
  'server: effect done',
  'server: effect done and told',
  'server: effect failed',
  'server: picture announced',
  'server: picture whole',
];

/** Parts of writes that follow one another; what is in the middle of a crash must not be there afterwards. */
export const gaps = [
  'device: blobs.put | outbox.add',
  'device: entries.put | entries.put',
  'device: entries.put | heads.put',
  'device: heads.put | meta.put',
  'device: heads.put | heads.put',
  'device: outbox.put | outbox.put',
  'device: outbox.delete | outbox.delete',
  'device: outbox.delete | entries.put',
  'device: entries.delete | entries.delete',
  'device: entries.delete | heads.delete',
  'device: heads.delete | entries.put',
  'server: append | append',
  'server: append | addParties',
  'server: append | setDeadline',
  'server: addParties | addParties',
  'server: addParties | setDeadline',
  'server: setDeadline | enqueue',
  'server: setDeadline | putReceipt',
  'server: enqueue | enqueue',
  'server: enqueue | putReceipt',
  'server: enqueue | effectDone',
  'server: append | replacePayload',
  'server: replacePayload | replaceReceipt',
  'server: replaceReceipt | replaceReceipt',
  'server: replaceReceipt | forgetResult',
  'server: forgetResult | setDeadline',
  'server: appendBlob | completeBlob',
];

/** What hardly ever comes to pass: each has a name, and none was met often enough to be aimed at. */
export const rare = [
  'device: picture to be sent again',
  'device: forget',
  'server: deadline',
  'server: deadline moved',
  'server: picture announced anew',
  'server: picture in part',
];

export const aims = [
  ...writes.flatMap((point) => ['before', 'after'].map((mode) => ({ point, mode }))),
  ...gaps.map((point) => ({ point, mode: 'torn' })),
];

export const nameOf = ({ point, mode }) => `${mode} ${point}`;
