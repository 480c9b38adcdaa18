/** Which kinds of file stand together: who opens them. A kind without a place stands with the others. */
import type { ExportProfile } from "../../api/bindings";
import { t, type Key } from "../../text";

const GROUPS: [key: Key, profiles: string[]][] = [
  ["export-group-spreadsheets", ["base", "spreadsheet", "xlsx"]],
  [
    "export-group-programs",
    ["qbo-3", "qbo-4", "xero-bank", "xero-invoice", "freeagent", "wave", "zoho", "sage", "firefly"],
  ],
  ["export-group-ledgers", ["gnucash", "hledger", "hledger-csv", "beancount"]],
  ["export-group-statements", ["ofx", "qif"]],
];

/** Every kind of file in the order it is offered in: those used last, then group by group. */
export function offered(profiles: ExportProfile[], recent: string[]) {
  const option = ({ name, title, about }: ExportProfile, group: Key) => ({
    value: name,
    label: title,
    note: about,
    group: t(group),
  });
  const named = (names: string[]) =>
    names.flatMap((name) => profiles.filter((profile) => profile.name === name));
  const known = GROUPS.flatMap(([, names]) => names);
  const others = profiles.filter(({ name }) => !known.includes(name)).map(({ name }) => name);
  const places: typeof GROUPS = [
    ["export-group-recent", recent],
    ...GROUPS,
    ["export-group-other", others],
  ];
  return places.flatMap(([group, names]) =>
    named(
      group === "export-group-recent" ? names : names.filter((one) => !recent.includes(one)),
    ).map((profile) => option(profile, group)),
  );
}
