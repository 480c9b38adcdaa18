import type {
  BankLine,
  LineDecision,
  Money,
  PayoutCheck,
  PayoutDetail,
  Settlement,
  SettlementQuery,
  SettlementTerms,
  SettlementTermsForm,
  SettlementVerdict,
} from "../bindings";
import { minorOf, money } from "./money";
import { refuse, type Shop } from "./shop";

/** What a person said of bank lines, and what they agreed for accounts. */
export interface SettlementDesk {
  /** The payout of a line that was matched by hand, by the line's number. */
  matched: Map<number, string>;
  terms: Map<string, SettlementTerms>;
}

const DAY = 86_400_000;
const IMPORT = "imp_seed_3";

type Case = [id: string, verdict: SettlementVerdict, minor: bigint, ago: number, why: string];
const CASES: Case[] = [
  ["po_1", "missing", 22_150_000n, 9, "It left 9 days ago and no bank line has it; money of this account usually takes 3 days."],
  ["po_2", "under", 18_500_000n, 6, "The bank has 1,500.00 NGN less than the gateway said, which is more than a bank may keep."],
  ["po_3", "fee_difference", 9_998_500n, 5, "The bank has 26.50 NGN less, which a bank may keep as its fee."],
  ["po_4", "expected", 7_400_000n, 1, "It left yesterday; money of this account takes up to 3 days."],
  ["po_5", "matched", 12_700_000n, 12, "The bank line has the reference of the payout."],
  ["po_6", "matched", 8_250_000n, 14, "Amount and day fit, and no other line or payout does."],
]; // prettier-ignore
const LESS: Partial<Record<SettlementVerdict, bigint>> = {
  under: 150_000n,
  fee_difference: 2_650n,
};
const STRANGERS: [line: number, text: string, money: Money][] = [
  [31, "NIP/NOVAC PAYOUT/8841", money(5_120_000n, "NGN")],
  [36, 'ECHEZONA <script>alert("x")</script> SETTLEMENT', money(2_300_000n, "NGN")],
];

export function settlement(shop: Shop, query: SettlementQuery): Settlement {
  const day = (ago: number) => new Date(shop.now() - ago * DAY).toISOString().slice(0, 10);
  const to = query.to ?? day(0);
  const from = query.from ?? day(119);
  if (from > to) {
    refuse("invalid_input", `The period ends on ${to}, before it begins on ${from}.`, "to");
  }
  const all = shop.imports.length === 0 ? [] : CASES;
  const account = shop.overview.accounts[0]?.name ?? "";
  const checks = all
    .map((one, index) => check(shop, one, index, account, day))
    .filter(({ date }) => date >= from && date <= to)
    .filter(() => query.account === null || query.account === account);
  const by = shop.settling.matched;
  const strangers = all.length === 0 ? [] : STRANGERS;
  const seen = checks.filter(({ line }) => line !== null);
  const sum = (list: Money[]) => money(list.reduce((one, other) => one + minorOf(other), 0n), "NGN"); // prettier-ignore
  return {
    from,
    to,
    checks,
    unsettled:
      all.length === 0
        ? []
        : [
            {
              account,
              gateway_title: "Novac",
              balance: money(31_204_500n, "NGN"),
              oldest: day(2),
              is_overdue: false,
              why: "The oldest of it came in 2 days ago; money of this account takes up to 3 days.",
            },
            {
              account: "Campus store",
              gateway_title: "Echezona",
              balance: money(6_480_000n, "NGN"),
              oldest: day(16),
              is_overdue: true,
              why: "The oldest of it came in 16 days ago and no payout has taken it away.",
            },
          ],
    strangers: strangers
      .filter(([line]) => !by.has(line))
      .map(([line, text, amount]) => ({
        line: bankLine(line, text, amount, day(4), false),
        accounts: [account],
        why: `It names ${line === 31 ? "Novac" : "Echezona"}, and no payout of that amount is known.`,
      })),
    totals:
      seen.length === 0
        ? []
        : [
            {
              said: sum(seen.map(({ amount }) => amount)),
              seen: sum(seen.flatMap(({ line }) => line?.amount ?? [])),
            },
          ],
  };
}

