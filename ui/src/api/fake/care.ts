import type {
  AcceptForm,
  Concern,
  ConcernKind,
  Desk,
  Flag,
  Money,
  PaymentDetail,
  PayoutDetail,
  PayoutResolveForm,
  Refund,
  SnoozeForm,
  Step,
} from "../bindings";
import { said } from "./concern-words";
import { minorOf } from "./money";
import { noted, payoutDetail } from "./payouts";
import { refuse, type Shop } from "./shop";

const DAY = 24 * 3_600_000;

const STEPS: Record<ConcernKind, Step[]> = {
  over_refunded: ["open_payment"],
  refund_unknown: ["resolve_refund", "look_up", "open_payment"],
  refund_revived: ["open_payment", "accept"],
  refund_failed: ["refund", "record_refund", "accept"],
  refund_requested: ["approve_refund", "open_payment"],
  refund_unconfirmed: ["confirm_match", "split_match", "open_payment"],
  refund_amount: ["accept", "open_payment"],
  refund_stale: ["look_up", "resolve_refund", "open_payment"],
  payment_unknown: ["look_up", "open_payment"],
  payment_stale: ["look_up", "open_payment"],
  amount_mismatch: ["open_payment", "accept", "refund"],
  currency_mismatch: ["open_payment", "accept", "refund"],
  late: ["open_payment", "accept", "refund"],
  unordered: ["open_payment", "accept", "refund"],
  payout_unknown: ["resolve_payout", "look_up", "open_payout"],
  payout_missing: ["open_settlement", "open_payout"],
  payout_difference: ["open_settlement", "open_payout"],
  unsettled_overdue: ["open_settlement", "open_account"],
  webhook_failed: ["replay_webhook", "open_webhook"],
  gateway_silent: ["open_listener", "look_up"],
  gateway_unreachable: ["look_up", "open_account"],
  keys_locked: ["unlock"],
  keys_missing: ["replace_keys", "open_account"],
  batch_unfinished: ["resume_batch", "end_batch"],
};
const ORDER = Object.keys(STEPS);

/** A payment as the window is shown it, with what follows from what is kept. */
export function seen(shop: Shop, detail: PaymentDetail): PaymentDetail {
  const refunds = detail.refunds.map(derived);
  const ofPayment = payments(shop, detail).filter(({ key }) => !shop.snoozes.has(key));
  return { ...detail, refunds, concerns: ofPayment, join_candidates: candidates(detail) };
}

export function derived(refund: Refund): Refund {
  const { status } = refund;
  const stillHere = status !== "failed" && status !== "requested";
  return { ...refund, can_resolve: status === "unknown", has_slip: stillHere };
}

function candidates({ refunds }: PaymentDetail) {
  const recorded = refunds.filter((one) => one.method !== "api" && !one.gateway_refund_id);
  const found = refunds.filter((one) => one.reason === "found at the gateway");
  return recorded.flatMap((one) =>
    found
      .filter((other) => other.amount.amount === one.amount.amount)
      .map((other) => ({ recorded: one.id, found: other.id })),
  );
}

export function desk(shop: Shop): Desk {
  const all = [
    ...shop.payments.flatMap((detail) => payments(shop, detail)),
    ...shop.payouts.filter(({ status }) => status === "unknown").map((one) => payout(one)),
    ...webhooks(shop),
    ...accounts(shop),
  ].sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  const told = all.map((one) => ({ ...one, snoozed: shop.snoozes.get(one.key) ?? null }));
  return {
    concerns: told.filter(({ snoozed }) => snoozed === null),
    snoozed: told.filter(({ snoozed }) => snoozed !== null),
  };
}

function concern(kind: ConcernKind, id: string, extra: Partial<Concern>): Concern {
  return {
    key: `${kind}:${id}`,
    kind,
    payment_id: null,
    refund_id: null,
    payout_id: null,
    delivery_id: null,
    account_id: null,
    batch_id: null,
    reference: null,
    account: null,
    amount: null,
    since: "",
    steps: STEPS[kind],
    snoozed: null,
    ...said(kind, extra),
    ...extra,
  };
}

function payments(shop: Shop, detail: PaymentDetail): Concern[] {
  const { payment } = detail;
  const { id: payment_id, reference, account } = payment;
  const about = { payment_id, reference, account, amount: payment.amount };
  const back = detail.refunds.reduce((sum, one) => sum + paidBack(one), 0n);
  return [
    ...(back > minorOf(payment.amount)
      ? [concern("over_refunded", payment_id, { ...about, since: payment.created_at })]
      : []),
    ...detail.refunds.flatMap((one) =>
      refundKinds(shop, one).map((kind) =>
        concern(kind, one.id, {
          ...about,
          refund_id: one.id,
          amount: one.amount,
          since: one.requested_at,
        }),
      ),
    ),
    ...(payment.status === "unknown"
      ? [concern("payment_unknown", payment_id, { ...about, since: payment.created_at })]
      : []),
    ...payment.flags
      .filter((flag) => !shop.accepted.has(`${payment_id}:${flag}`))
      .map((flag) =>
        concern(flag, payment_id, {
          ...about,
          ...(flag === "amount_mismatch" ? { happened: bothAmounts(detail) } : {}),
          since: payment.created_at,
        }),
      ),
  ];
}

