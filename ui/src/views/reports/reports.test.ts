import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { button, dialog, expectNoFindings, start } from "../../test/window";

type User = Awaited<ReturnType<typeof start>>["user"];

async function choose(user: User, label: RegExp, option: string) {
  await user.click(await screen.findByRole("combobox", { name: label }));
  await user.click(await screen.findByRole("option", { name: option }));
}

async function everything() {
  const opened = await start("books", "#/reports");
  await choose(opened.user, /^Rows/, "By month");
  await choose(opened.user, /^Period/, "Everything");
  await screen.findByRole("rowheader", { name: "Total NGN" });
  return opened;
}

describe("a report", () => {
  it("can be read by a machine, and its picture says what it shows", async () => {
    await everything();
    await screen.findByRole("img", { name: /^Takings By month.*Most came in at/ });
    await screen.findByRole("table", { name: /^Takings, / });
    await expectNoFindings();
  });

  it("shows one currency at a time and what each comes to", async () => {
    const { user } = await everything();
    const currencies = within(await screen.findByRole("group", { name: "Currency" }));
    const [first, second] = currencies.getAllByRole("button");
    expect(first).toHaveAttribute("aria-pressed", "true");
    expect(await screen.findByRole("rowheader", { name: "Total NGN" })).toBeVisible();
    await user.click(second as HTMLElement);
    expect(await screen.findByRole("rowheader", { name: "Total USD" })).toBeVisible();
    expect(screen.queryByRole("rowheader", { name: "Total NGN" })).toBeNull();
  });

  it("by currency has all of them in one table and draws nothing", async () => {
    const { user } = await everything();
    await choose(user, /^Rows/, "By currency");
    expect(await screen.findByRole("rowheader", { name: "USD" })).toBeVisible();
    expect(screen.getByRole("rowheader", { name: "NGN" })).toBeVisible();
    expect(screen.queryByRole("img", { name: /^Takings/ })).toBeNull();
  });

  it("says at the filter what cannot be read, and keeps the last figures", async () => {
    const { user } = await everything();
    await screen.findByRole("table", { name: /^Takings, / });
    await user.type(screen.getByLabelText(/^Only what matches/), "colour:green");
    expect(await screen.findByText(/There is no filter called “colour”/)).toBeVisible();
    expect(screen.getByRole("table", { name: /^Takings, / })).toBeVisible();
  });

  it("that could not be made says why, and is made when asked again", async () => {
    const { fake, user } = await start("books", "#/settings");
    fake.faults.set("report", { code: "storage", message: "The disk is gone." });
    await user.click(await screen.findByRole("link", { name: "Reports" }));
    expect(await screen.findByText("The disk is gone.")).toBeVisible();
    await user.click(await button("Try again"));
    await waitFor(() => expect(screen.queryByText("The disk is gone.")).toBeNull());
  });

  it("without a payment says that nothing moved", async () => {
    await start("empty", "#/reports");
    expect(await screen.findByText("Nothing in this period")).toBeVisible();
  });

  it("is saved as CSV, and says where", async () => {
    const { user } = await everything();
    await user.click(await button("Save as CSV…"));
    expect(await screen.findByText(/takings-month\.csv/)).toBeVisible();
  });

  it("is printed under the shop's name, which is asked once", async () => {
    const { fake, user } = await everything();
    await user.click(await button("Print or save as PDF…"));
    const first = await dialog("Print or save as PDF");
    await user.type(first.getByLabelText(/^Name of your shop/), "Ada’s Fabrics");
    await expectNoFindings();
    await user.click(first.getByRole("button", { name: "Open statement" }));
    await waitFor(() => expect(fake.opened).toEqual(["statement month"]));
    await user.click(await button("Print or save as PDF…"));
    const again = await dialog("Print or save as PDF");
    await waitFor(() =>
      expect(again.getByLabelText(/^Name of your shop/)).toHaveValue("Ada’s Fabrics"),
    );
  });
});
