/** Refunds that want care, so that the desk of the fake shop has something on it. */
import type { Money, PaymentDetail, Refund } from "../bindings";
import { minorOf, money } from "./money";
import { counted, refund } from "./refunds";
import type { Shop } from "./shop";

const HOUR = 3_600_000;
/** The first payments are left as they are. */
const UNTOUCHED = 6;

type Story = (add: (part: bigint, extra: Extra, hours: number) => Refund) => void;
type Extra = Parameters<typeof refund>[3];

/** Gives some of the shop's payments refunds, and the first account a limit. */
export function worries(shop: Shop): void {
  const [first] = shop.overview.accounts;
  if (!first) return;
  const limits = [money(4_000_000n, "NGN")];
  shop.approvals.set(first.id, limits);
  const ofFirst = shop.payments.filter(({ payment }) => payment.account === first.name);
  for (const { refund: rules } of ofFirst) rules.approval_above = limits;
  const paid = shop.payments
    .slice(UNTOUCHED)
    .filter(({ payment }) => payment.account === first.name && minorOf(payment.refundable) > 0n);
  STORIES.forEach((story, n) => {
    const detail = paid[n];
    if (detail) tell(shop, detail, story);
  });
  paid[0]?.notes.push({ text: NOTE, by: "Ngozi Ade", at: ago(shop, 20) });
  for (const detail of paid.slice(0, 3)) {
    detail.tags = ["wholesale"];
    detail.payment.tags = detail.tags;
  }
}

const NOTE = "Customer called: two of six yards were damaged. Agreed to pay a part back.";

function tell(shop: Shop, detail: PaymentDetail, story: Story): void {
  story((part, extra, hours) => {
    const { amount } = detail.payment;
    const back: Money = money(minorOf(amount) / part, amount.currency);
    const made = refund(shop, detail, back, { ...extra, requested_at: ago(shop, hours) });
    shop.note(detail, "window", "refund_requested", "requested", made.reason, back);
    const noted = detail.timeline.at(-1);
    if (noted) noted.at = made.requested_at;
    if (made.message?.includes("failed")) shop.failedLater.add(made.id);
    return made;
  });
  counted(detail);
}

const ago = (shop: Shop, hours: number) => new Date(shop.now() - hours * HOUR).toISOString();

const STORIES: Story[] = [
  (add) =>
    add(
      2n,
      {
        method: "api",
        status: "unknown",
        reason: "Two of six yards were damaged",
        merchant_note: "listed",
        by: "Ngozi Ade",
      },
      3,
    ),
  (add) =>
    add(
      1n,
      { method: "api", status: "requested", reason: "Order was cancelled", by: "Ngozi Ade" },
      26,
    ),
  (add) =>
    add(
      4n,
      {
        method: "dashboard",
        status: "processed",
        reason: "Delivered late",
        evidence: "Refund RF-31 in the dashboard",
        file: { name: "dashboard.png", bytes: 84_120 },
        by: "Ngozi Ade",
        unconfirmed: true,
        gateway_refund_id: "RF-31",
      },
      50,
    ),
  (add) =>
    add(
      2n,
      {
        method: "api",
        status: "failed",
        reason: "Wrong colour",
        message: "The refund failed at the bank: account is closed.",
        gateway_refund_id: "RF-28",
      },
      70,
    ),
  (add) => {
    add(
      4n,
      { method: "cash", status: "processed", reason: "Paid back at the till", by: "Ben Okoro" },
      90,
    );
    add(
      4n,
      {
        method: "api",
        status: "processed",
        reason: "found at the gateway",
        gateway_refund_id: "RF-24",
      },
      88,
    );
  },
  (add) =>
    add(
      1n,
      {
        method: "api",
        status: "processed",
        reason: "Event was called off",
        by: "Ngozi Ade",
        resolved_by: "Ben Okoro",
        evidence: "The customer sent a picture of the bank statement.",
        file: { name: "statement.jpg", bytes: 412_000 },
      },
      120,
    ),
];
