/** The list of payments, by the shell's own filter language. */
import type { PaymentRow } from "../api/bindings";
import { shell } from "../api/shell";
import { Pages, PAGE_SIZE } from "./pages.svelte";

class Payments extends Pages<PaymentRow> {
  /** Rows on the page whose money has just come. */
  paid = $state.raw<PaymentRow[]>([]);

  constructor() {
    super(["paymentsChanged", "syncFinished"], (filter, after) =>
      shell.paymentsPage({ filter, after, limit: PAGE_SIZE }),
    );
  }

  override forget(): void {
    super.forget();
    this.paid = [];
  }

  protected override noticed(fresh: PaymentRow[]): void {
    const open = new Set(this.rows.filter((row) => row.status === "pending").map((row) => row.id));
    this.paid = fresh.filter((row) => row.status === "paid" && open.has(row.id));
  }
}

export const payments = new Payments();
