import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { shell } from "../../api/shell";
import { button, dialog, expectNoFindings, start } from "../../test/window";

type User = Awaited<ReturnType<typeof start>>["user"];

const sheet = () => screen.findByRole("table", { name: "First rows of the file" });
const headings = async () =>
  within(await sheet())
    .getAllByRole("columnheader")
    .map((cell) => cell.textContent);

async function pick(user: User, typed: string, title: string | RegExp) {
  const kind = await screen.findByRole("combobox", { name: "Kind of file" });
  await user.clear(kind);
  await user.type(kind, typed);
  await user.click(await screen.findByRole("option", { name: title }));
}

async function choosePeriod(user: User, name: string) {
  await user.click(await screen.findByRole("combobox", { name: /^Period/ }));
  await user.click(await screen.findByRole("option", { name }));
  await screen.findByRole("combobox", { name: `Period ${name}` });
}

/** Until the preview is of what is chosen. */
const looked = () =>
  waitFor(() =>
    expect(screen.getByRole("region", { name: "Preview" })).toHaveAttribute("aria-busy", "false"),
  );

/** The page with a file of everything that ever moved. */
async function everything(typed = "tillkeeper csv", title: string | RegExp = /^Tillkeeper CSV/) {
  const started = await start("books", "#/exports");
  await pick(started.user, typed, title);
  await choosePeriod(started.user, "Everything");
  await looked();
  return started;
}

