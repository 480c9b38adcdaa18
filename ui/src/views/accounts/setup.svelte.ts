/** How an account is set up, while it is looked at and changed. New keys are forgotten as soon as they are in place. */
import type { AccountCheck, AccountSettings, ApprovalLimit, Setting } from "../../api/bindings";
import type { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { once } from "../parts/forms";

export class AccountSetup {
  readonly id: string;
  known = $state.raw<AccountSettings | null>(null);
  baseUrl = $state("");
  values = $state<Record<string, string>>({});
  keys = $state<Record<string, string>>({});
  /** Above what a second person must say yes; an empty amount stands for no limit. */
  limits = $state<ApprovalLimit[]>([]);
  busy = $state(false);
  failure = $state.raw<AppError | null>(null);
  /** What the gateway said of the new keys. */
  checked = $state.raw<AccountCheck | null>(null);

  /** Whether anything differs from what is kept. */
  edited = $derived.by(() => {
    const { known } = this;
    if (!known) return false;
    const other = known.settings.some((one) => this.value(one) !== one.value);
    return other || this.baseUrl.trim() !== known.base_url;
  });
  typed = $derived(Object.values(this.keys).some((key) => key.trim() !== ""));

  limitsEdited = $derived(
    this.limits.some(({ amount, currency }) => amount.trim() !== this.#limitOf(currency)),
  );

  readonly #currencies: string[];

  constructor(id: string, currencies: string[]) {
    this.id = id;
    this.#currencies = currencies;
  }

  async load(): Promise<void> {
    await once(this, async () => this.#take(await shell.accountSettings(this.id)));
  }

  value({ key, default: usual }: Setting): string {
    return this.values[key] ?? usual;
  }

  /** What the shell says about one field. */
  problem(field: string): string | null {
    return this.failure?.field === field ? this.failure.message : null;
  }

  /** What the shell says that belongs to no field on the screen. */
  get general(): AppError | null {
    const { failure, known } = this;
    const fields = [
      "base_url",
      ...this.#currencies,
      ...(known?.settings ?? []),
      ...(known?.key_fields ?? []),
    ].map((one) => (typeof one === "string" ? one : one.key));
    return failure?.field && fields.includes(failure.field) ? null : failure;
  }

  /** Keeps address and settings; true if that was done. */
  save(): Promise<boolean> {
    return once(this, async () => {
      const settings = this.known?.settings ?? [];
      const changed = settings
        .map((one) => [one.key, this.value(one).trim(), one.default] as const)
        .filter(([, value, usual]) => value !== usual)
        .map(([key, value]) => [key, value]);
      const form = {
        id: this.id,
        base_url: this.baseUrl.trim(),
        settings: Object.fromEntries(changed),
      };
      this.#take(await shell.accountChange(form));
    });
  }

  /** Keeps the amounts above which a second person must say yes; true if that was done. */
  saveLimits(): Promise<boolean> {
    return once(this, async () => {
      const limits = this.limits
        .map(({ amount, currency }) => ({ amount: amount.trim(), currency }))
        .filter(({ amount }) => amount !== "");
      this.#take(await shell.accountApproval({ account_id: this.id, limits }));
    });
  }

  /** Puts the typed keys in the place of the old ones; fields left empty keep theirs. */
  replaceKeys(): Promise<boolean> {
    this.checked = null;
    return once(this, async () => {
      const given = Object.entries(this.keys)
        .map(([key, value]) => [key, value.trim()])
        .filter(([, value]) => value !== "");
      const credentials = Object.fromEntries(given);
      const checked = await shell.accountKeys({ id: this.id, credentials });
      if (checked.ok) this.keys = {};
      const fresh = await shell.accountSettings(this.id);
      this.checked = checked;
      if (this.known) this.known = { ...this.known, old_keys: fresh.old_keys };
    });
  }

  forgetOldKeys(): Promise<boolean> {
    return once(this, async () => {
      await shell.accountForgetOldKeys(this.id);
      if (this.known) this.known = { ...this.known, old_keys: false };
    });
  }

  #take(known: AccountSettings): void {
    this.known = known;
    this.baseUrl = known.base_url;
    this.values = Object.fromEntries(known.settings.map(({ key, value }) => [key, value]));
    const named = known.approval.map(({ currency }) => currency);
    const others = named.filter((currency) => !this.#currencies.includes(currency));
    this.limits = [...this.#currencies, ...others].map((currency) => ({
      currency,
      amount: this.#limitOf(currency),
    }));
  }

  #limitOf(code: string): string {
    return this.known?.approval.find(({ currency }) => currency === code)?.amount ?? "";
  }
}
