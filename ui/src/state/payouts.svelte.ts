/** The list of payouts: `status:` and `account:` terms beside free words. */
import type { Payout, PayoutStatus } from "../api/bindings";
import { shell } from "../api/shell";
import { valueOf, valuesOf, wordsOf } from "./filter";
import { Pages, PAGE_SIZE, knownWords } from "./pages.svelte";

export const PAYOUT_STATUSES: PayoutStatus[] = [
  "requested",
  "submitted",
  "unknown",
  "pending",
  "failed",
  "processed",
];

export const payouts = new Pages<Payout>(
  ["payoutsChanged", "syncFinished"],
  async (filter, after) => {
    const status = knownWords(valuesOf(filter, "status"), PAYOUT_STATUSES);
    const account = valueOf(filter, "account");
    const text = wordsOf(filter, ["status", "account"]);
    return shell.payouts({ account, status, text }, after, PAGE_SIZE);
  },
);
