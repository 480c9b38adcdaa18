/** Which words, tone and icon stand for the trade's states. */
import Ban from "@lucide/svelte/icons/ban";
import Check from "@lucide/svelte/icons/check";
import CircleHelp from "@lucide/svelte/icons/circle-question-mark";
import CheckCheck from "@lucide/svelte/icons/check-check";
import Clock from "@lucide/svelte/icons/clock";
import Copy from "@lucide/svelte/icons/copy";
import Send from "@lucide/svelte/icons/send";
import ShieldX from "@lucide/svelte/icons/shield-x";
import TimerOff from "@lucide/svelte/icons/timer-off";
import Undo2 from "@lucide/svelte/icons/undo-2";
import X from "@lucide/svelte/icons/x";
import type { Component } from "svelte";
import type {
  Flag,
  KeyPlace,
  Mode,
  PaymentRow,
  PaymentStatus,
  PayoutKind,
  PayoutPart,
  PayoutStatus,
  RefundMethod,
  RefundStatus,
  Verdict,
} from "../../api/bindings";
import type { BadgeTone } from "../../components/tones";
import { isZero, minorUnits } from "../../format/money";
import { shop } from "../../state/shop.svelte";
import { t, type Key } from "../../text";

export interface Word {
  text: Key;
  tone: BadgeTone;
  icon: Component;
}

export const PAYMENT: Record<PaymentStatus, Word> = {
  pending: { text: "status-pending", tone: "wait", icon: Clock },
  paid: { text: "status-paid", tone: "good", icon: Check },
  settled: { text: "status-settled", tone: "good", icon: CheckCheck },
  failed: { text: "status-failed", tone: "bad", icon: X },
  cancelled: { text: "status-cancelled", tone: "mute", icon: Ban },
  expired: { text: "status-expired", tone: "mute", icon: TimerOff },
  reversed: { text: "status-reversed", tone: "bad", icon: Undo2 },
  unknown: { text: "status-unknown", tone: "wait", icon: CircleHelp },
};

export const REFUND: Record<RefundStatus, Word> = {
  requested: { text: "refund-status-requested", tone: "wait", icon: Clock },
  approved: { text: "refund-status-approved", tone: "wait", icon: Clock },
  submitted: { text: "refund-status-submitted", tone: "wait", icon: Send },
  pending: { text: "refund-status-pending", tone: "wait", icon: Send },
  processed: { text: "refund-status-processed", tone: "good", icon: Check },
  failed: { text: "refund-status-failed", tone: "bad", icon: X },
  unknown: { text: "refund-status-unknown", tone: "wait", icon: CircleHelp },
};

export const PAYOUT: Record<PayoutStatus, Word> = {
  requested: { text: "payout-status-requested", tone: "mute", icon: Clock },
  submitted: { text: "payout-status-submitted", tone: "wait", icon: CircleHelp },
  unknown: { text: "payout-status-unknown", tone: "wait", icon: CircleHelp },
  pending: { text: "payout-status-pending", tone: "wait", icon: Send },
  failed: { text: "payout-status-failed", tone: "bad", icon: X },
  processed: { text: "payout-status-processed", tone: "good", icon: Check },
};

export const PAYOUT_KIND: Record<PayoutKind, Key> = {
  bank: "payout-kind-bank",
  remittance: "payout-kind-remittance",
  wallet: "payout-kind-wallet",
  recharge: "payout-kind-recharge",
  settlement: "payout-kind-settlement",
  transfer: "payout-kind-transfer",
};

/** Which part of a whole a payout is. */
export const partText = ({ number, of }: PayoutPart): string => t("payout-part", { number, of });

const VERDICT: Record<Verdict, Word> = {
  accepted: { text: "verdict-accepted", tone: "good", icon: Check },
  duplicate: { text: "verdict-duplicate", tone: "mute", icon: Copy },
  rejected: { text: "verdict-rejected", tone: "bad", icon: ShieldX },
};
const WAITING: Word = { text: "verdict-waiting", tone: "wait", icon: Clock };

/** What was found of a webhook; without a verdict it waits for one. */
export const verdictWord = (verdict: Verdict | null): Word =>
  verdict === null ? WAITING : VERDICT[verdict];

const REFUNDED: Word = { text: "status-refunded", tone: "info", icon: Undo2 };
const PARTLY_REFUNDED: Word = { text: "status-partly-refunded", tone: "info", icon: Undo2 };

/** A payment's state as a merchant names it: what was paid back speaks first. */
export function paymentWord(row: PaymentRow): Word {
  if (row.status !== "paid" && row.status !== "settled") return PAYMENT[row.status];
  if (isZero(row.refunded)) return PAYMENT[row.status];
  return minorUnits(row.refunded) < minorUnits(row.amount) ? PARTLY_REFUNDED : REFUNDED;
}

