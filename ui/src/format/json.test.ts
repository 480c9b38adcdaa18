import { describe, expect, it } from "vitest";
import { prettyJson } from "./json";

describe("JSON for eyes", () => {
  it("puts each part on a line of its own", () => {
    expect(prettyJson('{"a":[1,{"b":null}],"c":{},"d":[]}')).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": {},\n  "d": []\n}',
    );
  });

  it("leaves every number and text as it was written", () => {
    const text = '{"amount":25000.00,"id":12345678901234567890,"x":"a:{,}\\"b"}';
    expect(prettyJson(text)).toBe(
      '{\n  "amount": 25000.00,\n  "id": 12345678901234567890,\n  "x": "a:{,}\\"b"\n}',
    );
  });

  it("does not touch what is no JSON", () => {
    expect(prettyJson("status=paid&amount=10")).toBeNull();
    expect(prettyJson('{"a":')).toBeNull();
  });
});
