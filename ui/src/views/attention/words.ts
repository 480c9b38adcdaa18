/** How serious each kind of concern is, and which words, tone and icon stand for it. */
import Ban from "@lucide/svelte/icons/ban";
import CircleHelp from "@lucide/svelte/icons/circle-question-mark";
import Clock from "@lucide/svelte/icons/clock";
import Copy from "@lucide/svelte/icons/copy";
import Hourglass from "@lucide/svelte/icons/hourglass";
import KeyRound from "@lucide/svelte/icons/key-round";
import RotateCcw from "@lucide/svelte/icons/rotate-ccw";
import Scale from "@lucide/svelte/icons/scale";
import ShieldX from "@lucide/svelte/icons/shield-x";
import TimerOff from "@lucide/svelte/icons/timer-off";
import Unplug from "@lucide/svelte/icons/unplug";
import UserCheck from "@lucide/svelte/icons/user-check";
import X from "@lucide/svelte/icons/x";
import type { Concern, ConcernKind, Step } from "../../api/bindings";
import type { Key } from "../../text";
import type { Word } from "../parts/words";

type Group = "keys" | "money" | "word" | "line" | "long";

const GROUP_TITLE: Record<Group, Key> = {
  keys: "desk-group-keys",
  money: "desk-group-money",
  word: "desk-group-word",
  line: "desk-group-line",
  long: "desk-group-long",
};

const KINDS: Record<ConcernKind, Word & { group: Group }> = {
  over_refunded: { group: "money", text: "concern-over-refunded", tone: "bad", icon: Copy },
  refund_unknown: { group: "money", text: "concern-refund-unknown", tone: "wait", icon: CircleHelp },
  refund_revived: { group: "money", text: "concern-refund-revived", tone: "bad", icon: RotateCcw },
  refund_failed: { group: "money", text: "concern-refund-failed", tone: "bad", icon: X },
  refund_amount: { group: "money", text: "concern-refund-amount", tone: "bad", icon: Scale },
  refund_unconfirmed: { group: "money", text: "concern-refund-unconfirmed", tone: "wait", icon: Copy },
  payment_unknown: { group: "money", text: "concern-payment-unknown", tone: "wait", icon: CircleHelp },
  payout_unknown: { group: "money", text: "concern-payout-unknown", tone: "wait", icon: CircleHelp },
  payout_missing: { group: "money", text: "concern-payout-missing", tone: "bad", icon: CircleHelp },
  payout_difference: { group: "money", text: "concern-payout-difference", tone: "bad", icon: Scale },
  refund_requested: { group: "word", text: "concern-refund-requested", tone: "wait", icon: UserCheck },
  amount_mismatch: { group: "word", text: "concern-amount-mismatch", tone: "wait", icon: Scale },
  currency_mismatch: { group: "word", text: "concern-currency-mismatch", tone: "wait", icon: Scale },
  late: { group: "word", text: "concern-late", tone: "wait", icon: TimerOff },
  unordered: { group: "word", text: "concern-unordered", tone: "wait", icon: Ban },
  batch_unfinished: { group: "word", text: "concern-batch-unfinished", tone: "wait", icon: Hourglass },
  keys_locked: { group: "keys", text: "concern-keys-locked", tone: "bad", icon: KeyRound },
  keys_missing: { group: "line", text: "concern-keys-missing", tone: "bad", icon: KeyRound },
  gateway_unreachable: { group: "line", text: "concern-gateway-unreachable", tone: "bad", icon: Unplug },
  gateway_silent: { group: "line", text: "concern-gateway-silent", tone: "wait", icon: Unplug },
  webhook_failed: { group: "line", text: "concern-webhook-failed", tone: "bad", icon: ShieldX },
  refund_stale: { group: "long", text: "concern-refund-stale", tone: "wait", icon: Clock },
  payment_stale: { group: "long", text: "concern-payment-stale", tone: "wait", icon: Clock },
  unsettled_overdue: { group: "long", text: "concern-unsettled-overdue", tone: "wait", icon: Hourglass },
}; // prettier-ignore

export const concernWord = (kind: ConcernKind): Word => KINDS[kind];

/** Concerns in groups, the gravest group first; within one they keep the shell's order. */
export function grouped(concerns: Concern[]): { title: Key; concerns: Concern[] }[] {
  const groups = Object.entries(GROUP_TITLE) as [Group, Key][];
  return groups
    .map(([group, title]) => ({
      title,
      concerns: concerns.filter(({ kind }) => KINDS[kind].group === group),
    }))
    .filter((one) => one.concerns.length > 0);
}

export const STEP: Record<Step, Key> = {
  look_up: "step-look-up",
  resolve_refund: "step-resolve-refund",
  approve_refund: "step-approve-refund",
  confirm_match: "step-confirm-match",
  split_match: "step-split-match",
  record_refund: "step-record-refund",
  refund: "step-refund",
  accept: "step-accept",
  open_payment: "step-open-payment",
  open_payout: "step-open-payout",
  resolve_payout: "step-resolve-payout",
  open_settlement: "step-open-settlement",
  open_webhook: "step-open-webhook",
  replay_webhook: "step-replay-webhook",
  open_listener: "step-open-listener",
  unlock: "step-unlock",
  replace_keys: "step-replace-keys",
  resume_batch: "step-resume-batch",
  end_batch: "step-end-batch",
  open_account: "step-open-account",
};
