/** The shop as a whole: where we are, its accounts, and the looking-up of what is open. */
import type { Account, Overview } from "../api/bindings";
import { AppError } from "../api/error";
import { on, shell } from "../api/shell";
import type { Zone } from "../format/time";
import { t } from "../text";
import { batches } from "./batches.svelte";
import { customers } from "./customers.svelte";
import { deliveries } from "./deliveries.svelte";
import { desk } from "./desk.svelte";
import { exportDraft } from "./export-draft.svelte";
import { exports } from "./exports.svelte";
import { imports } from "./imports.svelte";
import { listener } from "./listener.svelte";
import { notices } from "./notices.svelte";
import { payments } from "./payments.svelte";
import { payouts } from "./payouts.svelte";
import { refunds } from "./refunds.svelte";
import { reports } from "./reports.svelte";
import { settlement } from "./settlement.svelte";

/** What was read of one shop and holds in no other. */
export const READ = [
  payments,
  refunds,
  batches,
  customers,
  payouts,
  deliveries,
  listener,
  desk,
  exports,
  exportDraft,
  reports,
  imports,
  settlement,
];

class Shop {
  overview = $state.raw<Overview | null>(null);
  problem = $state.raw<AppError | null>(null);
  syncing = $state(false);

  zone = $derived<Zone>({
    locale: this.overview?.locale ?? "en-GB",
    time_zone: this.overview?.time_zone ?? "UTC",
  });
  accounts = $derived<Account[]>(this.overview?.accounts ?? []);
  wantsPassphrase = $derived(
    this.overview?.keys === "vault_locked" || this.overview?.keys === "no_vault",
  );

  /** Accounts that can make a payment link. */
  linking = $derived(this.accounts.filter((one) => one.capabilities.link.available));

  async load(): Promise<void> {
    await this.#take(shell.overview());
  }

  /** Keeps the overview current until the returned function is called. */
  follow(): () => void {
    const stops = [
      on("paymentsChanged", () => void this.load()),
      on("attentionChanged", () => void this.load()),
      on("syncFinished", () => void this.load()),
    ];
    return () => stops.forEach((stop) => stop());
  }

  practise(): Promise<boolean> {
    return this.#take(shell.practiceStart());
  }

  leavePractice(): Promise<boolean> {
    return this.#take(shell.practiceLeave());
  }

  /** Creates or opens the vault; rejects with what is wrong with the passphrase. */
  async openVault(passphrase: string): Promise<void> {
    const opening =
      this.overview?.keys === "no_vault"
        ? shell.vaultCreate(passphrase)
        : shell.vaultUnlock(passphrase);
    this.overview = await opening;
    await desk.load();
  }

  /** Looks everything open up and says what came of it. */
  async sync(): Promise<void> {
    if (this.syncing) return;
    this.syncing = true;
    try {
      const { looked_up, changed, failed } = await shell.syncNow();
      if (failed[0])
        notices.say("bad", t("sync-failed", { count: failed.length, message: failed[0].message })); // prettier-ignore
      else notices.say("good", t("sync-done", { looked: looked_up, changed }));
    } catch (error) {
      notices.say("bad", AppError.from(error).message);
    } finally {
      this.syncing = false;
      await this.load();
    }
  }

  async #take(coming: Promise<Overview>): Promise<boolean> {
    try {
      const overview = await coming;
      if (overview.place !== this.overview?.place) {
        for (const one of READ) one.forget();
      }
      this.overview = overview;
      this.problem = null;
      return true;
    } catch (error) {
      this.problem = AppError.from(error);
      return false;
    }
  }
}

export const shop = new Shop();
