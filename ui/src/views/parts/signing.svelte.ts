/** A decision that somebody stands for with their name, while it is being written. */
import type { AppError } from "../../api/error";
import { shop } from "../../state/shop.svelte";
import { t, type Key } from "../../text";
import { focusProblem, once } from "./forms";

interface Wanted {
  field: string;
  value: string;
  /** Said where it is empty. */
  missing: Key;
}

export class Signing {
  by = $state("");
  busy = $state(false);
  failure = $state.raw<AppError | null>(null);
  #missing = $state.raw<Record<string, string>>({});

  /** The usual name stands there already, unless another person's is wanted. */
  constructor(other: string | null = null) {
    const usual = shop.overview?.signer ?? "";
    const same = usual.trim().toLowerCase() === other?.trim().toLowerCase();
    this.by = same ? "" : usual;
  }

  /** What is wrong with one field. */
  problem(field: string): string | null {
    const told = this.failure?.field === field ? this.failure.message : null;
    return this.#missing[field] ?? told;
  }

  /** What went wrong and belongs to none of these fields or the name. */
  general(...fields: string[]): AppError | null {
    const at = this.failure?.field;
    return at && ["by", ...fields].includes(at) ? null : this.failure;
  }

  get name(): { field: string; value: string; missing: Key } {
    return { field: "by", value: this.by, missing: "sign-missing" };
  }

  /** Does it once, if nothing that is wanted is empty; true if it was done. */
  async attempt(
    form: HTMLElement | undefined,
    wanted: Wanted[],
    work: () => Promise<void>,
  ): Promise<boolean> {
    if (this.busy) return false;
    this.failure = null;
    const empty = wanted.filter(({ value }) => value.trim() === "");
    this.#missing = Object.fromEntries(empty.map(({ field, missing }) => [field, t(missing)]));
    if (empty.length === 0 && (await once(this, work))) return true;
    focusProblem(form);
    return false;
  }
}