function bothAmounts({ ordered, payment }: PaymentDetail): string {
  const asked = ordered ?? payment.amount;
  const figure = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2 });
  const text = ({ amount, currency }: Money) =>
    `${figure.format(amount as `${number}`)} ${currency}`;
  return `You asked for ${text(asked)} and ${text(payment.amount)} came.`;
}

function paidBack({ status, amount }: Refund): bigint {
  return status === "processed" ? minorOf(amount) : 0n;
}

function refundKinds(shop: Shop, refund: Refund): ConcernKind[] {
  const kinds: ConcernKind[] = [];
  if (refund.status === "unknown") kinds.push("refund_unknown");
  if (refund.status === "requested") kinds.push("refund_requested");
  if (refund.unconfirmed) kinds.push("refund_unconfirmed");
  const looked = shop.accepted.has(refund.id);
  if (refund.status === "failed" && shop.failedLater.has(refund.id) && !looked) {
    kinds.push("refund_failed");
  }
  if (refund.amount.amount !== refund.asked.amount && !looked) kinds.push("refund_amount");
  return kinds;
}

function payout({ id, reference, account, amount, created_at }: PayoutDetail): Concern {
  return concern("payout_unknown", id, {
    payout_id: id,
    reference,
    account,
    amount,
    since: created_at,
  });
}

function webhooks(shop: Shop): Concern[] {
  const failed = shop.deliveries.find(({ verdict }) => verdict === "rejected");
  if (!failed) return [];
  const { id, reference, account, received_at } = failed;
  const since = received_at;
  return [concern("webhook_failed", id, { delivery_id: id, reference, account, since })];
}

function accounts(shop: Shop): Concern[] {
  const { overview, listening } = shop;
  const silent = (listening.running ? listening.silent : []).map(({ account, since }) => {
    const account_id = overview.accounts.find(({ name }) => name === account)?.id ?? null;
    return concern("gateway_silent", account, { account_id, account, since });
  });
  if (overview.keys !== "vault_locked") return silent;
  return [concern("keys_locked", "vault", { since: shop.stamp() }), ...silent];
}

export function snooze(shop: Shop, form: SnoozeForm): Desk {
  if (!form.note.trim()) refuse("invalid_input", "Say why it can wait.", "note");
  if (!form.by.trim()) refuse("invalid_input", "Write your name.", "by");
  const until = new Date(shop.now() + form.days * DAY).toISOString();
  shop.snoozes.set(form.key, { until, note: form.note, by: form.by });
  shop.tell("attention-changed", {});
  return desk(shop);
}

export function wake(shop: Shop, key: string): Desk {
  shop.snoozes.delete(key);
  shop.tell("attention-changed", {});
  return desk(shop);
}

export function accept(shop: Shop, form: AcceptForm): Desk {
  if (!form.note.trim()) refuse("invalid_input", "Say why it is fine.", "note");
  if (!form.by.trim()) refuse("invalid_input", "Write your name.", "by");
  const detail = shop.payment(form.payment_id);
  form.flags.forEach((flag: Flag) => shop.accepted.add(`${form.payment_id}:${flag}`));
  form.refunds.forEach((id) => shop.accepted.add(id));
  shop.note(detail, "window", "attention_accepted", null, `${form.note} (${form.by})`, null);
  shop.tell("payments-changed", { ids: [form.payment_id] });
  shop.tell("attention-changed", {});
  return desk(shop);
}

export function payoutResolve(shop: Shop, form: PayoutResolveForm): PayoutDetail {
  if (!form.evidence.trim()) refuse("invalid_input", "Say what you have seen.", "evidence");
  if (!form.by.trim()) refuse("invalid_input", "Write your name.", "by");
  const found = payoutDetail(shop, form.payout_id);
  if (found.status !== "unknown") refuse("conflict", "The gateway has answered meanwhile.");
  const status = form.arrived ? "processed" : "failed";
  Object.assign(found, { status, message: null });
  noted(shop, found, "window", "payout_resolved", status, `${form.evidence} (${form.by})`);
  shop.tell("payouts-changed", { ids: [found.id] });
  shop.tell("attention-changed", {});
  return found;
}
