/** The list of payouts: `status:` and `account:` terms beside free words. */
import type { Payout, PayoutStatus } from "../api/bindings";
import { on, shell } from "../api/shell";
import { valueOf, valuesOf, wordsOf } from "./filter";
import { Pages, PAGE_SIZE, unknownWord } from "./pages.svelte";

export const PAYOUT_STATUSES: PayoutStatus[] = [
  "requested",
  "submitted",
  "unknown",
  "pending",
  "failed",
  "processed",
];

class Payouts extends Pages<Payout> {
  follow(): () => void {
    const stops = [
      on("payoutsChanged", () => void this.refresh()),
      on("syncFinished", () => void this.refresh()),
    ];
    return () => stops.forEach((stop) => stop());
  }

  protected async read(filter: string, after: string | null) {
    const asked = valuesOf(filter, "status");
    const status = PAYOUT_STATUSES.filter((one) => asked.includes(one));
    const strange = asked.find((one) => !PAYOUT_STATUSES.some((known) => known === one));
    if (strange !== undefined) throw unknownWord(strange, PAYOUT_STATUSES);
    const account = valueOf(filter, "account");
    const text = wordsOf(filter, ["status", "account"]);
    return shell.payouts({ account, status, text }, after, PAGE_SIZE);
  }
}

export const payouts = new Payouts();
