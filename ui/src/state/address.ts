/** Places in the window and their addresses after `#`: `#/payments/ID?q=FILTER`. */

/** Pages that are a list, with one of its rows open beside it. */
export const LISTS = [
  "payments",
  "refunds",
  "batches",
  "customers",
  "payouts",
  "webhooks",
  "export-history",
  "imports",
] as const;
const PAGES = [
  "attention",
  ...LISTS,
  "exports",
  "reports",
  "settlement",
  "accounts",
  "settings",
] as const;

export type ListPage = (typeof LISTS)[number];
export type Page = (typeof PAGES)[number];

export interface Place {
  page: Page;
  /** What is shown beside the list. */
  id: string | null;
  filter: string;
}

/** Reads an address; one that leads nowhere leads to the payments. */
export function parse(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [named, id] = path.split("/");
  const page = PAGES.find((one) => one === named) ?? "payments";
  const filter = new URLSearchParams(query).get("q") ?? "";
  if (page === "exports") return { page, id: null, filter };
  if (!isList(page)) return { page, id: null, filter: "" };
  return { page, id: id ? decodeURIComponent(id) : null, filter };
}

/** The address of a place. */
export function href({
  page,
  id = null,
  filter = "",
}: Partial<Place> & Pick<Place, "page">): string {
  const path = id === null ? `#/${page}` : `#/${page}/${encodeURIComponent(id)}`;
  return filter ? `${path}?${new URLSearchParams({ q: filter })}` : path;
}

export const isList = (page: Page): page is ListPage => LISTS.some((one) => one === page);
