/**
 * A payment link while it is being written.
 *
 * The shell judges every change after a short pause; a problem shows only at a
 * field the merchant has left, so nobody is scolded in the middle of a word.
 */
import type { Account, FieldProblem, Link, LinkField, LinkForm } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";

const PAUSE = 200;

export const ADDRESSES = ["callback_url", "redirect_url", "success_url", "cancel_url"] as const;
const TEXTS = ["amount", "email", "name", "reference", "description", ...ADDRESSES] as const;
/** Kept in the books, whether or not the gateway wants to know. */
const OWN: readonly string[] = ["name", "reference"];
export type TextName = (typeof TEXTS)[number];

export class LinkDraft {
  accountId = $state("");
  currency = $state("");
  texts = $state<Record<TextName, string>>({
    amount: "",
    email: "",
    name: "",
    reference: "",
    description: "",
    callback_url: "",
    redirect_url: "",
    success_url: "",
    cancel_url: "",
  });
  making = $state(false);
  /** What went wrong with the whole, not with one field. */
  failure = $state.raw<AppError | null>(null);

  #fields = $state.raw<LinkField[]>([]);
  #problems = $state.raw<FieldProblem[]>([]);
  #left = $state<Partial<Record<string, true>>>({});
  #pause: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  /** Turns to an account: its fields, and a currency it takes. */
  async choose(account: Account): Promise<void> {
    this.accountId = account.id;
    if (!account.currencies.includes(this.currency)) this.currency = account.currencies[0] ?? "";
    try {
      const fields = await shell.linkFields(account.id);
      if (this.accountId === account.id) this.#fields = fields;
    } catch (error) {
      this.failure = AppError.from(error);
    }
    this.changed();
  }

  /** What Tillkeeper keeps for itself, every account takes. */
  takes(field: string): boolean {
    return OWN.includes(field) || this.#fields.some((one) => one.field === field);
  }

  requires(field: string): boolean {
    return this.#fields.some((one) => one.field === field && one.required);
  }

  problem(field: string): string | null {
    if (!this.#left[field]) return null;
    return this.#problems.find((one) => one.field === field)?.message ?? null;
  }

  /** Something was typed: judge it after a pause. */
  changed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#judge(), PAUSE);
  }

  leave(field: string): void {
    if (field === "currency" || this.texts[field as TextName] !== "") this.#left[field] = true;
  }

  /** Makes the link, or says at which field it failed. */
  async make(): Promise<Link | null> {
    if (this.making) return null;
    this.making = true;
    this.failure = null;
    clearTimeout(this.#pause);
    try {
      await this.#judge();
      for (const name of [...TEXTS, "currency"]) this.#left[name] = true;
      if (this.#problems.length > 0) return null;
      return await shell.linkCreate(this.#form());
    } catch (thrown) {
      this.#blame(AppError.from(thrown));
      return null;
    } finally {
      this.making = false;
    }
  }

  async #judge(): Promise<void> {
    if (!this.accountId) return;
    const asked = ++this.#asked;
    const problems = await shell.linkCheck(this.#form()).catch(() => []);
    if (asked === this.#asked) this.#problems = problems;
  }

  #blame(error: AppError): void {
    if (error.field === null) {
      this.failure = error;
      return;
    }
    this.#problems = [{ field: error.field, message: error.message }];
    this.#left[error.field] = true;
    if (!this.takes(error.field) && error.field !== "currency") this.failure = error;
  }

  #form(): LinkForm {
    const text = (name: TextName) => {
      const value = this.texts[name].trim();
      return this.takes(name) && value !== "" ? value : null;
    };
    return {
      account_id: this.accountId,
      amount: this.texts.amount.trim(),
      currency: this.currency,
      email: this.texts.email.trim(),
      customer_name: text("name"),
      reference: text("reference"),
      description: text("description"),
      callback_url: text("callback_url"),
      redirect_url: text("redirect_url"),
      success_url: text("success_url"),
      cancel_url: text("cancel_url"),
    };
  }
}
