/** What a merchant wants of an export, and how that is asked of the shell. */
import type { ExportPreset, ExportQuery } from "../api/bindings";
import { finished } from "./filter";
import { daysOf, type Days, type Period } from "./periods";

export interface Wish {
  profile: string;
  /** Values of the profile's choices, by their name. */
  choices: { [name: string]: string };
  /** In order; empty for all of them as they are. */
  columns: string[];
  period: Period;
  /** The days of a period without a name. */
  from: string;
  to: string;
  filter: string;
  /** Within a period, only what is new since the same was last saved. */
  onlyNew: boolean;
}

export const NOTHING: Wish = {
  profile: "",
  choices: {},
  columns: [],
  period: "this-month",
  from: "",
  to: "",
  filter: "",
  onlyNew: false,
};

/** The days that are wanted, as of today. */
export function daysWanted({ period, from, to }: Wish, today: string): Days {
  return period === "custom" ? { from: from || null, to: to || null } : daysOf(period, today);
}

/** Days that begin after they end. */
export const reversed = ({ from, to }: Days): boolean => from !== null && to !== null && from > to;

export const sinceLast = ({ period, onlyNew }: Wish): boolean => period === "since-last" || onlyNew;

export function queryOf(wish: Wish, today: string): ExportQuery {
  const { profile, choices, columns, filter } = wish;
  return {
    profile,
    choices,
    columns,
    filter: finished(filter),
    ...daysWanted(wish, today),
    since_last: sinceLast(wish),
  };
}

/** What a preset asks for; the days stay as they are, unless it is about what is new. */
export function ofPreset(preset: ExportPreset, { period }: Wish): Partial<Wish> {
  const { profile, choices, columns, filter, since_last } = preset;
  const days = since_last ? "since-last" : period === "since-last" ? "this-month" : period;
  return { profile, choices, columns, filter, period: days, onlyNew: false };
}

/** Whether a preset asks for just that. */
export function isPreset(preset: ExportPreset, wish: Wish): boolean {
  const said = (one: Omit<ExportPreset, "name">) =>
    JSON.stringify([
      one.profile,
      Object.entries(one.choices).sort(),
      one.columns,
      one.filter,
      one.since_last,
    ]);
  const { profile, choices, columns, filter } = wish;
  const wanted = { profile, choices, columns, filter: finished(filter), since_last: sinceLast(wish) }; // prettier-ignore
  return said(preset) === said(wanted);
}
