/** The periods that a file can be asked for, by the names merchants use. */
import { monthOf, quarterOf, yearOf } from "../format/time";

export const PERIODS = [
  "this-month",
  "last-month",
  "this-quarter",
  "last-quarter",
  "this-year",
  "since-last",
  "everything",
  "custom",
] as const;

export type Period = (typeof PERIODS)[number];

export interface Days {
  from: string | null;
  to: string | null;
}

/** First and last day of a named period on a day; no days where it has no bounds. */
export function daysOf(period: Period, today: string): Days {
  switch (period) {
    case "this-month":
      return monthOf(today);
    case "last-month":
      return monthOf(today, 1);
    case "this-quarter":
      return quarterOf(today);
    case "last-quarter":
      return quarterOf(today, 1);
    case "this-year":
      return yearOf(today);
    default:
      return { from: null, to: null };
  }
}
