import { describe, expect, it } from "vitest";
import type { ReportGroup } from "../../api/bindings";
import { money } from "../../api/fake/money";
import { chartOf } from "./chart";

function group(label: string, sales: bigint, refunds = 0n, fees = 0n): ReportGroup {
  const of = (value: bigint) => money(value, "NGN");
  const net = sales + refunds + fees;
  return {
    label,
    first: null,
    last: null,
    sums: {
      currency: "NGN",
      sales: of(sales),
      sales_count: 1,
      refunds: of(refunds),
      refunds_count: 0,
      fees: of(fees),
      reversals: of(0n),
      net: of(net),
      payouts: of(0n),
    },
  };
}

describe("the picture of a report", () => {
  it("stands what came in on the line and hangs what went away under it", () => {
    const { columns, lines } = chartOf([group("a", 800n, -200n, -100n)]);
    const zero = lines.find(({ isZero }) => isZero)?.at ?? 0;
    const { sales, refunds, fees } = columns[0]!;
    expect(sales.from + sales.height).toBeCloseTo(zero);
    expect(refunds.from).toBeCloseTo(zero);
    expect(fees.from).toBeCloseTo(refunds.from + refunds.height);
  });

  it("has round figures at its lines, the top one above every column", () => {
    const { lines } = chartOf([group("a", 123_456n), group("b", 99n)]);
    expect(lines.map(({ value }) => value.amount)).toEqual([
      "1500.00",
      "1000.00",
      "500.00",
      "0.00",
    ]);
  });

  it("is exact where amounts are larger than a number can hold", () => {
    const most = 9_007_199_254_740_993n;
    const { columns } = chartOf([group("a", most), group("b", most - 1n)]);
    expect(columns[0]?.sales.height).toBeGreaterThanOrEqual(columns[1]?.sales.height ?? 101);
  });

  it("is flat and names no best day where nothing moved", () => {
    const { columns, highest } = chartOf([group("a", 0n)]);
    expect(highest).toBeNull();
    expect(columns[0]?.sales.height).toBe(0);
  });
});
