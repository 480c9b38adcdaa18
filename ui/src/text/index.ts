/**
 * Every word the window says, through Fluent.
 *
 * Keys are a union generated from the `.ftl` files (`npm run keys`), so a
 * message that does not exist fails the type check. English is the fallback of
 * later languages.
 */
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import type { Key } from "./keys";

export type { Key } from "./keys";

const FALLBACK = "en-GB";

const sources = import.meta.glob<string>("../locales/en-GB/*.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});

const bundle = new FluentBundle(FALLBACK, { useIsolating: false });
for (const source of Object.values(sources)) bundle.addResource(new FluentResource(source));

/** The message in the window's language; a broken one says its key rather than nothing. */
export function t(key: Key, values?: Record<string, FluentVariable>): string {
  const pattern = bundle.getMessage(key)?.value;
  if (!pattern) return key;
  return bundle.formatPattern(pattern, values ?? null, []);
}
