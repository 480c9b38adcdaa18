/** The customers: the list of them, and the one that is open with everything they paid. */
import type { CustomerDetail, CustomerRow } from "../api/bindings";
import { on, shell } from "../api/shell";
import { Opened } from "./opened.svelte";
import { Pages, PAGE_SIZE } from "./pages.svelte";

type Row = CustomerRow & { id: string };

export const customers = new Pages<Row>(
  ["paymentsChanged", "syncFinished"],
  async (text, after) => {
    const page = await shell.customers(text, after, PAGE_SIZE);
    return { ...page, items: page.items.map((row) => ({ ...row, id: row.key })) };
  },
);

export class OpenCustomer extends Opened<CustomerDetail> {
  /** How many pages of payments are shown. */
  #pages = 1;

  follow(): () => void {
    return on("paymentsChanged", () => void this.load());
  }

  more(): Promise<void> {
    this.#pages += 1;
    return this.load();
  }

  protected async read(): Promise<CustomerDetail> {
    let detail = await shell.customer(this.id, null);
    for (let page = 1; page < this.#pages && detail.next !== null; page += 1) {
      const more = await shell.customer(this.id, detail.next);
      detail = { ...more, payments: [...detail.payments, ...more.payments] };
    }
    return detail;
  }
}
