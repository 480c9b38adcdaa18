import { renderSVG } from "uqr";
import type { FieldProblem, Link, LinkField, LinkForm, PaymentDetail } from "../bindings";
import { minor, money } from "./money";
import { refuse, type Shop } from "./shop";

const HALF_AN_HOUR = 30 * 60_000;
const ADDRESSES = ["callback_url", "redirect_url", "success_url", "cancel_url"] as const;

export function linkFields(shop: Shop, accountId: string): LinkField[] {
  const common = ["amount", "currency", "email", "description"];
  const own =
    shop.account(accountId).gateway === "novac"
      ? ["callback_url", "redirect_url"]
      : ["success_url", "cancel_url"];
  const required = ["amount", "currency", "email"];
  return [...common, ...own].map((field) => ({ field, required: required.includes(field) }));
}

export function linkCheck(shop: Shop, form: LinkForm): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const amount = minor(form.amount, form.currency);
  if (typeof amount === "string") problems.push({ field: "amount", message: amount });
  if (!/^\S+@\S+\.\S+$/.test(form.email)) {
    problems.push({ field: "email", message: `“${form.email}” is not an e-mail address.` });
  }
  const { reference } = form;
  if (reference && shop.payments.some((one) => one.payment.reference === reference)) {
    const message = `${reference} is already in the books. Use another order number.`;
    problems.push({ field: "reference", message });
  }
  for (const field of ADDRESSES) {
    const url = form[field];
    if (url && !url.startsWith("https://")) {
      problems.push({ field, message: "Use an address that starts with https://." });
    }
  }
  return problems;
}

export function linkCreate(shop: Shop, form: LinkForm): Link {
  const [problem] = linkCheck(shop, form);
  if (problem) refuse("invalid_input", problem.message, problem.field);
  const account = shop.account(form.account_id);
  const amount = money(minor(form.amount, form.currency) as bigint, form.currency);
  const none = money(0n, form.currency);
  const number = shop.payments.length + 1;
  const detail: PaymentDetail = {
    payment: {
      id: `pay_new_${number}`,
      reference: form.reference ?? `TK-${String(number).padStart(6, "0")}`,
      gateway_reference: `${account.gateway.slice(0, 2)}_${(number * 7_777_777).toString(36)}`,
      account: account.name,
      gateway: account.gateway,
      gateway_title: account.gateway_title,
      status: "pending",
      flags: [],
      tags: [],
      amount,
      refunded: none,
      refundable: none,
      fee: null,
      channel: null,
      customer: { name: form.customer_name, email: form.email },
      description: form.description,
      created_at: shop.stamp(),
      mode: account.mode,
    },
    ordered: amount,
    charged: null,
    gateway_status: "pending",
    link: null,
    refund: {
      allowed: false,
      reason: "Only a paid payment can be refunded.",
      by_api: account.capabilities.refund,
      partial: account.capabilities.partial_refund,
      approval_above: [],
    },
    refunds: [],
    timeline: [],
    notes: [],
    tags: [],
    join_candidates: [],
    concerns: [],
    last_looked_up_at: null,
  };
  shop.note(detail, "window", "link_requested", null, null);
  shop.note(detail, account.gateway, "link_opened", "pending", null);
  detail.link = link(shop, detail, account.capabilities.renew.available);
  shop.payments.unshift(detail);
  shop.tell("payments-changed", { ids: [detail.payment.id] });
  return detail.link;
}

export function linkRenew(shop: Shop, id: string): Link {
  const detail = shop.payment(id);
  detail.payment.status = "pending";
  detail.link = link(shop, detail, true);
  shop.note(detail, "window", "link_renewal_requested", null, null);
  shop.note(detail, detail.payment.gateway, "link_opened", "pending", null);
  shop.tell("payments-changed", { ids: [id] });
  return detail.link;
}

function link(shop: Shop, { payment }: PaymentDetail, renewable: boolean): Link {
  const url = `https://pay.example.com/checkout/${payment.gateway_reference}`;
  return {
    payment_id: payment.id,
    reference: payment.reference,
    gateway_reference: payment.gateway_reference,
    url,
    status: payment.status,
    amount: payment.amount,
    expires_at: renewable ? new Date(shop.now() + HALF_AN_HOUR).toISOString() : null,
    qr_svg: renderSVG(url, { ecc: "M", border: 2 }),
    renewable,
  };
}
