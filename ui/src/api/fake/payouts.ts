import type {
  BeneficiaryCheck,
  BeneficiaryForm,
  FieldProblem,
  Money,
  Payout,
  PayoutDetail,
  PayoutFilter,
  PayoutForm,
  PayoutPage,
  PayoutPlan,
  PayoutRoute,
  PayoutStatus,
} from "../bindings";
import { minor, minorOf, money } from "./money";
import { payoutAccount } from "./routes";
import { refuse, type Shop } from "./shop";

export function payoutPage(
  shop: Shop,
  filter: PayoutFilter,
  after: string | null,
  limit: number,
): PayoutPage {
  const needle = filter.text?.toLowerCase() ?? "";
  const rows = shop.payouts
    .filter((one) => !filter.account || one.account === filter.account)
    .filter((one) => filter.status.length === 0 || filter.status.includes(one.status))
    .filter((one) =>
      [one.reference, one.to, one.beneficiary?.name, one.gateway_payout_id].some((text) =>
        (text ?? "").toLowerCase().includes(needle),
      ),
    );
  const start = after === null ? 0 : rows.findIndex((row) => row.id === after) + 1;
  const items = rows.slice(start, start + limit);
  return { items, next: start + limit < rows.length ? (items.at(-1)?.id ?? null) : null };
}

export function payoutDetail(shop: Shop, id: string): PayoutDetail {
  const found = shop.payouts.find((one) => one.id === id);
  return found ?? refuse("not_found", "This payout is not in the books.");
}

function routeOf(shop: Shop, { account, kind }: BeneficiaryForm): PayoutRoute {
  const from = shop.overview.accounts.find((one) => one.name === account);
  if (!from) return refuse("not_found", "This account is no longer connected.");
  const route = payoutAccount(from).routes.find((one) => one.kind === kind);
  return route ?? refuse("refused", "This account cannot send money that way.");
}

export function payoutPlan(shop: Shop, form: PayoutForm): PayoutPlan {
  const route = routeOf(shop, form);
  const problems: FieldProblem[] = [];
  for (const { key, title, required } of route.fields) {
    const value = form.fields[key]?.trim() ?? "";
    if (required && value === "") problems.push({ field: key, message: `${title} is missing.` });
    else if (key === "account_number" && !/^\d{9,18}$/.test(value))
      problems.push({ field: key, message: "Write the account number in digits." });
    else if (key === "ifsc" && !/^[A-Z]{4}0[A-Z0-9]{6}$/.test(value))
      problems.push({ field: key, message: "An IFSC has eleven characters, such as HDFC0001234." });
  }
  const total = minor(form.amount, form.currency);
  if (typeof total === "string") problems.push({ field: "amount", message: total });
  const { reference } = form;
  if (reference && shop.payouts.some((one) => one.reference.startsWith(reference))) {
    problems.push({ field: "reference", message: `${reference} was already used.` });
  }
  if (!form.reason.trim()) problems.push({ field: "reason", message: "Say what it is for." });
  if (typeof total === "string") return { problems, parts: [], total: null };
  return { problems, parts: parts(route, total), total: money(total, form.currency) };
}

function parts({ most_per_payout, currencies }: PayoutRoute, total: bigint): Money[] {
  const [currency = ""] = currencies;
  const most = most_per_payout ? minorOf(most_per_payout) : total;
  const whole = Array.from({ length: Number(total / most) }, () => money(most, currency));
  return total % most === 0n ? whole : [...whole, money(total % most, currency)];
}

/** A reason with “lost” loses the answer, with “refused” the bank refuses, with “declined” the gateway. */
export function payoutCreate(shop: Shop, form: PayoutForm): Payout[] {
  const plan = payoutPlan(shop, form);
  const [problem] = plan.problems;
  if (problem) refuse("invalid_input", problem.message, problem.field);
  const reference = form.reference ?? `PO-${shop.payouts.length}`.padEnd(16, "0");
  const status: PayoutStatus = form.reason.includes("lost")
    ? "unknown"
    : /refused|declined/.test(form.reason)
      ? "failed"
      : form.kind === "bank"
        ? "pending"
        : "processed";
  const made = plan.parts.map((amount, index) => {
    const suffix = plan.parts.length > 1 ? `-${index + 1}` : "";
    // What follows a part whose answer was lost is not sent.
    const state = status === "unknown" && index > 0 ? "requested" : status;
    return payout(shop, form, amount, state, `${reference}${suffix}`, index, plan.parts.length);
  });
  shop.payouts.unshift(...made);
  shop.tell("payouts-changed", { ids: made.map((one) => one.id) });
  if (form.reason.includes("declined")) refuse("gateway", "The gateway says: balance too low.");
  return made;
}

function payout(
  shop: Shop,
  form: PayoutForm,
  amount: Money,
  status: PayoutStatus,
  reference: string,
  index: number,
  of: number,
): PayoutDetail {
  const from = shop.overview.accounts.find((one) => one.name === form.account);
  const number = shop.payouts.length + 1 + index;
  const { fields } = form;
  const account = fields["account_number"] ?? fields["phone"] ?? fields["number"] ?? null;
  const message = {
    unknown: "The gateway did not answer in time.",
    failed: "The receiving bank refused it: account is closed.",
  }[status as string];
  const made: PayoutDetail = {
    id: `out_new_${number}`,
    reference,
    account: form.account,
    gateway: from?.gateway ?? "",
    mode: from?.mode ?? "unknown",
    kind: form.kind,
    amount,
    fee: null,
    to: `${fields["bank_name"] ?? from?.gateway_title ?? ""} ••${(account ?? "").slice(-4)}`,
    beneficiary: { name: fields["account_name"] ?? null, account },
    status,
    gateway_status: status === "requested" || status === "unknown" ? null : status,
    gateway_payout_id: status === "pending" ? `tr_${number * 7919}` : null,
    bank_reference: null,
    reason: form.reason,
    message: message ?? null,
    part: of > 1 ? { number: index + 1, of } : null,
    found: false,
    created_at: shop.stamp(),
    details: [],
    timeline: [],
  };
  noted(shop, made, "window", "payout_requested", "requested", form.reason);
  if (status === "requested") return made;
  noted(shop, made, "window", "payout_submitted", "submitted", null);
  noted(shop, made, made.gateway, "payout_observed", status, made.message);
  return made;
}

export function noted(
  shop: Shop,
  { amount, timeline }: PayoutDetail,
  actor: string,
  kind: string,
  status: string,
  text: string | null,
): void {
  timeline.push({ seq: timeline.length + 1, at: shop.stamp(), actor, kind, status, amount, text });
}

export function payoutLookUp(shop: Shop, id: string): PayoutDetail {
  const found = payoutDetail(shop, id);
  if (
    found.status === "pending" ||
    (found.status === "unknown" && !found.reason.includes("Rent"))
  ) {
    Object.assign(found, { status: "processed", message: null, gateway_status: "successful" });
    noted(shop, found, found.gateway, "payout_observed", "processed", null);
    shop.tell("payouts-changed", { ids: [id] });
  }
  return found;
}

export function payoutCheck(shop: Shop, form: BeneficiaryForm): BeneficiaryCheck {
  const route = routeOf(shop, form);
  const missing = route.fields.find(
    ({ key, required }) => required && key !== "account_name" && !form.fields[key]?.trim(),
  );
  if (missing) refuse("invalid_input", `${missing.title} is missing.`, missing.key);
  if (form.fields["account_number"]?.startsWith("000")) {
    refuse("gateway", "The bank knows no account with this number.", "account_number");
  }
  return { name: "ADAOBI GRACE NWACHUKWU", message: null };
}
