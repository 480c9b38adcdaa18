/** Times for eyes, in the shop's locale and time zone. The clock is passed in. */

export interface Zone {
  locale: string;
  time_zone: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Day and time; the year only if it is not this one. */
export function dayAndTime(at: string, zone: Zone, now: number): string {
  const sameYear = year(new Date(at), zone) === year(new Date(now), zone);
  return new Intl.DateTimeFormat(zone.locale, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone.time_zone,
  }).format(new Date(at));
}

/** Everything about the moment, with the zone's name: for tooltips and details. */
export function fullTime(at: string, zone: Zone): string {
  return new Intl.DateTimeFormat(zone.locale, {
    dateStyle: "full",
    timeStyle: "long",
    timeZone: zone.time_zone,
  }).format(new Date(at));
}

/** How long ago or how far ahead, in the largest unit that is not zero. */
export function relativeTime(at: string, locale: string, now: number): string {
  const difference = Date.parse(at) - now;
  const size = Math.abs(difference);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (size < MINUTE) return format.format(0, "minute");
  if (size < HOUR) return format.format(Math.trunc(difference / MINUTE), "minute");
  if (size < DAY) return format.format(Math.trunc(difference / HOUR), "hour");
  return format.format(Math.trunc(difference / DAY), "day");
}

/**
 * Today in the zone, `yyyy-mm-dd`. Put together from parts: how a locale orders
 * them differs between JavaScript engines.
 */
export function today(zone: Zone, now: number): string {
  const parts = new Intl.DateTimeFormat("en", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    timeZone: zone.time_zone,
    calendar: "gregory",
    numberingSystem: "latn",
  }).formatToParts(new Date(now));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** First and last day of the month `back` months before a day, `yyyy-mm-dd`. */
export function monthOf(day: string, back = 0): { from: string; to: string } {
  const [fullYear = 1970, month = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(fullYear, month - 1 - back, 1));
  const last = new Date(Date.UTC(fullYear, month - back, 0));
  return { from: isoDay(first), to: isoDay(last) };
}

/** First and last day of the calendar quarter `back` quarters before a day. */
export function quarterOf(day: string, back = 0): { from: string; to: string } {
  const [fullYear = 1970, month = 1] = day.split("-").map(Number);
  const begins = Math.floor((month - 1) / 3) * 3 - back * 3;
  const first = new Date(Date.UTC(fullYear, begins, 1));
  const last = new Date(Date.UTC(fullYear, begins + 3, 0));
  return { from: isoDay(first), to: isoDay(last) };
}

/** First and last day of a day's year. */
export function yearOf(day: string): { from: string; to: string } {
  const year = day.slice(0, 4);
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** Two days as a range, as short as it can be said; days belong to no time zone. */
export function dayRange(from: string, to: string, locale: string): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return day.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

/** A day by its date; it belongs to no time zone. */
export function dayText(day: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** The day `back` days before another. */
export function daysBefore(day: string, back: number): string {
  return isoDay(new Date(Date.parse(`${day}T00:00:00Z`) - back * DAY));
}

const isoDay = (date: Date) => date.toISOString().slice(0, 10);

function year(date: Date, { locale, time_zone }: Zone): string {
  return new Intl.DateTimeFormat(locale, { year: "numeric", timeZone: time_zone }).format(date);
}
