import { describe, expect, it } from "vitest";
import { finished, terms, valueOf, valuesOf, withTerm, withTerms, wordsOf } from "./filter";

describe("the filter as the menus write it", () => {
  it("adds a term behind what was typed", () => {
    expect(withTerm("ada amount>=1000", "status", "paid")).toBe("ada amount>=1000 status:paid");
  });

  it("replaces a term where it stands and takes it out again", () => {
    const filter = 'status:paid "premium plan" gateway:novac';
    expect(withTerms(filter, "status", ["failed", "expired"])).toBe(
      'status:failed,expired "premium plan" gateway:novac',
    );
    expect(withTerms(filter, "status", [])).toBe('"premium plan" gateway:novac');
  });

  it("keeps one of two terms of a kind", () => {
    expect(withTerm("from:2026-01-01 x from:2026-02-01", "from", "2026-03-01")).toBe(
      "from:2026-03-01 x",
    );
  });

  it("quotes values with spaces and reads them back", () => {
    const filter = withTerm("", "account", "Main shop");
    expect(filter).toBe('account:"Main shop"');
    expect(valueOf(filter, "account")).toBe("Main shop");
  });

  it("tells the words beside the terms of some keys", () => {
    const keys = ["status", "account"];
    expect(wordsOf('status:paid "ada obi" account:"Main shop" x', keys)).toBe("ada obi x");
    expect(wordsOf("https://example.com status:paid", keys)).toBe("https://example.com");
    expect(wordsOf("status:paid", keys)).toBeNull();
  });

  it("does not take quoted words for terms", () => {
    expect(terms('"status:paid" ada')).toEqual([]);
    expect(valuesOf("status:paid,settled", "status")).toEqual(["paid", "settled"]);
  });
});

describe("a filter that is still being typed", () => {
  it("is asked without its unfinished end", () => {
    expect(finished("ada status:")).toBe("ada");
    expect(finished("amount>=")).toBe("");
    expect(finished('"premium pl')).toBe('"premium pl"');
    expect(finished('ada "')).toBe("ada");
    expect(finished('ada customer:"')).toBe("ada");
  });

  it("is left alone once it is whole", () => {
    const whole = 'status:paid amount>=1000 from:2026-01-01 customer:ada "premium plan"';
    expect(finished(whole)).toBe(whole);
  });
});
