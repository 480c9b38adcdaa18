/** The list of refunds: `refund:` and `batch:` terms beside the shell's own filter of payments. */
import type { RefundRow, RefundStatus } from "../api/bindings";
import { on, shell } from "../api/shell";
import { valueOf, valuesOf, withTerm } from "./filter";
import { Pages, PAGE_SIZE, unknownWord } from "./pages.svelte";

export const REFUND_STATUSES: RefundStatus[] = [
  "requested",
  "approved",
  "submitted",
  "unknown",
  "pending",
  "failed",
  "processed",
];

type Row = RefundRow & { id: string };

class Refunds extends Pages<Row> {
  follow(): () => void {
    const stops = [
      on("paymentsChanged", () => void this.refresh()),
      on("syncFinished", () => void this.refresh()),
    ];
    return () => stops.forEach((stop) => stop());
  }

  protected async read(filter: string, after: string | null) {
    const asked = valuesOf(filter, "refund");
    const status = REFUND_STATUSES.filter((one) => asked.includes(one));
    const strange = asked.find((one) => !REFUND_STATUSES.some((known) => known === one));
    if (strange !== undefined) throw unknownWord(strange, REFUND_STATUSES);
    const batch = valueOf(filter, "batch");
    const rest = withTerm(withTerm(filter, "refund", null), "batch", null);
    const page = await shell.refundsPage({ filter: rest, status, batch, after, limit: PAGE_SIZE });
    return { ...page, items: page.items.map((row) => ({ ...row, id: row.refund.id })) };
  }
}

export const refunds = new Refunds();