function check(
  shop: Shop,
  [payout_id, verdict, minor, ago, why]: Case,
  index: number,
  account: string,
  day: (ago: number) => string,
): PayoutCheck {
  const amount = money(minor, "NGN");
  const reference = `PO-${day(ago).replaceAll("-", "")}-${index + 1}`;
  const about = { payout_id, reference, account, gateway_title: "Novac", amount, date: day(ago) };
  const hand = [...shop.settling.matched].find(([, id]) => id === payout_id)?.[0];
  const matched = STRANGERS.find(([line]) => line === hand);
  if (matched) {
    const line = bankLine(matched[0], matched[1], matched[2], day(4), true);
    const why = "A person matched it.";
    return { ...about, verdict: "matched", difference: null, certainty: "hand", line, why };
  }
  const has = verdict !== "missing" && verdict !== "expected";
  const less = LESS[verdict];
  const arrived = money(minor - (less ?? 0n), "NGN");
  return {
    ...about,
    verdict,
    difference: less === undefined ? null : money(-less, "NGN"),
    certainty: has ? (index === 5 ? "likeness" : "id") : null,
    line: has ? bankLine(index + 2, `NIP/NOVAC PAYOUT/${reference}`, arrived, day(ago - 1), false) : null, // prettier-ignore
    why,
  };
}

const bankLine = (
  line: number,
  text: string,
  amount: Money,
  date: string,
  by_hand: boolean,
): BankLine => ({
  import_id: IMPORT,
  line,
  place: "GTBank business",
  date,
  amount,
  text,
  reference: null,
  by_hand,
});

const anyPayout = (shop: Shop): PayoutDetail =>
  shop.payouts[0] ?? refuse("not_found", "There is no such payout.");

export function lineMatch(shop: Shop, { line, by }: LineDecision, payout: string): PayoutDetail {
  if (!by) refuse("invalid_input", "Write your name.", "by");
  if ([...shop.settling.matched.values()].includes(payout)) {
    refuse("conflict", "This payout is matched with another line already.");
  }
  shop.settling.matched.set(line, payout);
  return anyPayout(shop);
}

export function lineBook(shop: Shop, form: LineDecision, account: string): PayoutDetail {
  return lineMatch(shop, form, `booked of ${account}`);
}

export function lineRelease(shop: Shop, { line }: LineDecision): PayoutDetail {
  if (!shop.settling.matched.delete(line)) refuse("refused", "Nobody matched this line.");
  return anyPayout(shop);
}

export function settlementTerms(shop: Shop): SettlementTerms[] {
  return shop.overview.accounts.map(
    ({ name, gateway_title }) =>
      shop.settling.terms.get(name) ?? {
        account: name,
        overdue_after_days: 3,
        fee_tolerance: "1%",
        words: [gateway_title],
        is_usual: true,
      },
  );
}

export function settlementTermsSet(shop: Shop, form: SettlementTermsForm): SettlementTerms {
  if (form.reset) shop.settling.terms.delete(form.account);
  const before =
    settlementTerms(shop).find(({ account }) => account === form.account) ??
    refuse("not_found", "There is no such account.");
  if (form.reset) return before;
  if (!/^\d+(\.\d)?%$|^\d+(\.\d+)? [A-Z]{3}$/.test(form.fee_tolerance ?? "1%")) {
    refuse("invalid_input", `“${form.fee_tolerance}” is neither a percentage nor an amount; write 1% or 50.00 NGN, for example.`, "fee_tolerance"); // prettier-ignore
  }
  const words = form.words?.map((word) => word.trim()).filter(Boolean) ?? before.words;
  const terms: SettlementTerms = {
    account: form.account,
    overdue_after_days: form.overdue_after_days ?? before.overdue_after_days,
    fee_tolerance: form.fee_tolerance ?? before.fee_tolerance,
    words,
    is_usual: false,
  };
  shop.settling.terms.set(form.account, terms);
  return terms;
}
