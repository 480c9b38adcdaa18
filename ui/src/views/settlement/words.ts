/** How payouts ended at the bank, and how sure that is. */
import ArrowDown from "@lucide/svelte/icons/arrow-down";
import ArrowUp from "@lucide/svelte/icons/arrow-up";
import Ban from "@lucide/svelte/icons/ban";
import Check from "@lucide/svelte/icons/check";
import Clock from "@lucide/svelte/icons/clock";
import Coins from "@lucide/svelte/icons/coins";
import Percent from "@lucide/svelte/icons/percent";
import SearchX from "@lucide/svelte/icons/search-x";
import type { Certainty, SettlementVerdict } from "../../api/bindings";
import type { Key } from "../../text";
import type { Word } from "../parts/words";

export const VERDICT: Record<SettlementVerdict, Word & { about: Key }> = {
  missing: { text: "verdict-missing", about: "verdict-missing-about", tone: "bad", icon: SearchX },
  under: { text: "verdict-under", about: "verdict-under-about", tone: "bad", icon: ArrowDown },
  over: { text: "verdict-over", about: "verdict-over-about", tone: "wait", icon: ArrowUp },
  currency_difference: {
    text: "verdict-currency",
    about: "verdict-currency-about",
    tone: "wait",
    icon: Coins,
  },
  fee_difference: { text: "verdict-fee", about: "verdict-fee-about", tone: "info", icon: Percent },
  expected: {
    text: "verdict-expected",
    about: "verdict-expected-about",
    tone: "mute",
    icon: Clock,
  },
  matched: { text: "verdict-matched", about: "verdict-matched-about", tone: "good", icon: Check },
  failed: { text: "verdict-failed", about: "verdict-failed-about", tone: "mute", icon: Ban },
};

export const CERTAINTY: Record<Certainty, Key> = {
  hand: "certainty-hand",
  id: "certainty-id",
  likeness: "certainty-likeness",
};

/** What a merchant sees first; the rest is folded away. */
export const wantsPerson = (verdict: SettlementVerdict): boolean =>
  !["expected", "matched", "failed"].includes(verdict);
