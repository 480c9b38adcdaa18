import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { button, expectNoFindings, start } from "../../test/window";

describe("the time zone of the shop", () => {
  it("is found by its city, and days are counted in it at once", async () => {
    const { fake, user } = await start("books", "#/settings");
    const zone = await screen.findByRole("combobox", { name: "Time zone" });
    await waitFor(() => expect(zone).toHaveValue("Africa/Lagos (UTC+01:00)"));
    await expectNoFindings();
    await user.clear(zone);
    await user.type(zone, "new york");
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(fake.overview.time_zone).toBe("America/New_York"));
    expect(await screen.findByText("Days are counted in America/New_York now.")).toBeVisible();
    await user.click(await button("As this computer"));
    await waitFor(() => expect(fake.overview.time_zone).toBe("Africa/Lagos"));
  });

  it("stays as it is where the shell refuses, and says why", async () => {
    const { fake, user } = await start("books", "#/settings");
    fake.faults.set("time_zone_set", { code: "storage", message: "The disk is full." });
    await user.click(await button("As this computer"));
    expect(await screen.findByText("The disk is full.")).toBeVisible();
    expect(fake.overview.time_zone).toBe("Africa/Lagos");
  });
});
