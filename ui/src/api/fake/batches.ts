import type {
  Batch,
  BatchDetail,
  BatchForm,
  BatchLine,
  BatchPage,
  BatchPlan,
  BatchSource,
  BatchStarted,
  ChosenFile,
  Money,
  PaymentDetail,
  PlanLine,
  RefundStatus,
} from "../bindings";
import { minorOf, money } from "./money";
import { refund } from "./refunds";
import { refuse, type Shop } from "./shop";

/** A bulk refund as the fake keeps it; what it has come to is counted when it is asked for. */
export interface KeptBatch {
  id: string;
  of: string;
  reason: string;
  by: string;
  started_at: string;
  ended_at: string | null;
  cancelled: boolean;
  running: boolean;
  stopping: boolean;
  lines: BatchLine[];
}

const LINES_SHOWN = 500;
const LINES_A_PAGE = 100;

export function batchChooseFile(): ChosenFile {
  return { path: "/home/ada/refunds.csv", name: "refunds.csv", bytes: 4_210 };
}

export function batchPlan(shop: Shop, source: BatchSource, reason: string, by: string): BatchPlan {
  if (!reason.trim()) refuse("invalid_input", "Say why the money goes back.", "reason");
  if (!by.trim()) refuse("invalid_input", "Write your name.", "by");
  const lines = source.filter === null ? ofFile(shop) : ofFilter(shop, source.filter);
  const of = (verdict: PlanLine["verdict"]) => lines.filter((line) => line.verdict === verdict);
  const asked = lines.filter(({ verdict }) => verdict !== "refused");
  return {
    digest: JSON.stringify(lines),
    of: source.filter ?? "refunds.csv",
    lines: lines.slice(0, LINES_SHOWN),
    total: lines.length,
    refunds: of("refund").length,
    wanting_approval: of("wants_approval").length,
    refunded_before: asked.filter(({ before }) => before !== null).length,
    refused: of("refused").length,
    sums: sums(asked.map(({ amount }) => amount)),
    ignored_columns: source.filter === null ? ["phone"] : [],
  };
}

function ofFilter(shop: Shop, filter: string): PlanLine[] {
  const matches = shop.matcher(filter);
  return shop.payments
    .filter(({ payment }) => matches(payment))
    .map((detail, index) => judged(detail, index + 1));
}

/** What the fake's file holds: some payments, one of them twice, and an order that is not known. */
function ofFile(shop: Shop): PlanLine[] {
  const known = shop.payments.slice(0, 7).map((detail, index) => judged(detail, index + 2));
  const left = {
    account: null,
    customer: null,
    payment_id: null,
    amount: null,
    left: null,
    before: null,
  };
  const refused = (line: number, reference: string, reason: string): PlanLine => ({
    ...left,
    line,
    reference,
    verdict: "refused",
    reason,
  });
  const [first] = known;
  return [
    ...known,
    refused(known.length + 2, "ORDER-99999", "No payment with this order number is in the books."),
    refused(
      known.length + 3,
      first?.reference ?? "",
      `Line 2 already refunds this payment. Only one of the two can stand.`,
    ),
  ];
}

function judged({ payment, refund }: PaymentDetail, line: number): PlanLine {
  const { refundable, account, reference, customer } = payment;
  const limit = refund.approval_above.find(({ currency }) => currency === refundable.currency);
  const why = refund.allowed ? refund.by_api.reason : refund.reason;
  const waits = limit !== undefined && minorOf(refundable) > minorOf(limit);
  const back = minorOf(payment.amount) - minorOf(refundable);
  return {
    line,
    reference,
    account,
    customer: customer?.name ?? customer?.email ?? null,
    payment_id: payment.id,
    amount: minorOf(refundable) === 0n ? null : refundable,
    left: refundable,
    before: back === 0n ? null : money(back, refundable.currency),
    verdict: why !== null ? "refused" : waits ? "wants_approval" : "refund",
    reason: why,
  };
}

