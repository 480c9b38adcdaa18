/**
 * A payout while it is being written.
 *
 * Which fields there are is the gateway's word (`PayoutRoute`). The reference is
 * made before anything is sent and stays until it is certain that nothing was, so
 * that a form sent twice cannot pay twice. The shell judges every change after a
 * short pause.
 */
import type {
  Balance,
  BeneficiaryCheck,
  ErrorCode,
  FieldProblem,
  Money,
  Payout,
  PayoutAccount,
  PayoutField,
  PayoutForm,
  PayoutKind,
  PayoutRoute,
} from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { Lists } from "./lists.svelte";
import { newReference } from "./reference";

const PAUSE = 200;
/** After these nothing has left; after all others that is not certain. */
const CERTAINLY_NOT_SENT: ErrorCode[] = ["gateway", "offline", "refused"];

export class PayoutDraft {
  reference: string;
  readonly lists = new Lists((key) => this.set(key, ""));

  accounts = $state.raw<PayoutAccount[] | null>(null);
  accountId = $state("");
  kind = $state<PayoutKind | "">("");
  currency = $state("");
  amount = $state("");
  reason = $state("");
  fields = $state<Record<string, string>>({});
  balances = $state.raw<Balance[] | null>(null);
  /** Who the gateway says would receive it. */
  checked = $state.raw<BeneficiaryCheck | null>(null);
  checking = $state(false);
  checkFailure = $state.raw<AppError | null>(null);
  parts = $state.raw<Money[]>([]);
  total = $state.raw<Money | null>(null);
  sending = $state(false);
  /** What went wrong with the whole, not with one field. */
  failure = $state.raw<AppError | null>(null);

