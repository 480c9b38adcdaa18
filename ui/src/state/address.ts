/** Places in the window and their addresses after `#`: `#/payments/ID?q=FILTER`. */

export interface Place {
  page: "payments" | "accounts";
  /** The payment shown beside the list. */
  id: string | null;
  filter: string;
}

/** Reads an address; one that leads nowhere leads to the payments. */
export function parse(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [page, id] = path.split("/");
  if (page === "accounts") return { page: "accounts", id: null, filter: "" };
  const filter = new URLSearchParams(query).get("q") ?? "";
  return { page: "payments", id: id ? decodeURIComponent(id) : null, filter };
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
