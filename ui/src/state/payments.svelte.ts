/** The list of payments, by the shell's own filter language. */
import type { PaymentRow } from "../api/bindings";
import { on, shell } from "../api/shell";
import { Pages, PAGE_SIZE } from "./pages.svelte";

class Payments extends Pages<PaymentRow> {
  /** Rows on the page whose money has just come. */
  paid = $state.raw<PaymentRow[]>([]);

  override forget(): void {
    super.forget();
    this.paid = [];
  }

  follow(): () => void {
    const stops = [
      on("paymentsChanged", () => void this.refresh()),
      on("syncFinished", () => void this.refresh()),
    ];
    return () => stops.forEach((stop) => stop());
  }

  protected read(filter: string, after: string | null) {
    return shell.paymentsPage({ filter, after, limit: PAGE_SIZE });
  }

  protected override noticed(fresh: PaymentRow[]): void {
    const open = new Set(this.rows.filter((row) => row.status === "pending").map((row) => row.id));
    this.paid = fresh.filter((row) => row.status === "paid" && open.has(row.id));
  }
}

export const payments = new Payments();