export const MODE: Record<Mode, { text: Key; tone: BadgeTone }> = {
  test: { text: "mode-test", tone: "brass" },
  live: { text: "mode-live", tone: "live" },
  unknown: { text: "mode-unknown", tone: "bad" },
};

/** Whether a row has to say its mode: while practising the banner says it once for all of them. */
export const worthSaying = (mode: Mode): boolean =>
  mode !== "live" && shop.overview?.place !== "practice";

export const FLAG: Record<Flag, Key> = {
  late: "flag-late",
  amount_mismatch: "flag-amount-mismatch",
  currency_mismatch: "flag-currency-mismatch",
  unordered: "flag-unordered",
};

export const METHOD: Record<RefundMethod, Key> = {
  api: "method-api",
  dashboard: "method-dashboard",
  cash: "method-cash",
  bank: "method-bank",
  other: "method-other",
};

export const KEY_PLACE: Record<KeyPlace, Key> = {
  keychain: "keys-keychain",
  vault: "keys-vault",
  vault_locked: "keys-vault-locked",
  no_vault: "keys-no-vault",
  memory: "keys-memory",
};

const KINDS: Record<string, Key> = {
  account_connected: "kind-account-connected",
  account_settings_changed: "kind-account-settings-changed",
  account_keys_replaced: "kind-account-keys-replaced",
  account_removed: "kind-account-removed",
  link_requested: "kind-link-requested",
  link_renewal_requested: "kind-link-renewal-requested",
  link_opened: "kind-link-opened",
  link_failed: "kind-link-failed",
  link_lost: "kind-link-lost",
  payment_found: "kind-payment-found",
  payment_observed: "kind-payment-observed",
  refund_requested: "kind-refund-requested",
  refund_submitted: "kind-refund-submitted",
  refund_observed: "kind-refund-observed",
  refund_recorded: "kind-refund-recorded",
  refund_found: "kind-refund-found",
  payout_requested: "kind-payout-requested",
  payout_submitted: "kind-payout-submitted",
  payout_found: "kind-payout-found",
  payout_observed: "kind-payout-observed",
  webhook_received: "kind-webhook-received",
  export_made: "kind-export-made",
  account_approval_set: "kind-account-approval-set",
  refund_approved: "kind-refund-approved",
  refund_rejected: "kind-refund-rejected",
  refund_resolved: "kind-refund-resolved",
  refund_matched: "kind-refund-matched",
  refund_match_confirmed: "kind-refund-match-confirmed",
  refund_joined: "kind-refund-joined",
  refund_split: "kind-refund-split",
  attention_accepted: "kind-attention-accepted",
  note_added: "kind-note-added",
  tags_set: "kind-tags-set",
  batch_started: "kind-batch-started",
  batch_ended: "kind-batch-ended",
  person_masked: "kind-person-masked",
};

const ACTORS: Record<string, Key> = {
  window: "actor-window",
  till: "actor-till",
  tillkeeper: "actor-itself",
  webhook: "actor-webhook",
};

const CHANNELS: Record<string, Key> = {
  card: "channel-card",
  transfer: "channel-transfer",
  ussd: "channel-ussd",
};

/** A kind of entry in words; one this version does not know still reads as words. */
export const kindText = (kind: string): string => known(KINDS, kind);
export const actorText = (actor: string): string => known(ACTORS, actor);
export const channelText = (channel: string): string => known(CHANNELS, channel);

/** Entries whose kind already says the state they lead to. */
const SAYS_STATE = new Set([
  "link_requested",
  "link_opened",
  "refund_requested",
  "refund_submitted",
  "refund_recorded",
  "refund_approved",
  "refund_rejected",
  "payout_requested",
  "payout_submitted",
]);

/** The state in an entry, a payment's, a refund's or a payout's, where its kind does not say it yet. */
export function stateText(kind: string, status: string | null): string | null {
  if (status === null || SAYS_STATE.has(kind)) return null;
  const word = wordsFor(kind)[status];
  return word ? t(word.text) : readable(status);
}

function wordsFor(kind: string): Record<string, Word> {
  if (kind.startsWith("refund")) return REFUND;
  return kind.startsWith("payout") ? PAYOUT : PAYMENT;
}

function known(keys: Record<string, Key>, word: string): string {
  const key = keys[word];
  return key ? t(key) : readable(word);
}

/** A word of the journal or of a gateway as people write it. */
export function readable(word: string): string {
  const spaced = word.replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

const MEGABYTE = 1_000_000;

/** How large a file is. */
export function sizeText(bytes: number): string {
  const { locale } = shop.zone;
  if (bytes < MEGABYTE) return t("file-size-kb", { size: Math.max(1, Math.round(bytes / 1000)) });
  const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / MEGABYTE);
  return t("file-size-mb", { size });
}
