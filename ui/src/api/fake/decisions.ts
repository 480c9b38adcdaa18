import type {
  ApproveForm,
  GatewayRefund,
  PaymentDetail,
  Refund,
  RefundOutlook,
  RejectForm,
  ResolveForm,
} from "../bindings";
import { derived } from "./care";
import { CHOSEN, counted } from "./refunds";
import { refuse, type Shop } from "./shop";

interface Found {
  detail: PaymentDetail;
  refund: Refund;
}

function find(shop: Shop, id: string): Found {
  for (const detail of shop.payments) {
    const refund = detail.refunds.find((one) => one.id === id);
    if (refund) return { detail, refund };
  }
  return refuse("not_found", "This refund is not in the books.");
}

function changed(shop: Shop, { detail, refund }: Found, kind: string, text: string): Refund {
  counted(detail);
  shop.note(detail, "window", kind, refund.status, text, refund.amount);
  shop.tell("payments-changed", { ids: [detail.payment.id] });
  shop.tell("attention-changed", {});
  return derived(refund);
}

function undecided({ refund }: Found): void {
  if (refund.status === "requested") return;
  const { by } = refund.decision ?? { by: "Somebody" };
  refuse("conflict", `${by} has already decided about this refund.`);
}

export function refundApprove(shop: Shop, form: ApproveForm): Refund {
  const found = find(shop, form.refund_id);
  undecided(found);
  if (!form.by.trim()) refuse("invalid_input", "Write your name.", "by");
  if (form.by.trim().toLowerCase() === found.refund.by?.toLowerCase()) {
    const message = `${found.refund.by} asked for this refund. Another person must say yes.`;
    refuse("invalid_input", message, "by");
  }
  const decision = { approved: true, by: form.by, at: shop.stamp(), note: form.note };
  const status = form.note?.includes("lost") ? "unknown" : "pending";
  Object.assign(found.refund, { decision, status });
  return changed(shop, found, "refund_approved", form.note ?? form.by);
}

export function refundReject(shop: Shop, form: RejectForm): Refund {
  const found = find(shop, form.refund_id);
  undecided(found);
  if (!form.reason.trim()) refuse("invalid_input", "Say why not.", "reason");
  if (!form.by.trim()) refuse("invalid_input", "Write your name.", "by");
  const decision = { approved: false, by: form.by, at: shop.stamp(), note: form.reason };
  Object.assign(found.refund, { decision, status: "failed" });
  return changed(shop, found, "refund_rejected", form.reason);
}

export function refundOutlook(shop: Shop, id: string): RefundOutlook {
  const { detail, refund } = find(shop, id);
  const { payment } = detail;
  const offline = shop.broken.has(`${payment.gateway}:broken`);
  if (!offline) detail.last_looked_up_at = shop.stamp();
  const known = detail.refunds
    .filter((one) => one.gateway_refund_id !== null)
    .map((one) => listed(one.gateway_refund_id ?? "", one, one.id));
  const stranger = refund.merchant_note?.includes("listed")
    ? [listed("RF-77012", refund, null)]
    : [];
  const list = [...known, ...stranger];
  const why_not = offline ? `Ask ${payment.gateway_title} first, so that you do not guess.` : null;
  return {
    refund: derived(refund),
    reference: payment.reference,
    account: payment.account,
    gateway_title: payment.gateway_title,
    asked_at: refund.requested_at,
    looked_up_at: detail.last_looked_up_at,
    gateway_list: offline ? null : list,
    list_problem: offline ? `${payment.gateway_title} did not answer in time.` : null,
    can_resolve: refund.status === "unknown" && !offline,
    why_not: refund.status === "unknown" ? why_not : "The gateway has answered: nothing is open.",
    advice: advice(payment.gateway_title, offline, stranger.length > 0),
  };
}

function advice(title: string, offline: boolean, listedThere: boolean): string {
  if (offline) return `${title} cannot be reached. Try again in some minutes.`;
  return listedThere
    ? `${title} lists a refund of this amount that is not known here. It is most likely this one: it happened.`
    : `${title} lists no refund of this amount that is not known here. Look into its dashboard once more before you decide that it did not happen.`;
}

function listed(id: string, refund: Refund, known_as: string | null): GatewayRefund {
  const { amount, requested_at: created_at } = refund;
  return { id, amount, status: "processed", word: "successful", created_at, known_as };
}

export function refundResolve(shop: Shop, form: ResolveForm): Refund {
  const found = find(shop, form.refund_id);
  if (found.refund.status !== "unknown") refuse("conflict", "The gateway has answered meanwhile.");
  if (!form.evidence.trim()) refuse("invalid_input", "Say what you have seen.", "evidence");
  if (!form.by.trim()) refuse("invalid_input", "Write your name.", "by");
  Object.assign(found.refund, {
    status: form.happened ? "processed" : "failed",
    evidence: form.evidence,
    file: form.file === null ? null : { name: CHOSEN.name, bytes: CHOSEN.bytes },
    resolved_by: form.by,
    message: null,
  });
  return changed(shop, found, "refund_resolved", form.evidence);
}

export function refundConfirm(shop: Shop, id: string, by: string): Refund {
  const found = find(shop, id);
  found.refund.unconfirmed = false;
  return changed(shop, found, "refund_match_confirmed", by);
}

export function refundSplit(shop: Shop, id: string, by: string): Refund {
  const found = find(shop, id);
  const { detail, refund } = found;
  const other: Refund = {
    ...refund,
    id: `${refund.id}_found`,
    method: "api",
    unconfirmed: false,
    reason: "found apart",
    by: null,
    evidence: null,
    file: null,
  };
  detail.refunds.push(other);
  Object.assign(refund, { unconfirmed: false, gateway_refund_id: null });
  return changed(shop, found, "refund_split", by);
}

export function refundJoin(shop: Shop, recorded: string, foundId: string, by: string): Refund {
  const found = find(shop, recorded);
  const twin = find(shop, foundId).refund;
  found.refund.gateway_refund_id = twin.gateway_refund_id;
  found.detail.refunds = found.detail.refunds.filter(({ id }) => id !== foundId);
  return changed(shop, found, "refunds_joined", by);
}
