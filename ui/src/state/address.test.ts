import { describe, expect, it } from "vitest";
import { href, parse } from "./address";

describe("addresses", () => {
  it("lead back to the place they were made for", () => {
    for (const place of [
      { page: "payments", id: null, filter: "" },
      { page: "payments", id: null, filter: 'status:paid "a & b" 100%' },
      { page: "payments", id: "pay/1 ?#", filter: "ada" },
      { page: "refunds", id: "pay_1", filter: "refund:unknown" },
      { page: "batches", id: "bat_1", filter: "" },
      { page: "customers", id: "ada@example.com", filter: "ada" },
      { page: "payouts", id: "out_1", filter: "status:unknown" },
      { page: "webhooks", id: null, filter: 'account:"Main shop"' },
      { page: "exports", id: null, filter: "status:paid ada" },
      { page: "export-history", id: "exp_1", filter: "" },
      { page: "reports", id: null, filter: "" },
      { page: "settlement", id: null, filter: "" },
      { page: "imports", id: "imp_1", filter: "" },
      { page: "accounts", id: null, filter: "" },
      { page: "settings", id: null, filter: "" },
    ] as const) {
      expect(parse(href(place))).toEqual(place);
    }
  });

  it("that lead nowhere lead to the payments", () => {
    expect(parse("#/nowhere/else")).toMatchObject({ page: "payments" });
    expect(parse("")).toEqual({ page: "payments", id: null, filter: "" });
  });
});