  #problems = $state.raw<FieldProblem[]>([]);
  #left = $state<Partial<Record<string, true>>>({});
  #pause: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  able = $derived((this.accounts ?? []).filter((one) => one.can.available));
  account = $derived(this.able.find((one) => one.account_id === this.accountId));
  route = $derived<PayoutRoute | undefined>(
    this.account?.routes.find((one) => one.kind === this.kind),
  );
  /** A field whose value comes with the choice of another is not asked for: a bank's name with its code. */
  shown = $derived<PayoutField[]>(
    (this.route?.fields ?? []).filter((field) => !this.#comesAlong(field)),
  );

  constructor(now: number) {
    this.reference = newReference(now);
  }

  async load(): Promise<void> {
    try {
      this.accounts = await shell.payoutAccounts();
      const [first] = this.able;
      if (first) this.choose(first.account_id);
    } catch (error) {
      this.failure = AppError.from(error);
    }
  }

  /** Turns to an account, its first way to send, and what is left in it. */
  choose(accountId: string): void {
    this.accountId = accountId;
    this.balances = null;
    const { account } = this;
    if (!account) return;
    this.chooseKind(account.routes[0]?.kind ?? "");
    if (!account.balance.available) return;
    void shell
      .balances(account.account)
      .then((balances) => this.accountId === accountId && (this.balances = balances))
      .catch(() => {});
  }

  /** Turns to another way to send: nothing typed for the last one is kept. */
  chooseKind(kind: PayoutKind | ""): void {
    this.kind = kind;
    this.fields = {};
    this.#left = {};
    this.#problems = [];
    this.failure = null;
    this.#uncheck();
    this.lists.forget();
    const currencies = this.route?.currencies ?? [];
    if (!currencies.includes(this.currency)) this.currency = currencies[0] ?? "";
    this.changed();
  }

  value(key: string): string {
    return this.fields[key] ?? "";
  }

  set(key: string, value: string): void {
    this.fields[key] = value;
    this.#uncheck();
    const companion = this.#companion(key);
    if (companion) this.fields[companion.key] = this.lists.title(key, value) ?? "";
    this.changed();
  }

  /** The value as people read it. */
  title(key: string): string {
    return this.lists.title(key, this.value(key)) ?? this.value(key);
  }

  /** Something was typed: judge it after a pause. */
  changed(): void {
    const { account, route } = this;
    if (account && route) void this.lists.follow(account.account, route, this.fields);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#judge(), PAUSE);
  }

  leave(key: string): void {
    const typed = key === "amount" ? this.amount : key === "reason" ? this.reason : this.value(key);
    if (typed !== "") this.#left[key] = true;
  }

  problem(key: string): string | null {
    if (!this.#left[key]) return null;
    return this.#problems.find((one) => one.field === key)?.message ?? null;
  }

  /** Asks the gateway whose account it is. */
  async check(): Promise<void> {
    const { account, route } = this;
    if (!account || !route || this.checking) return;
    this.checking = true;
    this.#uncheck();
    try {
      const { kind } = route;
      const fields = this.#filled();
      this.checked = await shell.payoutCheck({ account: account.account, kind, fields });
      const { name } = this.checked;
      const wanted = route.fields.some(({ key }) => key === "account_name");
      if (name && wanted && !this.value("account_name")) this.fields["account_name"] = name;
      this.changed();
    } catch (thrown) {
      this.checkFailure = AppError.from(thrown);
    } finally {
      this.checking = false;
    }
  }

  /** Whether it can be shown for confirmation; says at the fields why not. */
  async ready(): Promise<boolean> {
    clearTimeout(this.#pause);
    this.failure = null;
    await this.#judge();
    for (const { field } of this.#problems) this.#left[field] = true;
    return this.#problems.length === 0 && this.failure === null;
  }

  /** Sends it, once; a second call while it is on its way does nothing. */
  async send(): Promise<Payout[] | null> {
    const form = this.#form();
    if (this.sending || !form) return null;
    this.sending = true;
    this.failure = null;
    try {
      return await shell.payoutCreate(form);
    } catch (thrown) {
      this.failure = AppError.from(thrown);
      const { field, message } = this.failure;
      if (field !== null) {
        this.#problems = [{ field, message }];
        this.#left[field] = true;
      }
      return null;
    } finally {
      this.sending = false;
    }
  }

  /** Back to the form. After a certain no, what is sent next is another payout and goes by another reference. */
  again(now: number): void {
    const code = this.failure?.code;
    if (code !== undefined && CERTAINLY_NOT_SENT.includes(code)) this.reference = newReference(now);
    this.failure = null;
  }

  /** Whether the last failure can be mended at a field on the screen. */
  get mendable(): boolean {
    const field = this.failure?.field ?? null;
    return field !== null && this.#isShown(field);
  }

  /** What stands in the way and belongs to no field on the screen, such as a reference that was used. */
  get stray(): string | null {
    return this.#problems.find(({ field }) => !this.#isShown(field))?.message ?? null;
  }

  #isShown(field: string): boolean {
    return ["amount", "reason", ...this.shown.map(({ key }) => key)].includes(field);
  }

  async #judge(): Promise<void> {
    const form = this.#form();
    if (!form) return;
    const asked = ++this.#asked;
    try {
      const plan = await shell.payoutPlan(form);
      if (asked !== this.#asked) return;
      this.#problems = plan.problems;
      this.parts = plan.parts;
      this.total = plan.total;
    } catch (error) {
      if (asked === this.#asked) this.failure = AppError.from(error);
    }
  }

  #form(): PayoutForm | null {
    const { account, route, currency, reference } = this;
    if (!account || !route) return null;
    return {
      account: account.account,
      kind: route.kind,
      amount: this.amount.trim(),
      currency,
      fields: this.#filled(),
      reason: this.reason.trim(),
      reference,
    };
  }

  #filled(): Record<string, string> {
    const pairs = Object.entries(this.fields).map(([key, value]) => [key, value.trim()] as const);
    return Object.fromEntries(pairs.filter(([, value]) => value !== ""));
  }

  #uncheck(): void {
    this.checked = null;
    this.checkFailure = null;
  }

  /** The text field that says in words what a listed code means. */
  #companion(key: string): PayoutField | undefined {
    const fields = this.route?.fields ?? [];
    if (!key.endsWith("_code") || !fields.find((one) => one.key === key)?.listed) return undefined;
    const name = key.replace(/_code$/, "_name");
    return fields.find((one) => one.key === name && !one.listed && one.choices.length === 0);
  }

  #comesAlong({ key }: PayoutField): boolean {
    const code = key.replace(/_name$/, "_code");
    return code !== key && this.#companion(code) !== undefined && this.lists.of(code).works;
  }
}
