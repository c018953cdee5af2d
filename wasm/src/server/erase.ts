import { erasesUntil, evidenceIn, withoutPersonal } from '../sync/erase.js';
import type { FinalReceipt, LogEntry } from '../sync/protocol.js';
import type { OrderRecord, Tx } from './ports.js';

/** What the books need to keep of an effect's result: the provider's reference of a payment. */
const kept = new Set(['issue_refund', 'issue_credit', 'charge_buyer']);

/** More events than one order's log can sensibly hold. */
const ALL = 1_000_000;

/**
 * Erases what an entry of a case asks to erase, in the transaction that appends it: names and words in the stored events,
 * what receipts quote, what hosts noted beside effects, and the pictures that no other case needs.
 */
export async function eraseFor(tx: Tx, entry: LogEntry): Promise<void> {
  const until = erasesUntil(entry);
  if (until === undefined) return;
  const entries = await tx.entries(entry.order, 1, ALL);
  // Until which event each case was erased, now or before.
  const reach = new Map<string, number>();
  for (const each of entries)
    reach.set(each.case, Math.max(reach.get(each.case) ?? 0, erasesUntil(each) ?? 0));
  const gone = entries.filter(({ case: id, p }) => id === entry.case && p.seq <= until);
  for (const { order, seq, p } of gone) {
    if (p.personal) await tx.replacePayload(order, seq, withoutPersonal(p));
  }
  // A hash of few words could be guessed; what is left of a receipt is that, and how, the command was decided.
  for (const { receipt } of await tx.receiptsOf(entry.case)) await tx.replaceReceipt(bare(receipt), '');
  for (const { key, kind, done } of await tx.effects(entry.case)) {
    if (done && !kept.has(kind)) await tx.forgetResult(key);
  }
  const standing = entries.filter(({ case: id, p }) => p.seq > (reach.get(id) ?? 0));
  const needed = new Set(standing.flatMap(({ p }) => evidenceIn(p)));
  const pictures = new Set(gone.flatMap(({ p }) => evidenceIn(p)).filter((digest) => !needed.has(digest)));
  for (const { sha256, subject } of await tx.blobsOf(entry.order)) {
    if (pictures.has(sha256)) await tx.dropBlob(sha256, subject);
  }
}

/** The record of an order without who bought it; what the rules go by stays. */
export function withoutBuyer(record: OrderRecord): OrderRecord {
  const { id: _id, name: _name, email: _email, ...buyer } = record.order.buyer;
  const { meta: _meta, ...rest } = record;
  return { ...rest, order: { ...record.order, buyer } };
}

function bare(receipt: FinalReceipt): FinalReceipt {
  const { id, st, seq } = receipt;
  return st === 'applied' ? { id, st, seq } : { id, st, seq, code: receipt.code };
}
