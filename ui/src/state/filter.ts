/**
 * The filter language as the menus write it: `key:value` terms beside free words.
 *
 * Only the shell understands a filter. Here a term is found, replaced or taken
 * out, and whatever else was typed stays as it was typed.
 */
export interface Term {
  key: string;
  value: string;
  /** Exactly as typed. */
  text: string;
}

const PIECES = /"[^"]*"?|[^\s"]+(?:"[^"]*"?)?/g;

/** The `key:value` terms in a filter, in order. */
export function terms(filter: string): Term[] {
  return pieces(filter).flatMap((text) => {
    const match = /^([a-z_]+):(.+)$/i.exec(text);
    if (!match || text.startsWith('"')) return [];
    const value = (match[2] ?? "").replace(/^"|"$/g, "");
    return [{ key: (match[1] ?? "").toLowerCase(), value, text }];
  });
}

/** The values of a key that takes several: `status:paid,settled`. */
export function valuesOf(filter: string, key: string): string[] {
  return valueOf(filter, key)?.split(",") ?? [];
}

/** The value of a key, or `null` if the filter does not name it. */
export function valueOf(filter: string, key: string): string | null {
  return terms(filter).find((term) => term.key === key)?.value ?? null;
}

/** The filter with a key set to a value, or without it if the value is `null`. */
export function withTerm(filter: string, key: string, value: string | null): string {
  const written = value === null ? null : `${key}:${/\s/.test(value) ? `"${value}"` : value}`;
  let placed = false;
  const kept = pieces(filter).flatMap((text) => {
    if (!text.toLowerCase().startsWith(`${key}:`)) return [text];
    if (placed || written === null) return [];
    placed = true;
    return [written];
  });
  if (!placed && written !== null) kept.push(written);
  return kept.join(" ");
}

/** The filter with several values for a key, or without it if there are none. */
export function withTerms(filter: string, key: string, values: string[]): string {
  return withTerm(filter, key, values.length > 0 ? values.join(",") : null);
}

/** What was typed beside the terms of these keys, without quotes; `null` if that is nothing. */
export function wordsOf(filter: string, keys: readonly string[]): string | null {
  const words = pieces(filter)
    .filter((text) => !terms(text).some((term) => keys.includes(term.key)))
    .map((text) => text.replaceAll('"', "").trim());
  return words.join(" ").trim() || null;
}

/** What can be asked while the last word is still being typed: `status:` waits for its value. */
export function finished(filter: string): string {
  const closed = (filter.match(/"/g)?.length ?? 0) % 2 === 1 ? `${filter}"` : filter;
  return closed.replace(/(^|\s)([a-z]+:|amount[<>=]*|[a-z]+:"+|"+)$/, "").trim();
}

const pieces = (filter: string) => filter.match(PIECES) ?? [];
