import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { button, dialog, expectNoFindings, start } from "../../test/window";

async function setUp(account: string) {
  const started = await start("books", "#/accounts");
  const card = within(await screen.findByRole("article", { name: account }));
  await started.user.click(card.getByRole("button", { name: "Settings…" }));
  const open = await dialog(`Settings of ${account}`);
  await open.findByRole("tab", { name: "Settings" });
  return { ...started, open };
}

const settingsOf = (fake: Awaited<ReturnType<typeof start>>["fake"], name: string) =>
  Object.fromEntries(
    (fake.overview.accounts.find((one) => one.name === name)?.settings ?? []).map((one) => [
      one.key,
      one.value,
    ]),
  );

describe("an account's settings", () => {
  it("show each guess with its default and where that comes from, and can be reset", async () => {
    const { fake, user, open } = await setUp("Main shop");
    await expectNoFindings();
    expect(open.getByText("Default: 18.233.137.110. From: Novac's own plug-in")).toBeVisible();
    expect(open.getByRole("button", { name: "Save settings" })).toBeDisabled();
    const sources = open.getByLabelText("Addresses webhooks come from");
    await user.clear(sources);
    await user.type(sources, "203.0.113.7");
    await user.click(open.getByRole("button", { name: "Save settings" }));
    await waitFor(() => expect(settingsOf(fake, "Main shop")["webhook_sources"]).toBe("203.0.113.7")); // prettier-ignore
    await user.click(open.getByRole("button", { name: "Reset: Addresses webhooks come from" }));
    expect(sources).toHaveValue("18.233.137.110");
  });

  it("warn before a key travels without encryption", async () => {
    const { fake, user, open } = await setUp("Wallet desk");
    expect(open.queryByText("Your key would be readable on its way")).toBeNull();
    await user.click(open.getByRole("combobox", { name: /^Connection without encryption/ }));
    await user.click(await screen.findByRole("option", { name: "allowed" }));
    expect(await open.findByText("Your key would be readable on its way")).toBeVisible();
    expect(settingsOf(fake, "Wallet desk")["clear_text"]).toBe("refused");
  });

  it("say at the field what cannot be used", async () => {
    const { user, open } = await setUp("Wallet desk");
    await user.clear(open.getByLabelText("Most per transfer"));
    await user.type(open.getByLabelText("Most per transfer"), "lots");
    await user.click(open.getByRole("button", { name: "Save settings" }));
    expect(await open.findByText("Write an amount such as 5000.00.")).toBeVisible();
    await waitFor(() => expect(open.getByLabelText("Most per transfer")).toHaveFocus());
  });

  it("name everything the account can do, and why not", async () => {
    const { user, open } = await setUp("Export sales");
    await user.click(open.getByRole("tab", { name: "Can do" }));
    expect(await open.findByText("Payouts")).toBeVisible();
    expect(open.getByText(/tells of payouts it makes to you/)).toBeVisible();
    await expectNoFindings();
  });
});

describe("an account's keys", () => {
  it("are replaced without being shown, and forgotten when asked", async () => {
    const { fake, user, open } = await setUp("Export sales");
    await user.click(open.getByRole("tab", { name: /^Keys/ }));
    const key = await open.findByLabelText("Webhook secret");
    expect(key).toHaveValue("");
    expect(key).toHaveAttribute("type", "password");
    await user.type(key, "whsec_0123456789");
    await user.click(open.getByRole("button", { name: "Check and replace" }));
    expect(await open.findByText("OVGC Payments accepts the keys.")).toBeVisible();
    expect(open.getByLabelText("Webhook secret")).toHaveValue("");
    await user.click(open.getByRole("button", { name: "Forget it" }));
    await waitFor(() => expect(fake.oldKeys.size).toBe(0));
    expect(open.queryByText("The replaced secret is still accepted")).toBeNull();
  });

  it("that are wrong say so at their field", async () => {
    const { user, open } = await setUp("Main shop");
    await user.click(open.getByRole("tab", { name: "Keys" }));
    await user.type(await open.findByLabelText("Secret key"), "nc_livesk_wrong");
    await user.click(open.getByRole("button", { name: "Check and replace" }));
    expect(await open.findByText("Novac refused these keys.")).toBeVisible();
    expect(open.getByLabelText("Secret key")).toBeInvalid();
  });
});

describe("the settings", () => {
  it("switch each kind of notification", async () => {
    const { fake, user } = await start("books", "#/settings");
    const refunds = await screen.findByRole("switch", { name: "Refunds and payouts" });
    expect(refunds).toBeChecked();
    await expectNoFindings();
    await user.click(refunds);
    await waitFor(() => expect(fake.told).toEqual({ payments: true, refunds: false, failures: true })); // prettier-ignore
  });

  it("put a switch back that could not be switched", async () => {
    const { fake, user } = await start("books", "#/settings");
    fake.faults.set("notifications_set", { code: "storage", message: "The disk is gone." });
    await user.click(await screen.findByRole("switch", { name: "Refunds and payouts" }));
    expect(await screen.findByText("The disk is gone.")).toBeVisible();
    expect(screen.getByRole("switch", { name: "Refunds and payouts" })).toBeChecked();
  });

  it("choose light or dark as the sidebar does", async () => {
    const { user } = await start("books", "#/settings");
    await user.click(await screen.findByRole("radio", { name: "Dark" }));
    expect(document.documentElement).toHaveAttribute("data-theme", "dark");
    await user.click(await button("Dark"));
    expect(screen.getByRole("radio", { name: "As the system" })).toBeChecked();
  });
});

describe("practice", () => {
  it("can be made to go wrong, and the banner says that it does", async () => {
    const { fake, user } = await start("practice");
    await user.click(await button("Make things go wrong…"));
    const open = await dialog("Make things go wrong");
    await user.click(await open.findByRole("tab", { name: "Nowpay" }));
    await expectNoFindings();
    await user.click(open.getByRole("switch", { name: "Answer lost" }));
    await waitFor(() => expect([...fake.broken]).toEqual(["nowpay:answer_lost"]));
    await user.click(open.getByRole("button", { name: "Done" }));
    await user.click(await button("1 thing goes wrong"));
    const again = await dialog("Make things go wrong");
    await user.click(await again.findByRole("button", { name: "Everything works again" }));
    await waitFor(() => expect(fake.broken.size).toBe(0));
  });
});
