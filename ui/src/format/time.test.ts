import { describe, expect, it } from "vitest";
import {
  dayAndTime,
  dayRange,
  daysBefore,
  monthOf,
  quarterOf,
  relativeTime,
  today,
  yearOf,
} from "./time";

const lagos = { locale: "en-GB", time_zone: "Africa/Lagos" };
const now = Date.parse("2026-11-22T10:00:00Z");

describe("times for eyes", () => {
  it("are told in the shop's zone", () => {
    expect(dayAndTime("2026-11-21T23:30:00Z", lagos, now)).toBe("22 Nov, 00:30");
  });

  it("name the year only when it is another one", () => {
    expect(dayAndTime("2025-12-31T12:00:00Z", lagos, now)).toBe("31 Dec 2025, 13:00");
  });

  it("say how long ago in the largest unit that is not zero", () => {
    const ago = (at: string) => relativeTime(at, "en-GB", now);
    expect(ago("2026-11-22T09:59:40Z")).toBe("this minute");
    expect(ago("2026-11-22T09:43:00Z")).toBe("17 minutes ago");
    expect(ago("2026-11-22T10:30:00Z")).toBe("in 30 minutes");
    expect(ago("2026-11-22T07:00:00Z")).toBe("3 hours ago");
    expect(ago("2026-11-20T09:00:00Z")).toBe("2 days ago");
  });
});

describe("days", () => {
  it("turn over at the shop's midnight", () => {
    expect(today(lagos, Date.parse("2026-11-30T23:30:00Z"))).toBe("2026-12-01");
  });

  it("make whole months, leap years and years' ends included", () => {
    expect(monthOf("2028-02-10")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
    expect(monthOf("2026-01-31", 1)).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  });

  it("make whole quarters and years, over the year's end too", () => {
    expect(quarterOf("2026-11-22")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
    expect(quarterOf("2026-02-28", 1)).toEqual({ from: "2025-10-01", to: "2025-12-31" });
    expect(quarterOf("2028-05-01", 1)).toEqual({ from: "2028-01-01", to: "2028-03-31" });
    expect(yearOf("2026-11-22")).toEqual({ from: "2026-01-01", to: "2026-12-31" });
  });

  it("are said as a range, whatever the zone of the computer", () => {
    const range = dayRange("2026-12-01", "2026-12-31", "en-GB");
    expect(range.replaceAll(/\s*–\s*/g, "–")).toBe("1–31 Dec 2026");
  });

  it("count back over the end of a month", () => {
    expect(daysBefore("2026-03-02", 6)).toBe("2026-02-24");
  });
});