describe("a new file", () => {
  it("is of the kind that was used last, unless another one is found by typing", async () => {
    const { user } = await start("books", "#/exports");
    const kind = await screen.findByRole("combobox", { name: "Kind of file" });
    expect(kind).toHaveValue("Xero bank statement");
    await user.click(kind);
    const first = (await screen.findAllByRole("option"))[0];
    expect(first).toHaveTextContent(/^Xero bank statement A statement of the money/);
    await user.type(kind, "ledger journal");
    const found = screen.getAllByRole("option").map((one) => one.textContent.trim().slice(0, 9));
    expect(found).toEqual(["hledger j"]);
    await user.keyboard("{ArrowDown}{Enter}");
    expect(kind).toHaveValue("hledger journal");
  });

  it("takes along the filter of the list that was on the screen", async () => {
    const { user } = await start("books", "#/payments?q=status:paid");
    await user.click(await button("Export"));
    expect(await screen.findByLabelText(/^Only what matches/)).toHaveValue("status:paid");
  });

  it("keeps what was chosen while something else is looked up", async () => {
    const { user } = await everything();
    await user.type(screen.getByLabelText(/^Only what matches/), "gateway:novac");
    await user.click(screen.getByRole("link", { name: "Payments" }));
    await screen.findByRole("table", { name: "Payments, newest first" });
    await user.click(screen.getByRole("link", { name: "Exports" }));
    expect(await screen.findByLabelText(/^Only what matches/)).toHaveValue("gateway:novac");
    expect(screen.getByRole("combobox", { name: "Period Everything" })).toBeVisible();
  });

  it("says at the filter what is wrong with it, and at the days", async () => {
    const { user } = await start("books", "#/exports");
    const filter = await screen.findByLabelText(/^Only what matches/);
    await user.type(filter, "colour:green");
    expect(await screen.findByText(/There is no filter called “colour”/)).toBeVisible();
    expect(filter).toBeInvalid();
    expect(await button("Save file")).toBeDisabled();
    await choosePeriod(user, "Other dates");
    await user.clear(screen.getByLabelText("To"));
    await user.type(screen.getByLabelText("To"), "2020-01-01");
    expect(await screen.findByText("The first day is after the last.")).toBeVisible();
    await user.clear(filter);
    expect(await screen.findByText("Mend the days, and it is here again.")).toBeVisible();
    expect(await button("Save file")).toBeDisabled();
  });

  it("has choices that mean something in words", async () => {
    const { fake, user } = await everything("4 columns", /QuickBooks Online, 4/);
    const label = "Which column money that came in is in";
    await user.click(screen.getByRole("combobox", { name: new RegExp(`^${label}`) }));
    await user.click(await screen.findByRole("option", { name: /^Debit is money in/ }));
    await screen.findByRole("combobox", { name: new RegExp(`^${label} Debit is money in`) });
    await looked();
    await user.click(await button("Save 2 files"));
    await button("Make another file");
    expect(fake.exports[0]?.choices).toEqual({ "money-in": "debit" });
  });

  it("takes a text of the merchant’s own where the kind of file allows it", async () => {
    const { fake, user } = await everything("xero sales", /^Xero sales invoices/);
    const code = screen.getByLabelText(/^The code of the account in Xero/);
    expect(code).toHaveAccessibleDescription(/For example 200 \(Sales/);
    await user.type(code, "260");
    await looked();
    await user.click(await button("Save file"));
    await button("Make another file");
    expect(fake.exports[0]?.choices).toEqual({ "account-code": "260" });
  });

  it("that cannot be looked at says why, and can be looked at again", async () => {
    const { fake, user } = await start("books", "#/accounts");
    fake.faults.set("export_preview", { code: "storage", message: "The disk is gone." });
    await user.click(screen.getByRole("link", { name: "Exports" }));
    expect(await screen.findByText("The disk is gone.")).toBeVisible();
    await user.click(await button("Try again"));
    expect(await sheet()).toBeVisible();
  });
});

describe("columns", () => {
  it("are taken out and put in order by keys alone, and the focus goes along", async () => {
    const { user } = await everything();
    await user.click(screen.getByText("Columns: all 17, in the usual order"));
    const box = screen.getByRole("checkbox", { name: "schema" });
    box.focus();
    await user.keyboard(" ");
    await waitFor(() => expect(screen.getByRole("checkbox", { name: "schema" })).toHaveFocus());
    screen.getByRole("button", { name: "Move local_date up" }).focus();
    await user.keyboard("{Enter}");
    expect(screen.getByText("local_date is now column 2 of 16.")).toBeInTheDocument();
    await waitFor(() => expect(document.activeElement).toHaveAccessibleName("Move local_date up"));
    await user.keyboard("{Enter}{Enter}");
    await waitFor(async () =>
      expect((await headings()).slice(0, 3)).toEqual(["local_date", "row_id", "occurred_at_utc"]),
    );
    await expectNoFindings();
    await user.click(await button("All, in the usual order"));
    await waitFor(async () => expect((await headings())[0]).toBe("schema"));
  });
});

describe("names of accounts", () => {
  it("are kept once they are left, or say what is wrong with them", async () => {
    const { fake, user } = await start("books", "#/exports");
    await pick(user, "beancount", /^Beancount/);
    await user.click(await screen.findByText("Names of accounts"));
    const sales = await screen.findByLabelText("Sales");
    await user.clear(sales);
    await user.type(sales, "Income::Shop");
    await user.tab();
    expect(await screen.findByText(/empty level/)).toBeVisible();
    await user.clear(sales);
    await user.type(sales, "Income:Shop");
    await user.tab();
    await waitFor(() => expect(fake.accountNames.get("sales")).toBe("Income:Shop"));
    expect(sales).toBeValid();
  });
});

describe("what was found", () => {
  it("is told before the file is saved, and test payments can be left out", async () => {
    const { user } = await everything("xero sales", /^Xero sales invoices/);
    const found = within(screen.getByRole("region", { name: /^Good to know/ }));
    expect(found.getByText(/2 rows were left out: a refund is no invoice/)).toBeVisible();
    expect(found.getByText(/rows are of test payments/)).toBeVisible();
    await user.click(found.getByRole("button", { name: "Leave test payments out" }));
    expect(screen.getByLabelText(/^Only what matches/)).toHaveValue("mode:live");
    await waitFor(() => expect(screen.queryByText(/rows are of test payments/)).toBeNull());
  });
});

describe("saving", () => {
  it("tells which files there are and copies what proves them", async () => {
    const { fake, user } = await everything("xero bank", /^Xero bank statement/);
    const write = vi.fn(() => Promise.resolve());
    Object.defineProperty(navigator, "clipboard", {
      value: { writeText: write },
      configurable: true,
    });
    await user.click(await button("Save 2 files"));
    expect(await screen.findByRole("heading", { name: "2 files are saved" })).toHaveFocus();
    expect(screen.getByText(/\.manifest\.json$/)).toBeVisible();
    await user.click(await button(/^Copy the SHA-256 of .*-2\.csv$/));
    expect(write).toHaveBeenCalledWith(fake.exports[0]?.files[1]?.sha256);
    await user.click(await button("Show in folder"));
    await waitFor(() => expect(fake.opened.at(-1)).toMatch(/-1\.csv$/));
    await expectNoFindings();
    await user.click(await button("Make another file"));
    expect(await screen.findByText(/^Last saved .* Nothing is new since then\.$/)).toBeVisible();
  });

  it("can be stopped, and then nothing is saved", async () => {
    const { fake, user } = await everything();
    const before = fake.exports.length;
    fake.pace = null;
    await user.click(await button("Save file"));
    const progress = await screen.findByRole("progressbar", { name: "How far the file is" });
    await waitFor(() => expect(progress).toHaveAttribute("aria-valuetext", expect.stringMatching(/ of \d+ rows/))); // prettier-ignore
    await user.click(await button("Stop"));
    expect(await screen.findByText("Stopped. Nothing was saved.")).toBeVisible();
    expect(await button("Save file")).toBeEnabled();
    expect(fake.exports).toHaveLength(before);
  });

  it("goes on while another page is looked at, and says when it is done", async () => {
    const { fake, user } = await everything();
    fake.pace = null;
    await user.click(await button("Save file"));
    await button("Stop");
    await user.click(screen.getByRole("link", { name: "Payments" }));
    await screen.findByRole("table", { name: "Payments, newest first" });
    fake.pace = 0;
    expect(await screen.findByText(/^The file is saved: tillkeeper-base-/)).toBeVisible();
  });

  it("that fails says why and leaves everything as it was chosen", async () => {
    const { fake, user } = await everything();
    const message = "The disk is full. Free some space, or choose another folder.";
    fake.faults.set("export_save", { code: "storage", message });
    await user.click(await button("Save file"));
    expect(await screen.findByText(message)).toBeVisible();
    expect(await button("Save file")).toBeEnabled();
  });

  it("goes where the merchant chooses", async () => {
    const { fake, user } = await everything();
    await user.click(await button("Change…"));
    const path = screen.getByLabelText<HTMLInputElement>("Save as");
    await waitFor(() => expect(path.value).toMatch(/Desktop/));
    await user.click(await button("Save file"));
    await screen.findByRole("heading", { name: "The file is saved" });
    expect(screen.getByText(/^\/home\/ada\/Desktop\/.*\.csv$/)).toBeVisible();
    expect(fake.exports[0]?.export.rows).toBeGreaterThan(0);
  });
});

describe("what is new", () => {
  it("since the last export of the same is all that is in the file", async () => {
    const { user } = await everything("xero bank", /^Xero bank statement/);
    expect(await screen.findByText(/^Last saved .* with 87 rows\./)).toBeVisible();
    await user.click(await button("Only what is new"));
    await waitFor(() => expect(screen.queryByText("All of it")).not.toBeNull());
    await choosePeriod(user, "Since the last export");
    expect(screen.queryByRole("button", { name: "Only what is new" })).toBeNull();
  });

  it("is not told of by an answer to what was chosen before", async () => {
    const { user } = await everything();
    const look = vi.spyOn(shell, "exportPreview").mockReturnValue(new Promise(() => {}));
    await choosePeriod(user, "Since the last export");
    expect(await screen.findByText(/^Of what you chose before/)).toBeInTheDocument();
    expect(screen.getByText(/^Not saved before with this kind, period and filter/)).toBeVisible();
    expect(await sheet()).toBeVisible();
    expect(await button("Save file")).toBeDisabled();
    await waitFor(() => expect(look).toHaveBeenCalledOnce());
    look.mockRestore();
  });

  it("is nothing right after it was saved", async () => {
    const { user } = await everything();
    await user.click(await button("Save file"));
    await user.click(await button("Make another file"));
    await choosePeriod(user, "Since the last export");
    expect(await screen.findByText("Nothing is new")).toBeVisible();
    expect(await button("Save file")).toBeDisabled();
  });
});

describe("presets", () => {
  it("are kept under a name, used with one click, and removed after asking", async () => {
    const { fake, user } = await everything("quickbooks 3", /QuickBooks Online, 3/);
    await user.type(screen.getByLabelText(/^Only what matches/), "gateway:novac");
    await user.click(await button("Save as preset…"));
    let open = await dialog("Save as preset");
    await user.click(open.getByRole("button", { name: "Save preset" }));
    expect(await open.findByText("Give the preset a name of 1 to 60 characters.")).toBeVisible();
    await user.type(open.getByLabelText("Name"), "For the bank");
    await expectNoFindings();
    await user.click(open.getByRole("button", { name: "Save preset" }));
    const preset = await button("Use the preset For the bank");
    expect(preset).toHaveAttribute("aria-pressed", "true");

    await user.click(await button("Use the preset Weekly into Xero"));
    expect(screen.getByRole("combobox", { name: "Kind of file" })).toHaveValue("Xero bank statement"); // prettier-ignore
    expect(screen.getByRole("combobox", { name: "Period Since the last export" })).toBeVisible();
    await user.click(preset);
    expect(screen.getByLabelText(/^Only what matches/)).toHaveValue("gateway:novac");

    await user.click(await button("Remove the preset For the bank"));
    open = await dialog("Remove the preset For the bank?");
    await user.click(open.getByRole("button", { name: "Remove preset" }));
    await waitFor(() => expect(fake.presets.map(({ name }) => name)).not.toContain("For the bank"));
    expect(screen.queryByRole("button", { name: "Use the preset For the bank" })).toBeNull();
  });
});

describe("what was saved before", () => {
  it("is listed, the newest first, and can be written again", async () => {
    const { user } = await start("books", "#/exports");
    await user.click(await screen.findByRole("link", { name: "Saved before" }));
    const table = await screen.findByRole("table", { name: "Exports, newest first" });
    const first = within(table).getAllByRole("row")[1];
    expect(first).toHaveTextContent(/Xero bank statement.*new since the one before.*87/);
    await user.click(within(first as HTMLElement).getByRole("link"));
    const panel = within(await screen.findByRole("complementary", { name: /^Export of/ }));
    expect(await panel.findByText("Africa/Lagos")).toBeVisible();
    await user.click(panel.getByRole("button", { name: "Write again…" }));
    expect(await panel.findByText("Written again, and the same byte for byte.")).toBeVisible();
    expect(panel.getByRole("button", { name: "Show in folder" })).toBeVisible();
  });

  it("is paged", async () => {
    const { fake, user } = await start("books", "#/accounts");
    const [one] = fake.exports;
    if (!one) throw new Error("the fake shop has exports");
    fake.exports = Array.from({ length: 70 }, (_, at) => ({
      ...one,
      export: { ...one.export, id: `exp_${at}` },
    }));
    location.hash = "#/export-history";
    const pages = within(await screen.findByRole("navigation", { name: "Saved before" }));
    expect(pages.getByText("1–50")).toBeVisible();
    await user.click(pages.getByRole("button", { name: "Next page" }));
    expect(await pages.findByText("51–70")).toBeVisible();
  });

  it("is nothing in new books", async () => {
    await start("empty", "#/export-history");
    expect(await screen.findByText("Nothing was saved yet")).toBeVisible();
    await expectNoFindings();
  });
});
