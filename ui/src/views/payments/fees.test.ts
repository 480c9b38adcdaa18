import { describe, expect, it } from "vitest";
import { money } from "../../api/fake/money";
import { Shop } from "../../api/fake/shop";
import { feesOf } from "./fees";

function paid(fee: bigint | null, charged: bigint | null) {
  const [detail] = new Shop("books").payments;
  if (!detail) throw new Error("there is no payment");
  const { amount } = detail.payment;
  const of = (minor: bigint | null) => (minor === null ? null : money(minor, amount.currency));
  detail.payment.amount = money(50_000n, amount.currency);
  detail.payment.fee = of(fee);
  return feesOf({ ...detail, charged: of(charged) }).map(({ by, money }) => [by, money.amount]);
}

describe("a fee", () => {
  it("is the merchant's where the gateway keeps it of the amount", () => {
    expect(paid(3_000n, null)).toEqual([["fee-by-merchant", "30.00"]]);
    expect(paid(3_000n, 50_000n)).toEqual([["fee-by-merchant", "30.00"]]);
  });

  it("is the customer's where more was charged than the amount", () => {
    expect(paid(0n, 53_000n)).toEqual([["fee-by-customer", "30.00"]]);
  });

  it("can be borne by both, and is left out where nothing is known", () => {
    expect(paid(1_000n, 52_000n)).toEqual([
      ["fee-by-merchant", "10.00"],
      ["fee-by-customer", "20.00"],
    ]);
    expect(paid(null, null)).toEqual([]);
  });
});
