// How a screen is told, and the steps that many share.

/**
 * Screens at one address. Each is named and told by what is different: `scene`
 * ("books" where nothing is said), a longer address `at`, a command that stays
 * `silent`, a finding of axe to `ignore`, and the `steps` that lead there. One that
 * is steps and nothing else is a function.
 */
export const screens = (at, told) =>
  Object.entries(told).map(([name, one]) => ({
    name,
    scene: "books",
    at,
    ...(typeof one === "function" ? { steps: one } : one),
  }));

/** What axe says of an open list or menu and of the name of a button: they float outside the landmarks. */
export const FLOATS = "region:";

export const button = (page, name) => page.getByRole("button", { name, exact: true });

/** The step that presses a button. */
export const press = (name) => (page) => button(page, name).click();

/** Chooses from a list, and waits until that is asked for. */
export async function pick(page, label, option) {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
  await page.waitForTimeout(400);
}
