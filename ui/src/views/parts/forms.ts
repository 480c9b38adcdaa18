/** What forms have in common: one thing at a time, and a problem that is seen. */
import { AppError } from "../../api/error";

interface Working {
  busy: boolean;
  failure: AppError | null;
}

/** Does something unless it is being done already; true if it was done. What went wrong is blamed on a field or on all. */
export async function once(
  working: Working,
  work: () => Promise<unknown>,
  blame: (error: AppError) => void = (error) => (working.failure = error),
): Promise<boolean> {
  if (working.busy) return false;
  working.busy = true;
  working.failure = null;
  try {
    await work();
    return true;
  } catch (error) {
    blame(AppError.from(error));
    return false;
  } finally {
    working.busy = false;
  }
}

/** Gives the focus to the first field that has a problem, once it is said there. */
export function focusProblem(form: HTMLElement | undefined): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
}
