import type {
  Account,
  AccountCheck,
  AccountForm,
  AttentionChanged,
  BatchChanged,
  CommandError,
  DeliveryDetail,
  ErrorCode,
  ExportPreset,
  ExportProgressed,
  ListenerForm,
  Money,
  NotificationSettings,
  Overview,
  PaymentDetail,
  PaymentPage,
  PaymentQuery,
  PaymentsChanged,
  PayoutDetail,
  PayoutsChanged,
  Silence,
  Snoozed,
  SyncFinished,
  WebhooksChanged,
} from "../bindings";
import { batchSeed, type KeptBatch } from "./batches";
import { desk } from "./care";
import { worries } from "./care-seed";
import { exportSeed, PRESETS, type KeptExport } from "./export-history";
import { matcher } from "./filter";
import { account, gatewayOf, GATEWAYS } from "./gateways";
import { importSeed, type KeptImport } from "./imports";
import { payouts } from "./payout-seed";
import { payments } from "./seed";
import type { SettlementDesk } from "./settlement";
import { deliveries } from "./webhook-seed";

interface Events {
  "attention-changed": AttentionChanged;
  "batch-changed": BatchChanged;
  "export-progressed": ExportProgressed;
  "payments-changed": PaymentsChanged;
  "payouts-changed": PayoutsChanged;
  "webhooks-changed": WebhooksChanged;
  "sync-finished": SyncFinished;
}

export type Scene = "first_start" | "practice" | "books" | "vault_locked" | "no_vault" | "empty";

/** Fails a command the way the shell does. */
export function refuse(code: ErrorCode, message: string, field: string | null = null): never {
  throw { code, message, field } satisfies CommandError;
}

/** Everything the fake shell remembers. */
export class Shop {
  overview: Overview;
  payments: PaymentDetail[] = [];
  payouts: PayoutDetail[] = [];
  deliveries: DeliveryDetail[] = [];
  listening: ListenerForm & { running: boolean; silent: Silence[] } = {
    bind: "127.0.0.1:8377",
    trusted_proxies: "",
    starts_with_window: false,
    running: false,
    silent: [],
  };
  told: NotificationSettings = { payments: true, refunds: true, failures: true };
  /** What is made to go wrong while practising, as `gateway:fault`. */
  readonly broken = new Set<string>();
  /** Accounts whose replaced keys still count. */
  readonly oldKeys = new Set<string>();
  /** What was put aside, by its key. */
  readonly snoozes = new Map<string, Snoozed>();
  batches: KeptBatch[] = [];
  /** What was handed out, newest first. */
  exports: KeptExport[] = [];
  /** The export that is being written. */
  exporting: { stopped: boolean } | null = null;
  presets: ExportPreset[] = [];
  /** What accounts are called otherwise than usually. */
  readonly accountNames = new Map<string, string>();
  /** Milliseconds that a refund of a bulk refund takes, or a step of an export; with `null` each waits. */
  pace: number | null = 0;
  /** Refunds, and flags as `payment:flag`, that somebody looked at. */
  readonly accepted = new Set<string>();
  /** Refunds that failed after they had seemed to go well. */
  readonly failedLater = new Set<string>();
  /** Above what a second person is wanted, by account. */
  readonly approvals = new Map<string, Money[]>();
  /** Payments whose customer pays before the next look-up. */
  readonly paying = new Set<string>();
  /** The next command of this name fails so. */
  readonly faults = new Map<string, Omit<CommandError, "field">>();
  imports: KeptImport[] = [];
  /** Whether somebody else imports one of the lines before the next import. */
  meanwhile = false;
  readonly settling: SettlementDesk = { matched: new Map(), terms: new Map() };
  /** What stands above statements. */
  name: string | null = null;
  copied: string | null = null;
  opened: string[] = [];
  tell: <E extends keyof Events>(event: E, payload: Events[E]) => void = () => {};

  constructor(scene: Scene, count = 137) {
    this.overview = {
      place: "first_start",
      version: "0.1.0",
      time_zone: "Africa/Lagos",
      locale: "en-GB",
      keys: "keychain",
      keychain_problem: null,
      accounts: [],
      payments_open: 0,
      attention: 0,
      signer: null,
      last_sync_at: null,
      syncing: false,
    };
    if (scene === "practice") this.practiceStart(count);
    else if (scene !== "first_start") this.openBooks(scene, count);
  }

  private openBooks(scene: Scene, count: number): void {
    const now = this.now();
    this.overview.place = "books";
    this.overview.last_sync_at = new Date(now - 4 * 60_000).toISOString();
    this.overview.accounts = [
      account("novac", "Main shop", "live", new Date(now - 9e9).toISOString()),
      account("ovgc", "Export sales", "test", new Date(now - 4e9).toISOString()),
      account("nowpay", "Wallet desk", "live", new Date(now - 3e9).toISOString()),
      account("echezona", "Campus store", "test", new Date(now - 2e9).toISOString()),
    ];
    this.oldKeys.add(this.overview.accounts[1]?.id ?? "");
    if (scene === "vault_locked" || scene === "no_vault") {
      this.overview.keys = scene;
      this.overview.keychain_problem = "No Secret Service answers on this computer.";
    }
    if (scene === "empty") return;
    this.fill(count);
    worries(this);
    this.batches = batchSeed(this);
    this.exports = exportSeed(this);
    this.presets = PRESETS;
    this.imports = importSeed(this);
    const since = new Date(now - 9 * 24 * 3_600_000).toISOString();
    this.listening.running = true;
    this.listening.silent = [{ account: "Export sales", since, missed: 4 }];
  }

