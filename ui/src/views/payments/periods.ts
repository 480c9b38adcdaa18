/** Periods a merchant names, and how the filter language writes them. */
import { daysBefore, monthOf } from "../../format/time";
import { valueOf, withTerm } from "../../state/filter";
import { t } from "../../text";

export interface Period {
  value: string;
  label: string;
  from: string;
  to: string;
}

/** What the period menu offers on a day. */
export function periods(today: string): Period[] {
  return [
    { value: "today", label: t("period-today"), from: today, to: today },
    { value: "week", label: t("period-week"), from: daysBefore(today, 6), to: today },
    { value: "this-month", label: t("period-this-month"), ...monthOf(today) },
    { value: "last-month", label: t("period-last-month"), ...monthOf(today, 1) },
  ];
}

/** The period in a filter: one that has a name, or its days. */
export function periodText(
  filter: string,
  offered: Period[],
): { value: string | null; text: string } | null {
  const from = valueOf(filter, "from");
  const to = valueOf(filter, "to");
  if (from === null && to === null) return null;
  const named = offered.find((period) => period.from === from && period.to === to);
  if (named) return { value: named.value, text: named.label };
  if (from === null) return { value: null, text: t("period-to", { to: to ?? "" }) };
  if (to === null) return { value: null, text: t("period-from", { from }) };
  return { value: null, text: t("period-between", { from, to }) };
}

/** The filter with a named period, or with none. */
export function withPeriod(filter: string, offered: Period[], value: string | null): string {
  const period = offered.find((one) => one.value === value);
  const started = withTerm(filter, "from", period?.from ?? null);
  return withTerm(started, "to", period?.to ?? null);
}
