import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { Shop } from "../../api/fake/shop";
import { button, dialog, expectNoFindings, start } from "../../test/window";

const ADA = "#/customers/ada.obi%40example.com";

const panel = async () =>
  within(await screen.findByRole("complementary", { name: "Customer Ada Obi" }));

/** Nothing of the customer is open any more. */
function settle(fake: Shop) {
  for (const { payment } of fake.payments) {
    if (["pending", "unknown"].includes(payment.status)) payment.status = "expired";
  }
}

describe("the customers", () => {
  it("can be read by a machine, list and panel", async () => {
    await start("books", ADA);
    await screen.findByRole("table", { name: "Customers, the latest first" });
    await panel();
    await expectNoFindings();
  });

  it("are found by e-mail, by name and by order number", async () => {
    const { fake, user } = await start("books", "#/customers");
    const search = await screen.findByRole("textbox", { name: "Search customers" });
    const order = fake.payments.find((one) => one.payment.customer?.name === "Ada Obi")?.payment;
    for (const text of ["ADA.obi@", "ada ob", order?.reference ?? "?"]) {
      await user.clear(search);
      await user.type(search, text);
      await waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(2));
      expect(screen.getByRole("link", { name: "Ada Obi" })).toBeVisible();
    }
    await user.clear(search);
    await user.type(search, "zzz");
    expect(await screen.findByText(/Nobody is found/)).toBeVisible();
  });

  it("say what they are where there are none, and why they could not be read", async () => {
    const { fake, user } = await start("empty", "#/accounts");
    fake.faults.set("customers", { code: "storage", message: "The disk is gone." });
    await user.click(await screen.findByRole("link", { name: "Customers" }));
    expect(await screen.findByText("The disk is gone.")).toBeVisible();
    await user.click(await button("Try again"));
    expect(await screen.findByText("No customers yet")).toBeVisible();
  });
});

describe("a customer", () => {
  it("shows every payment and refund, and what both add up to", async () => {
    const { fake, user } = await start("books", ADA);
    const open = await panel();
    const own = fake.payments.filter((one) => one.payment.customer?.name === "Ada Obi");
    for (const { payment } of own) {
      expect(open.getAllByRole("link", { name: payment.reference })[0]).toBeVisible();
    }
    expect(open.getByRole("table", { name: "What came and what went back" })).toBeVisible();
    const [first] = open.getAllByRole("link", { name: /^ORDER-/ });
    await user.click(first as HTMLElement);
    await screen.findByRole("complementary", { name: `Payment ${first?.textContent}` });
  });

  it("has everything that is kept saved as one file", async () => {
    const { user } = await start("books", ADA);
    await user.click((await panel()).getByRole("button", { name: "Export data…" }));
    expect(await screen.findByText(/^Saved: .*ada\.obi@example\.com\.json$/)).toBeVisible();
  });

  it("that is not in the books says so", async () => {
    await start("books", "#/customers/nobody%40example.com");
    expect(await screen.findByText("This customer is not in the books.")).toBeVisible();
  });
});

describe("masking a customer", () => {
  it("is not offered while something of theirs is open, and says what", async () => {
    const { fake, user } = await start("books", ADA);
    const own = fake.payments.find((one) => one.payment.customer?.name === "Ada Obi");
    if (own) own.payment.status = "pending";
    await user.click((await panel()).getByRole("button", { name: "Mask…" }));
    const open = await dialog("Mask Ada Obi?");
    expect(await open.findByText(`${own?.payment.reference} is still open.`)).toBeVisible();
    expect(open.queryByRole("button", { name: "Mask for good" })).toBeNull();
    expect(open.queryByLabelText("Reason")).toBeNull();
  });

  it("wants a reason, a name and the e-mail typed, and happens once these are right", async () => {
    const { fake, user } = await start("books", ADA);
    settle(fake);
    await user.click((await panel()).getByRole("button", { name: "Mask…" }));
    const open = await dialog("Mask Ada Obi?");
    expect(await open.findByText("Check what the law asks of you first")).toBeVisible();
    await user.click(open.getByRole("button", { name: "Mask for good" }));
    expect(await open.findByText("Say why.")).toBeVisible();
    expect(open.getByText("Write your name.")).toBeVisible();
    await user.type(open.getByLabelText("Reason"), "Asked by e-mail");
    await user.type(open.getByLabelText("Your name"), "Ngozi Ade");
    await user.type(open.getByLabelText(/^Type ada/), "ada.obi@example");
    await user.click(open.getByRole("button", { name: "Mask for good" }));
    expect(await open.findByText("Type exactly ada.obi@example.com.")).toBeVisible();
    await expectNoFindings();
    expect(JSON.stringify(fake.payments)).toContain("Ada Obi");
    await user.type(open.getByLabelText(/^Type ada/), ".com");
    await user.click(open.getByRole("button", { name: "Mask for good" }));
    expect(await screen.findByText("Ada Obi is masked.")).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("link", { name: "Ada Obi" })).toBeNull());
    expect(location.hash).toBe("#/customers");
    expect(JSON.stringify(fake.payments)).not.toContain("Ada Obi");
  });

  it("says what the shell refuses, at its field", async () => {
    const { fake, user } = await start("books", ADA);
    settle(fake);
    await user.click((await panel()).getByRole("button", { name: "Mask…" }));
    const open = await dialog("Mask Ada Obi?");
    await user.type(await open.findByLabelText("Reason"), "Asked");
    await user.type(open.getByLabelText("Your name"), "Ngozi Ade");
    await user.type(open.getByLabelText(/^Type ada/), "ada.obi@example.com");
    fake.faults.set("customer_mask", { code: "conflict", message: "A payment has just come in." });
    await user.click(open.getByRole("button", { name: "Mask for good" }));
    expect(await open.findByText("A payment has just come in.")).toBeVisible();
  });
});