  private fill(count: number): void {
    const { accounts } = this.overview;
    const now = this.now();
    this.payments = payments(accounts.slice(0, 2), count, now);
    this.payouts = payouts(accounts, now);
    this.deliveries = deliveries(accounts, this.payments, now);
  }

  now(): number {
    return Date.now();
  }

  stamp(): string {
    return new Date(this.now()).toISOString();
  }

  practiceStart(count = 24): Overview {
    const connected = this.stamp();
    const at = (path: string) => ({ base_url: `http://127.0.0.1:4711/${path}` });
    this.overview.place = "practice";
    this.overview.keys = "memory";
    this.overview.last_sync_at = connected;
    this.overview.accounts = [
      account("novac", "Practice Novac", "test", connected, at("novac")),
      account("ovgc", "Practice OVGC", "test", connected, at("ovgc")),
      account("nowpay", "Practice Nowpay", "test", connected, at("nowpay")),
      account("echezona", "Practice Echezona", "test", connected, at("echezona")),
    ];
    Object.assign(this.listening, { running: true, bind: "127.0.0.1:40811" });
    this.fill(count);
    return this.look();
  }

  practiceLeave(): Overview {
    Object.assign(this.overview, {
      place: "first_start",
      keys: "keychain",
      accounts: [],
      last_sync_at: null,
    });
    Object.assign(this.listening, { running: false, bind: "127.0.0.1:8377" });
    this.payments = [];
    this.payouts = [];
    this.batches = [];
    this.deliveries = [];
    this.broken.clear();
    this.snoozes.clear();
    this.accepted.clear();
    return this.look();
  }

  look(): Overview {
    const open = this.payments.filter((one) => one.payment.status === "pending").length;
    const attention = desk(this).concerns.length;
    return structuredClone({ ...this.overview, payments_open: open, attention });
  }

  unlock(passphrase: string): Overview {
    if (passphrase.length < 8) {
      refuse("invalid_input", "This passphrase does not open the vault.", "passphrase");
    }
    this.overview.keys = "vault";
    return this.look();
  }

  connect(form: AccountForm): Account {
    const info = gatewayOf(form.gateway) ?? refuse("not_found", "There is no such gateway.");
    if (!form.name.trim()) refuse("invalid_input", "Give the account a name.", "name");
    for (const field of info.credentials) {
      if (field.required && !form.credentials[field.key]?.trim()) {
        refuse("invalid_input", `${field.title} is missing.`, field.key);
      }
    }
    const secret = Object.values(form.credentials).join(" ");
    if (secret.includes("wrong")) {
      refuse("gateway", `${info.title} refused these keys. Copy them again from its dashboard.`);
    }
    const mode = /live/.test(secret) ? "live" : "test";
    const settings = info.settings.map((one) => ({
      ...one,
      value: form.settings[one.key] ?? one.value,
    }));
    const base_url = form.base_url ?? info.base_url;
    const made = account(form.gateway, form.name, mode, this.stamp(), { settings, base_url });
    this.overview.accounts.push(made);
    if (this.overview.place === "first_start") this.overview.place = "books";
    return made;
  }

  check(id: string): AccountCheck {
    const { mode, gateway_title } = this.account(id);
    const message = `${gateway_title} accepts the keys.`;
    return { ok: true, mode, message, checked_at: this.stamp() };
  }

  remove(id: string): null {
    const left = this.overview.accounts.filter((one) => one.id !== id);
    this.overview.accounts = left;
    return null;
  }

  account(id: string): Account {
    const found = this.overview.accounts.find((one) => one.id === id);
    return found ?? refuse("not_found", "This account is no longer connected.");
  }

  payment(id: string): PaymentDetail {
    const found = this.payments.find((one) => one.payment.id === id);
    return found ?? refuse("not_found", "This payment is not in the books.");
  }

  page({ filter, after, limit }: PaymentQuery): PaymentPage {
    const matches = this.matcher(filter);
    const rows = this.payments.map((one) => one.payment).filter(matches);
    const start = after === null ? 0 : rows.findIndex((row) => row.id === after) + 1;
    const items = rows.slice(start, start + limit);
    const more = start + limit < rows.length;
    return { items, next: more ? (items.at(-1)?.id ?? null) : null, total: rows.length };
  }

  /** Whether a payment answers a filter; refuses a filter that nobody can read. */
  matcher(filter: string): ReturnType<typeof matcher> {
    try {
      return matcher(filter);
    } catch (error) {
      return refuse("invalid_input", (error as Error).message, "filter");
    }
  }

  /** Looks one payment up; true if that changed it. */
  verify(id: string): boolean {
    const detail = this.payment(id);
    detail.last_looked_up_at = this.stamp();
    if (!this.paying.delete(id)) return false;
    const { payment } = detail;
    payment.status = "paid";
    payment.channel = "card";
    payment.refundable = payment.amount;
    if (detail.link) detail.link.status = "paid";
    detail.gateway_status = "successful";
    detail.refund = { ...detail.refund, allowed: true, reason: null };
    this.note(detail, payment.gateway, "payment_observed", "paid", null);
    this.tell("payments-changed", { ids: [id] });
    return true;
  }

  note(
    detail: PaymentDetail,
    actor: string,
    kind: string,
    status: string | null,
    text: string | null,
    amount: Money | null = detail.payment.amount,
  ): void {
    const seq = detail.timeline.length + 1;
    detail.timeline.push({ seq, at: this.stamp(), actor, kind, status, amount, text });
  }
}

export { GATEWAYS };
