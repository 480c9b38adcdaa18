import type {
  Grouping,
  PaymentRow,
  Report,
  ReportForm,
  ReportGroup,
  ReportSums,
} from "../bindings";
import { minorOf, money } from "./money";
import { refuse, type Shop } from "./shop";

const DAY = 86_400_000;
const MOST_ROWS = 4_000;
const CAME_IN = ["paid", "settled", "reversed"];

type Sum = Record<"sales" | "refunds" | "fees" | "reversals" | "payouts", bigint> & {
  sales_count: number;
  refunds_count: number;
};
const NONE: Sum = {
  sales: 0n,
  refunds: 0n,
  fees: 0n,
  reversals: 0n,
  payouts: 0n,
  sales_count: 0,
  refunds_count: 0,
};

/** What the shop's payments come to; days are those of UTC here. */
export function report(shop: Shop, { by, filter, from, to }: ReportForm): Report {
  const matches = shop.matcher(filter);
  const moved = shop.payments
    .map(({ payment }) => payment)
    .filter((one) => CAME_IN.includes(one.status) && matches(one));
  const days = moved.map(({ created_at }) => created_at.slice(0, 10)).sort();
  const today = shop.stamp().slice(0, 10);
  const first = from ?? days[0] ?? today;
  const last = to ?? days.at(-1) ?? first;
  if (first > last) refuse("invalid_input", "The period ends before it begins.", "to");
  const inside = moved.filter(({ created_at: at }) => at >= first && at.slice(0, 10) <= last);
  const currencies = [...new Set(inside.map(({ amount }) => amount.currency))].sort();
  const slots = calendar(by, first, last);
  if (slots.length * currencies.length > MOST_ROWS) {
    refuse("invalid_input", "The report would have more than 4000 rows. Ask for fewer days, or for weeks or months.");
  } // prettier-ignore
  const labels = isOfDays(by)
    ? slots.map((slot) => slot.label)
    : [...new Set(inside.map((one) => label(by, one)))].sort();
  const groups = labels.flatMap((name) =>
    currencies.flatMap((currency): ReportGroup[] => {
      const slot = slots.find((one) => one.label === name);
      const own = inside.filter(
        (one) =>
          one.amount.currency === currency &&
          (slot ? slot.has(one.created_at.slice(0, 10)) : label(by, one) === name),
      );
      if (own.length === 0 && !slot) return [];
      const { first = null, last = null } = slot ?? {};
      return [{ label: name, first, last, sums: summed(own, currency) }];
    }),
  );
  const totals = currencies.map((one) =>
    summed(
      inside.filter(({ amount }) => amount.currency === one),
      one,
    ),
  );
  return { by, from: first, to: last, time_zone: shop.overview.time_zone, groups, totals };
}

const isOfDays = (by: Grouping) => by === "day" || by === "week" || by === "month";

function label(by: Grouping, payment: PaymentRow): string {
  switch (by) {
    case "gateway":
      return payment.gateway_title;
    case "account":
      return payment.account;
    case "currency":
      return payment.amount.currency;
    default:
      return payment.channel ?? "";
  }
}

interface Slot {
  label: string;
  first: string;
  last: string;
  has: (day: string) => boolean;
}

function calendar(by: Grouping, from: string, to: string): Slot[] {
  if (!isOfDays(by)) return [];
  const slots = new Map<string, string[]>();
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY) {
    const day = new Date(at).toISOString().slice(0, 10);
    const monday = new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY).toISOString();
    const name = by === "day" ? day : by === "month" ? day.slice(0, 7) : monday.slice(0, 10);
    slots.set(name, [...(slots.get(name) ?? []), day]);
  }
  return [...slots].map(([name, days]) => ({
    label: name,
    first: days[0] ?? from,
    last: days.at(-1) ?? to,
    has: (day) => days.includes(day),
  }));
}

function summed(payments: PaymentRow[], currency: string): ReportSums {
  const sum = { ...NONE };
  for (const { amount, refunded, fee, status } of payments) {
    sum.sales += minorOf(amount);
    sum.sales_count += 1;
    sum.refunds -= minorOf(refunded);
    if (minorOf(refunded) > 0n) sum.refunds_count += 1;
    if (fee) sum.fees -= minorOf(fee);
    if (status === "reversed") sum.reversals -= minorOf(amount);
  }
  sum.payouts = -(sum.sales + sum.refunds + sum.fees) / 2n;
  const { sales, refunds, fees, reversals, payouts, ...counts } = sum;
  const net = sales + refunds + fees + reversals;
  const all = { sales, refunds, fees, reversals, net, payouts };
  const told = Object.entries(all).map(([name, value]) => [name, money(value, currency)]);
  return { currency, ...counts, ...(Object.fromEntries(told) as Record<keyof typeof all, ReturnType<typeof money>>) }; // prettier-ignore
}
