import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { button, dialog, expectNoFindings, start } from "../../test/window";

type User = Awaited<ReturnType<typeof start>>["user"];

async function lookAtStatement(user: User) {
  await user.click(await button("Import a file…"));
  const choose = await dialog("Import a file");
  await user.click(choose.getByRole("button", { name: /Choose file/ }));
  await choose.findByText(/gtbank-november\.csv/);
  await user.type(choose.getByRole("textbox", { name: "Bank account" }), "Zenith main");
  await user.click(choose.getByRole("button", { name: "Look at the file" }));
  return dialog("What this file would do");
}

async function answer(user: User) {
  const plan = await lookAtStatement(user);
  await user.click(plan.getByRole("combobox", { name: /^In which order are the parts/ }));
  await user.click(await screen.findByRole("option", { name: /^Day, month, year/ }));
  await plan.findByText("6 of 9");
  return plan;
}

describe("importing a file", () => {
  it("says at the fields what is missing before anything is read", async () => {
    const { user } = await start("books", "#/imports");
    await user.click(await button("Import a file…"));
    const choose = await dialog("Import a file");
    await user.click(choose.getByRole("button", { name: "Look at the file" }));
    expect(await choose.findByText("Choose a file.")).toBeVisible();
    expect(choose.getByText("Write what you call the bank account.")).toBeVisible();
    await expectNoFindings();
  });

  it("asks what the file leaves open, with the file's own example, and imports nothing before", async () => {
    const { user } = await start("books", "#/imports");
    const plan = await lookAtStatement(user);
    expect(await plan.findByText("One question first")).toBeVisible();
    expect(plan.getByText(/03\/11\/2026 on line 2/)).toBeVisible();
    expect(plan.getByRole("button", { name: "Import" })).toBeDisabled();
    expect(plan.getByRole("table", { name: "First rows of the file" })).toBeVisible();
    await expectNoFindings();
  });

  it("shows each line's fate, what could not be read, and texts as text", async () => {
    const { user } = await start("books", "#/imports");
    const plan = await answer(user);
    expect(plan.getByText(/is no amount. Correct the file/)).toBeVisible();
    expect(plan.getByText("Line 10")).toBeVisible();
    const lines = within(plan.getByRole("table", { name: "Lines and what each is to the books" }));
    expect(lines.getByText('=HYPERLINK("http://x.example";"Win")<b>now</b>')).toBeVisible();
    await user.click(plan.getByRole("button", { name: /^Known already/ }));
    expect(lines.getAllByRole("row")).toHaveLength(2);
    await expectNoFindings();
  });

  it("waits for a person where lines look the same, and takes what they decide", async () => {
    const { fake, user } = await start("books", "#/imports");
    const plan = await answer(user);
    expect(plan.getByRole("button", { name: "Import 6 lines" })).toBeDisabled();
    await user.click(plan.getByRole("radio", { name: /take them too/ }));
    await user.click(await plan.findByRole("button", { name: "Import 7 lines" }));
    const done = await dialog("Imported");
    expect(done.getByText("7 lines kept")).toBeVisible();
    expect(fake.imports[0]?.row).toMatchObject({ place: "Zenith main", lines: 7 });
    await user.click(done.getByRole("button", { name: "Check settlement" }));
    expect(location.hash).toBe("#/settlement");
  });

  it("changes what a column means and looks again; what cannot be is said and holds the import", async () => {
    const { user } = await start("books", "#/imports");
    const plan = await answer(user);
    await user.click(plan.getByRole("radio", { name: /leave them out/ }));
    const currency = plan.getByLabelText("Currency");
    await user.clear(currency);
    await user.type(currency, "naira");
    await user.tab();
    expect(await plan.findByText(/“naira” is no currency/)).toBeVisible();
    expect(plan.getByRole("button", { name: /^Import 6/ })).toBeDisabled();
    await user.clear(currency);
    await user.type(currency, "USD");
    await user.tab();
    await waitFor(() => expect(plan.getByRole("button", { name: /^Import 6/ })).toBeEnabled());
  });

  it("imports nothing where the plan is another by then, and shows the new one", async () => {
    const { fake, user } = await start("books", "#/imports");
    const plan = await answer(user);
    await user.click(plan.getByRole("radio", { name: /leave them out/ }));
    const action = await plan.findByRole("button", { name: "Import 6 lines" });
    await waitFor(() => expect(action).toBeEnabled());
    fake.meanwhile = true;
    await user.click(action);
    expect(await plan.findByText("Something changed meanwhile")).toBeVisible();
    expect(fake.imports).toHaveLength(3);
  });
});

describe("imports that were made", () => {
  it("can be read by a machine, list and panel", async () => {
    await start("books", "#/imports/imp_seed_3");
    await screen.findByRole("table", { name: "Imports, newest first" });
    await screen.findByRole("complementary", { name: "Import gtbank-october.csv" });
    await expectNoFindings();
  });

  it("are taken back with a reason and a name", async () => {
    const { fake, user } = await start("books", "#/imports/imp_seed_3");
    await user.click(await button("Take back…"));
    const undo = await dialog("Take gtbank-october.csv back?");
    await user.click(undo.getByRole("button", { name: "Take it back" }));
    expect(await undo.findByText("Say why.")).toBeVisible();
    await user.type(undo.getByLabelText("Reason"), "Wrong account");
    await user.type(undo.getByLabelText("Your name"), "Ngozi Ade");
    await user.click(undo.getByRole("button", { name: "Take it back" }));
    const done = await dialog("gtbank-october.csv is taken back");
    expect(done.getByText("41 lines count no more")).toBeVisible();
    await user.click(done.getByRole("button", { name: "Done" }));
    expect(await screen.findByText(/^Taken back by Ngozi Ade/)).toBeVisible();
    expect(fake.imports[0]?.row.undone?.reason).toBe("Wrong account");
  });
});
