import { screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { button, dialog, expectNoFindings, start } from "../test/window";

describe("each screen can be read by a machine", () => {
  it("first start", async () => {
    await start("first_start");
    await button("Try it with practice money");
    await expectNoFindings();
  });

  it("payments", async () => {
    await start("books");
    await screen.findByRole("table", { name: "Payments, newest first" });
    await expectNoFindings();
  });

  it("a payment", async () => {
    await start("books", "#/payments/pay_100000");
    await screen.findByRole("heading", { name: "History" });
    await expectNoFindings();
  });

  it("exports", async () => {
    await start("books", "#/exports");
    await screen.findByRole("table", { name: "First rows of the file" });
    await expectNoFindings();
  });

  it("an earlier export", async () => {
    await start("books", "#/export-history/exp_seed_1");
    await button("Write again…");
    await expectNoFindings();
  });

  it("accounts", async () => {
    await start("books", "#/accounts");
    await screen.findByRole("article", { name: "Main shop" });
    await expectNoFindings();
  });

  it.each([
    ["New payment link", "New payment link"],
    ["Find or do…", "Find or do"],
  ])("the dialog behind “%s”", async (name, title) => {
    const { user } = await start("books");
    await user.click(await button(name));
    await dialog(title);
    await expectNoFindings();
  });

  it("the refund dialog", async () => {
    const { user } = await start("books", "#/payments/pay_100000");
    await user.click(await button("Refund"));
    await dialog("Refund ORDER-01320");
    await expectNoFindings();
  });

  it("connecting a gateway", async () => {
    const { user } = await start("first_start");
    await user.click(await button("Connect a gateway"));
    await (await dialog("Connect a gateway")).findByLabelText("Secret key");
    await expectNoFindings();
  });

  it("the vault", async () => {
    const { user } = await start("no_vault");
    await user.click(await button("Choose a passphrase"));
    await dialog("Choose a passphrase for your keys");
    await expectNoFindings();
  });
});

describe("states of the list", () => {
  it("says why the payments could not be read, and reads them when asked again", async () => {
    const { fake, user } = await start("vault_locked", "#/accounts");
    fake.faults.set("payments_page", { code: "storage", message: "The disk is gone." });
    await user.click(await screen.findByRole("link", { name: "Payments" }));
    expect(await screen.findByText("The disk is gone.")).toBeVisible();
    await user.click(await button("Try again"));
    expect(await screen.findByRole("link", { name: "ORDER-01320" })).toBeVisible();
  });

  it("tells an empty shop from a search without a hit", async () => {
    const { user } = await start("empty");
    expect(await screen.findByText("No payments yet")).toBeVisible();
    await user.type(screen.getByRole("textbox", { name: "Search payments" }), "zzz");
    expect(await screen.findByText("Nothing matches")).toBeVisible();
    await user.click(await button("Clear search and filters"));
    expect(await screen.findByText("No payments yet")).toBeVisible();
  });

  it("shows what is wrong with a filter at the search box", async () => {
    const { user } = await start("books");
    const search = await screen.findByRole("textbox", { name: "Search payments" });
    await user.type(search, "colour:green");
    expect(await screen.findByText(/There is no filter called “colour”/)).toBeVisible();
    expect(search).toBeInvalid();
  });

  it("writes the filter language from the menus", async () => {
    const { user } = await start("books");
    await user.click(await button("Status"));
    await user.click(await screen.findByRole("menuitemcheckbox", { name: "Failed" }));
    await user.click(await screen.findByRole("menuitemcheckbox", { name: "Expired" }));
    expect(screen.getByLabelText("Search payments")).toHaveValue("status:failed,expired");
  });
});

describe("what is wrong with a payment is explained", () => {
  it("a wrong amount names both amounts", async () => {
    await start("books", "#/payments/pay_99995");
    expect(await screen.findByText(/You asked for 19,000.00 NGN and 18,500.00/)).toBeVisible();
  });

  it("an unknown outcome says not to deliver", async () => {
    await start("books", "#/payments/pay_99985");
    expect(await screen.findByText(/Do not deliver yet/)).toBeVisible();
  });
});
