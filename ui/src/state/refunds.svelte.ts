/** The list of refunds: `refund:` and `batch:` terms beside the shell's own filter of payments. */
import type { RefundRow, RefundStatus } from "../api/bindings";
import { shell } from "../api/shell";
import { valueOf, valuesOf, withTerm } from "./filter";
import { Pages, PAGE_SIZE, knownWords } from "./pages.svelte";

export const REFUND_STATUSES: RefundStatus[] = [
  "requested",
  "approved",
  "submitted",
  "unknown",
  "pending",
  "failed",
  "processed",
];

/** A refund by its own id; what opens is its payment. */
type Row = RefundRow & { id: string };

export const refunds = new Pages<Row>(
  ["paymentsChanged", "syncFinished"],
  async (filter, after) => {
    const status = knownWords(valuesOf(filter, "refund"), REFUND_STATUSES);
    const batch = valueOf(filter, "batch");
    const rest = withTerm(withTerm(filter, "refund", null), "batch", null);
    const page = await shell.refundsPage({ filter: rest, status, batch, after, limit: PAGE_SIZE });
    return { ...page, items: page.items.map((row) => ({ ...row, id: row.refund.id })) };
  },
);
