import { describe, expect, it } from "vitest";
import { figure, fromMinor, isZero, minorUnits, moneyText, parseMinor, share } from "./money";

const money = (amount: string, currency: string, exponent: number) => ({
  amount,
  currency,
  exponent,
});

describe("money for eyes", () => {
  it("shows every minor digit the currency has, whatever Intl believes", () => {
    expect(figure(money("25000.00", "NGN", 2), "en-GB")).toBe("25,000.00");
    expect(figure(money("5000", "JPY", 0), "en-GB")).toBe("5,000");
    expect(figure(money("1.250", "KWD", 3), "en-GB")).toBe("1.250");
    expect(figure(money("12.00", "HUF", 2), "en-GB")).toBe("12.00");
    expect(figure(money("1.0005", "CLF", 4), "en-GB")).toBe("1.0005");
  });

  it("stays exact beyond what a float can hold", () => {
    expect(figure(money("92233720368547758.07", "NGN", 2), "en-GB")).toBe(
      "92,233,720,368,547,758.07",
    );
  });

  it("follows the locale and keeps the currency in sight", () => {
    expect(moneyText(money("-1234.50", "EUR", 2), "de-DE")).toBe("-1.234,50 EUR");
  });
});

describe("minor units", () => {
  it("survive the way to text and back", () => {
    for (const [amount, exponent] of [
      ["0.00", 2],
      ["-0.05", 2],
      ["25000.00", 2],
      ["7", 0],
      ["1.250", 3],
    ] as const) {
      const minor = minorUnits(money(amount, "XXX", exponent));
      expect(fromMinor(minor, "XXX", exponent).amount).toBe(amount);
    }
  });

  it("take fewer decimals than the currency has, never more", () => {
    expect(parseMinor("1.5", 2)).toBe(150n);
    expect(parseMinor("1.", 2)).toBe(100n);
    expect(parseMinor("1.005", 2)).toBeNull();
  });

  it("are not read from what is no plain decimal", () => {
    for (const text of ["", "1e3", "25,000", "abc", "1.2.3", ".5", "+5"]) {
      expect(parseMinor(text, 2)).toBeNull();
    }
  });

  it("know zero in any exponent", () => {
    expect(["0", "0.00", "-0.000"].map((amount) => isZero(money(amount, "X", 2)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(isZero(money("0.01", "NGN", 2))).toBe(false);
  });
});

describe("shares", () => {
  it("stay between nothing and the whole", () => {
    expect(share(1n, 3n)).toBe(33.33);
    expect(share(5n, 3n)).toBe(100);
    expect(share(-1n, 3n)).toBe(0);
    expect(share(1n, 0n)).toBe(0);
  });
});