function sums(amounts: (Money | null)[]): Money[] {
  const totals = new Map<string, bigint>();
  for (const amount of amounts) {
    if (amount === null) continue;
    totals.set(amount.currency, (totals.get(amount.currency) ?? 0n) + minorOf(amount));
  }
  return [...totals].map(([currency, total]) => money(total, currency));
}

export function batchStart(shop: Shop, form: BatchForm): BatchStarted {
  const plan = batchPlan(shop, form.source, form.reason, form.by);
  if (plan.digest !== form.digest) return { id: null, changed: plan };
  const id = `bat_${shop.batches.length + 1}`;
  const lines = plan.lines.flatMap((line) =>
    line.verdict === "refused" ? [] : [batchLine(id, line)],
  );
  lines.forEach((line, index) => (line.line = index + 1));
  const kept: KeptBatch = {
    id,
    of: plan.of,
    reason: form.reason,
    by: form.by,
    started_at: shop.stamp(),
    ended_at: null,
    cancelled: false,
    running: true,
    stopping: false,
    lines,
  };
  shop.batches.unshift(kept);
  shop.tell("batch-changed", { id });
  run(shop, kept);
  return { id, changed: null };
}

function batchLine(batch: string, { line, reference, account, payment_id, amount }: PlanLine) {
  return {
    line,
    reference,
    account: account ?? "",
    payment_id: payment_id ?? "",
    refund_id: `ref_${batch}_${line}`,
    amount: amount ?? money(0n, "NGN"),
    word: null,
    message: null,
  } satisfies BatchLine;
}

/** Goes on by itself, a line at a time, unless `pace` is `null`: then `advance` does it. */
function run(shop: Shop, kept: KeptBatch): void {
  if (shop.pace === null) return;
  setTimeout(() => {
    advance(shop, kept.id);
    if (kept.running) run(shop, kept);
  }, shop.pace);
}

/** Makes the next refund of a running bulk refund, or ends it. */
export function advance(shop: Shop, id: string): void {
  const kept = found(shop, id);
  if (!kept.running) return;
  const next = kept.lines.find(({ word }) => word === null);
  if (next) Object.assign(next, tried(shop, kept, next));
  const over = kept.lines.every(({ word }) => word !== null);
  if (over || kept.stopping) ended(shop, kept, !over);
  shop.tell("batch-changed", { id });
  if (next) shop.tell("payments-changed", { ids: [next.payment_id] });
}

function ended(shop: Shop, kept: KeptBatch, cancelled: boolean): void {
  for (const line of kept.lines) line.word ??= "skipped";
  Object.assign(kept, { ended_at: shop.stamp(), cancelled, running: false, stopping: false });
}

/** A reason with “mixed” ends in every way there is. */
function tried(shop: Shop, kept: KeptBatch, line: BatchLine): Pick<BatchLine, "word" | "message"> {
  const detail = shop.payment(line.payment_id);
  const { payment } = detail;
  if (minorOf(payment.refundable) !== minorOf(line.amount)) {
    const left = `${payment.refundable.amount} ${payment.refundable.currency}`;
    return { word: "refused", message: `Only ${left} is left by now.` };
  }
  const limit = detail.refund.approval_above.find((one) => one.currency === line.amount.currency);
  const ways: RefundStatus[] = kept.reason.includes("mixed")
    ? ["processed", "pending", "unknown", "failed", "processed"]
    : ["processed", "processed", "pending"];
  const usual = ways[(line.line - 1) % ways.length] ?? "pending";
  const waits = limit !== undefined && minorOf(line.amount) > minorOf(limit);
  const status = waits ? "requested" : usual;
  const made = refund(shop, detail, line.amount, {
    id: line.refund_id,
    method: "api",
    status,
    reason: kept.reason,
    by: kept.by,
    batch: kept.id,
  });
  if (status === "failed") made.message = "The gateway says: the card was closed.";
  shop.note(detail, "window", "refund_requested", "requested", kept.reason, line.amount);
  return { word: status, message: made.message };
}

