import { beforeEach, describe, expect, it } from "vitest";
import { open } from "../api/fake/host";
import { linkCreate } from "../api/fake/links";
import type { Shop } from "../api/fake/shop";
import { PAGE_SIZE } from "./pages.svelte";
import { payments } from "./payments.svelte";

let shop: Shop;

beforeEach(async () => {
  shop = open("books");
  payments.forget();
  payments.busy = false;
  await payments.search("");
});

const newLink = () =>
  linkCreate(shop, {
    account_id: shop.overview.accounts[0]?.id ?? "",
    amount: "10.00",
    currency: "NGN",
    email: "ada@example.com",
    customer_name: null,
    reference: null,
    description: null,
    callback_url: null,
    redirect_url: null,
    success_url: null,
    cancel_url: null,
  });

describe("a page of payments", () => {
  it("goes forth and back through all of them, each once", async () => {
    const first = payments.rows.map((row) => row.id);
    const seen = new Set(first);
    while (payments.hasNext) {
      await payments.next();
      payments.rows.forEach((row) => seen.add(row.id));
    }
    expect(seen.size).toBe(137);
    expect(payments.first).toBe(2 * PAGE_SIZE + 1);
    await payments.previous();
    await payments.previous();
    expect(payments.rows.map((row) => row.id)).toEqual(first);
    expect(payments.hasPrevious).toBe(false);
  });

  it("lets a new row in while nobody works in the table", async () => {
    const { payment_id } = newLink();
    await payments.refresh();
    expect(payments.rows[0]?.id).toBe(payment_id);
  });

  it("holds a new row back while somebody does, and shows it when asked", async () => {
    payments.busy = true;
    const before = payments.rows.map((row) => row.id);
    const { payment_id } = newLink();
    await payments.refresh();
    expect(payments.rows.map((row) => row.id)).toEqual(before);
    expect(payments.waiting.map((row) => row.id)).toEqual([payment_id]);
    await payments.reload();
    expect(payments.rows[0]?.id).toBe(payment_id);
    expect(payments.waiting).toEqual([]);
  });

  it("changes a row where it stands", async () => {
    payments.busy = true;
    const pending = payments.rows.findIndex((row) => row.status === "pending");
    const id = payments.rows[pending]?.id ?? "";
    shop.paying.add(id);
    shop.verify(id);
    await payments.refresh();
    expect(payments.rows[pending]).toMatchObject({ id, status: "paid" });
  });

  it("keeps what it showed when it cannot be read again", async () => {
    shop.faults.set("payments_page", { code: "storage", message: "The disk is gone." });
    await payments.reload();
    expect(payments.rows).toHaveLength(PAGE_SIZE);
    expect(payments.problem?.message).toBe("The disk is gone.");
  });

  it("drops an answer that a later question has overtaken", async () => {
    const slow = payments.search("status:failed");
    await payments.search("status:paid");
    await slow;
    expect(new Set(payments.rows.map((row) => row.status))).toEqual(new Set(["paid"]));
  });
});
