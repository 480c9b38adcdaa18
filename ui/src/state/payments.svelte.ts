/**
 * One page of payments that stays true without jumping.
 *
 * Rows on the page change in place as news comes in. New rows slip in only while
 * the merchant is at the top of the first page and not working in the table;
 * otherwise they wait behind a button.
 */
import type { PaymentRow } from "../api/bindings";
import { AppError } from "../api/error";
import { on, shell } from "../api/shell";

export const PAGE_SIZE = 50;

class Payments {
  filter = $state("");
  rows = $state.raw<PaymentRow[]>([]);
  total = $state(0);
  loading = $state(true);
  /** Whether any page was ever read: before that there is nothing to show. */
  known = $state(false);
  problem = $state.raw<AppError | null>(null);
  waiting = $state.raw<PaymentRow[]>([]);
  /** Rows on the page whose money has just come. */
  paid = $state.raw<PaymentRow[]>([]);
  /** Set by the table: rows must keep their place. */
  busy = $state(false);

  #next = $state<string | null>(null);
  #cursors = $state<(string | null)[]>([null]);
  #asked = 0;

  page = $derived(this.#cursors.length);
  hasNext = $derived(this.#next !== null);
  hasPrevious = $derived(this.#cursors.length > 1);
  first = $derived(this.rows.length === 0 ? 0 : (this.page - 1) * PAGE_SIZE + 1);

  /** Shows the first page for a filter. */
  search(filter: string): Promise<void> {
    this.filter = filter;
    this.#cursors = [null];
    return this.reload();
  }

  /** Another shop: nothing that was read holds there. */
  forget(): void {
    this.#asked += 1;
    this.rows = [];
    this.waiting = [];
    this.paid = [];
    this.total = 0;
    this.known = false;
    this.problem = null;
    this.#cursors = [null];
    this.#next = null;
  }

  next(): Promise<void> {
    this.#cursors = [...this.#cursors, this.#next];
    return this.reload();
  }

  previous(): Promise<void> {
    this.#cursors = this.#cursors.slice(0, -1);
    return this.reload();
  }

  /** Reads the page again, new rows included. An answer overtaken by a later question is dropped. */
  async reload(): Promise<void> {
    this.loading = true;
    const page = await this.#read();
    if (!page) return;
    this.rows = page.items;
    this.waiting = [];
    this.known = true;
  }

  /** Reads the page again but keeps what is shown where it is. */
  async refresh(): Promise<void> {
    const page = await this.#read();
    if (!page) return;
    const fresh = new Map(page.items.map((row) => [row.id, row]));
    const shown = new Set(this.rows.map((row) => row.id));
    const open = new Set(this.rows.filter((row) => row.status === "pending").map((row) => row.id));
    this.paid = page.items.filter((row) => row.status === "paid" && open.has(row.id));
    const unseen = page.items.filter((row) => !shown.has(row.id));
    if (!this.busy || unseen.length === 0) {
      this.rows = page.items;
      this.waiting = [];
    } else {
      this.rows = this.rows.map((row) => fresh.get(row.id) ?? row);
      this.waiting = unseen;
    }
    this.known = true;
  }

  follow(): () => void {
    const stops = [
      on("paymentsChanged", () => void this.refresh()),
      on("syncFinished", () => void this.refresh()),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async #read() {
    const asked = ++this.#asked;
    const after = this.#cursors.at(-1) ?? null;
    try {
      const page = await shell.paymentsPage({ filter: this.filter, after, limit: PAGE_SIZE });
      if (asked !== this.#asked) return null;
      this.total = page.total;
      this.#next = page.next;
      this.problem = null;
      return page;
    } catch (error) {
      if (asked === this.#asked) this.problem = AppError.from(error);
      return null;
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }
}

export const payments = new Payments();