export function batchResume(shop: Shop, id: string): Batch {
  const kept = found(shop, id);
  if (kept.ended_at !== null) refuse("refused", "It has ended. There is nothing to resume.");
  kept.running = true;
  shop.tell("batch-changed", { id });
  run(shop, kept);
  return look(kept);
}

export function batchCancel(shop: Shop, id: string): Batch {
  const kept = found(shop, id);
  kept.stopping = kept.running;
  return look(kept);
}

export function batchEnd(shop: Shop, id: string): Batch {
  const kept = found(shop, id);
  ended(shop, kept, true);
  shop.tell("batch-changed", { id });
  return look(kept);
}

export function batchPage(shop: Shop, after: string | null, limit: number): BatchPage {
  const start = after === null ? 0 : shop.batches.findIndex(({ id }) => id === after) + 1;
  const items = shop.batches.slice(start, start + limit).map(look);
  const more = start + limit < shop.batches.length;
  return { items, next: more ? (items.at(-1)?.id ?? null) : null };
}

export function batchDetail(shop: Shop, id: string, afterLine: number): BatchDetail {
  const kept = found(shop, id);
  const rest = kept.lines.filter(({ line }) => line > afterLine);
  const lines = rest.slice(0, LINES_A_PAGE);
  const next = rest.length > LINES_A_PAGE ? (lines.at(-1)?.line ?? null) : null;
  return { batch: look(kept), lines, next };
}

function found(shop: Shop, id: string): KeptBatch {
  const kept = shop.batches.find((one) => one.id === id);
  return kept ?? refuse("not_found", "These refunds are not in the books.");
}

function look({ stopping: _, lines, ...kept }: KeptBatch): Batch {
  const counts = new Map<string, number>();
  for (const { word } of lines) if (word !== null) counts.set(word, (counts.get(word) ?? 0) + 1);
  return {
    ...kept,
    lines: lines.length,
    sums: sums(lines.map(({ amount }) => amount)),
    done: lines.filter(({ word }) => word !== null).length,
    results: [...counts].map(([word, count]) => ({ word, count })),
  };
}

/** One that ended and one that was left in the middle, on the oldest payments. */
export function batchSeed(shop: Shop): KeptBatch[] {
  const payments = shop.payments.slice(1);
  const free = payments
    .filter(({ refund, payment }) => refund.allowed && refund.by_api.available && !payment.flags[0])
    .slice(-5);
  const made = (id: string, part: PaymentDetail[], extra: Partial<KeptBatch>): KeptBatch => ({
    id,
    of: "refunds.csv",
    reason: "",
    by: "Ada",
    started_at: shop.stamp(),
    ended_at: null,
    cancelled: false,
    running: false,
    stopping: false,
    lines: part.map((detail, index) => batchLine(id, judged(detail, index + 1))),
    ...extra,
  });
  const ago = (hours: number) => new Date(shop.now() - hours * 3_600_000).toISOString();
  const seeded = [
    made("bat_seed_2", free.slice(0, 3), { reason: "Delivered in the wrong size", started_at: ago(5) }), // prettier-ignore
    made("bat_seed_1", free.slice(3), {
      of: 'from:2026-10-01 "workshop seat"',
      reason: "Workshop cancelled",
      by: "Tunde",
      started_at: ago(80),
      ended_at: ago(79.9),
    }),
  ];
  for (const kept of seeded) {
    const until = kept.ended_at === null ? 1 : kept.lines.length;
    for (const line of kept.lines.slice(0, until)) {
      const { started_at: requested_at, reason, by, id: batch } = kept;
      const extra = { id: line.refund_id, requested_at, reason, by, batch };
      refund(shop, shop.payment(line.payment_id), line.amount, { method: "api", status: "processed", ...extra }); // prettier-ignore
      line.word = "processed";
    }
  }
  return seeded;
}
