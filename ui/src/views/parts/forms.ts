/** What forms have in common. */

/** Gives the focus to the first field that has a problem, once it is said there. */
export function focusProblem(form: HTMLElement | undefined): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
}
