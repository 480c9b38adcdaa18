/** How the rows of a report are called. */
import type { Grouping, Report, ReportGroup } from "../../api/bindings";
import { dayRange } from "../../format/time";
import { shop } from "../../state/shop.svelte";
import { t, type Key } from "../../text";

export const GROUPING: Record<Grouping, Key> = {
  day: "report-by-day",
  week: "report-by-week",
  month: "report-by-month",
  gateway: "report-by-gateway",
  account: "report-by-account",
  currency: "report-by-currency",
  channel: "report-by-channel",
};

/** What stands at the head of the first column. */
export const HEAD: Record<Grouping, Key> = {
  day: "column-day",
  week: "column-week",
  month: "column-month",
  gateway: "column-gateway",
  account: "column-account",
  currency: "column-currency",
  channel: "column-channel",
};

export const isOfDays = (by: Grouping): boolean => by === "day" || by === "week" || by === "month";

const FORMS: Partial<Record<Grouping, Intl.DateTimeFormatOptions>> = {
  day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  month: { month: "long", year: "numeric" },
};
const SHORT: Partial<Record<Grouping, Intl.DateTimeFormatOptions>> = {
  day: { day: "numeric", month: "short" },
  week: { day: "numeric", month: "short" },
  month: { month: "short", year: "2-digit" },
};

/** What a row stands for, whole. */
export function groupText(by: Grouping, group: ReportGroup): string {
  if (by === "week" && group.first && group.last) {
    return dayRange(group.first, group.last, shop.zone.locale);
  }
  return dated(FORMS[by], group) ?? (group.label || t("report-no-channel"));
}

/** The same, where there is little room. */
export const groupShort = (by: Grouping, group: ReportGroup): string =>
  dated(SHORT[by], group) ?? groupText(by, group);

/** A day belongs to no time zone. */
function dated(form: Intl.DateTimeFormatOptions | undefined, { first }: ReportGroup) {
  if (!form || !first) return null;
  const { locale } = shop.zone;
  return new Intl.DateTimeFormat(locale, { ...form, timeZone: "UTC" }).format(
    new Date(`${first}T00:00:00Z`),
  );
}

export const periodOf = ({ from, to }: Report): string => dayRange(from, to, shop.zone.locale);
