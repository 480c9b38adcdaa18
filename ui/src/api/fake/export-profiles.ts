import type { ExportChoice, ExportColumn, ExportProfile } from "../bindings";

type Described = Pick<ExportProfile, "name" | "title" | "about" | "extension"> &
  Partial<ExportProfile>;

const profile = (one: Described): ExportProfile => ({
  columns: [],
  free_columns: false,
  names_accounts: false,
  choices: [],
  limits: null,
  ...one,
});

const columns = (...named: [name: string, about: string][]): ExportColumn[] =>
  named.map(([name, about]) => ({ name, about }));

const choice = (
  name: string,
  about: string,
  ...values: [value: string, about: string][]
): ExportChoice => ({
  name,
  about,
  values: values.map(([value, meaning]) => ({ value, about: meaning })),
  free: false,
});

const BASE = columns(
  ["schema", "The version of these columns: tillkeeper.base.1."],
  ["row_id", "The row’s own id. The same row has the same id in every export."],
  ["occurred_at_utc", "When the money moved, as far as is known, in UTC."],
  ["local_date", "The day of it in the merchant’s time zone."],
  ["gateway", "The gateway: novac, ovgc, nowpay, echezona."],
  ["account", "What the merchant calls the account at the gateway."],
  ["mode", "Whether real money moved: live, test, or unknown."],
  ["type", "Why it moved: sale, fee, refund, reversal, payout, transfer."],
  ["status", "The payment’s or payout’s state after it."],
  ["currency", "The currency of all amounts in the row, by its ISO 4217 code."],
  ["amount_minor", "The amount in the currency’s smallest unit."],
  ["amount", "The same amount in major units. Safe to sum per currency."],
  ["fee", "On a sale’s row, what the gateway kept of it."],
  ["net", "On a sale’s row, the amount less the fee."],
  ["order_ref", "The merchant’s order number, as typed."],
  ["customer_name", "Who paid; empty once masked."],
  ["description", "What the customer was shown."],
);

const DAYS = choice(
  "dates",
  "How days are written. Choose what the program is set to, and the same each time: some ask only once.", // prettier-ignore
  ["us", "01/31/2026, as in the United States"],
  ["uk", "31/01/2026, as in most of the world"],
);

const THOUSAND = { rows: 1000, bytes: null, why: "the program takes no more at a time" };

const STATEMENT = columns(
  ["Date", "The day in the merchant’s time zone."],
  ["Amount", "More than zero comes to the merchant."],
  ["Description", "What moved, and the order number."],
);

export const PROFILES: ExportProfile[] = [
  profile({
    name: "base",
    title: "Tillkeeper CSV",
    about: "All movements of money, one row each, for spreadsheets and your own scripts.", // prettier-ignore
    extension: "csv",
    columns: BASE,
    free_columns: true,
  }),
  profile({
    name: "spreadsheet",
    title: "CSV for a spreadsheet",
    about: "The same rows, with the separators that the spreadsheet program of a region opens at once.", // prettier-ignore
    extension: "csv",
    columns: BASE,
    free_columns: true,
    choices: [
      choice(
        "separator",
        "What separates the cells; choose what is usual in the computer's country, or the spreadsheet shows a single column.", // prettier-ignore
        [
          "comma",
          "a comma, where decimals have a point: English-speaking countries, India, Nigeria",
        ],
        ["semicolon", "a semicolon, where decimals have a comma: most of Europe and South America"],
        ["tab", "a tab"],
      ),
      choice(
        "decimal",
        "What separates whole units from the rest.",
        ["point", "a point: 25000.00"],
        ["comma", "a comma: 25000,00; not with separator=comma"],
      ),
    ],
  }),
  profile({
    name: "xlsx",
    title: "Excel workbook",
    about: "A workbook with real numbers and dates, for Excel, LibreOffice and Numbers.",
    extension: "xlsx",
    columns: BASE,
    free_columns: true,
    limits: { rows: 1_048_575, bytes: null, why: "a sheet has no more rows" },
  }),
  profile({
    name: "qbo-3",
    title: "QuickBooks Online, 3 columns",
    about: "A bank upload with one signed amount, which QuickBooks asks the fewest questions about.", // prettier-ignore
    extension: "csv",
    columns: STATEMENT,
    choices: [DAYS],
    limits: { rows: 1000, bytes: 350_000, why: "QuickBooks takes no more at a time" },
  }),
  profile({
    name: "qbo-4",
    title: "QuickBooks Online, 4 columns",
    about: "A bank upload with money in and money out in columns of their own.",
    extension: "csv",
    columns: columns(
      ["Date", "The day in the merchant’s time zone."],
      ["Description", "What moved, and the order number."],
      ["Credit", "Money in."],
      ["Debit", "Money out."],
    ),
    choices: [
      DAYS,
      choice(
        "money-in",
        "Which column money that came in is in; the other has what went out. Tell QuickBooks the same when it asks.", // prettier-ignore
        ["credit", "Credit is money in and Debit money out, as on a bank's own statement"],
        ["debit", "Debit is money in and Credit money out, as an older page of Intuit's has it"],
      ),
    ],
    limits: { rows: 1000, bytes: 350_000, why: "QuickBooks takes no more at a time" },
  }),
  profile({
    name: "xero-bank",
    title: "Xero bank statement",
    about: "A statement of the money at the gateway, for a bank account in Xero.",
    extension: "csv",
    columns: columns(
      ["*Date", "The day in the merchant’s time zone."],
      ["*Amount", "More than zero comes to the merchant."],
      ["Payee", "Who paid."],
      ["Description", "What moved."],
      ["Reference", "The order number."],
    ),
    limits: THOUSAND,
  }),
  profile({
    name: "xero-invoice",
    title: "Xero sales invoices",
    about: "An invoice for each sale, to be matched with the statement.",
    extension: "csv",
    columns: columns(
      ["*ContactName", "Who paid."],
      ["*InvoiceNumber", "The order number."],
      ["*InvoiceDate", "The day in the merchant’s time zone."],
      ["*UnitAmount", "What the customer paid."],
    ),
    choices: [
      {
        ...choice("account-code", "The code of the account in Xero that sales are booked to.", [
          "200",
          "Sales, in the chart of accounts that Xero begins with",
        ]),
        free: true,
      },
    ],
    limits: { rows: 500, bytes: null, why: "Xero takes no more invoices at a time" },
  }),
  profile({
    name: "freeagent",
    title: "FreeAgent",
    about: "Three columns without headings, as FreeAgent’s bank upload wants them.",
    extension: "csv",
    columns: STATEMENT,
  }),
  profile({
    name: "wave",
    title: "Wave",
    about: "A statement of three columns for Wave’s bank upload.",
    extension: "csv",
    columns: STATEMENT,
    limits: THOUSAND,
  }),
  profile({
    name: "zoho",
    title: "Zoho Books",
    about: "A statement with deposits and withdrawals, for Zoho’s bank import.",
    extension: "csv",
    columns: STATEMENT,
    limits: { rows: null, bytes: 10_000_000, why: "Zoho takes no larger file" },
  }),
  profile({
    name: "sage",
    title: "Sage Accounting",
    about: "A statement as OFX, which Sage prefers to CSV: a file for each account and currency.",
    extension: "ofx",
  }),
  profile({
    name: "gnucash",
    title: "GnuCash",
    about: "Whole transactions with all their splits, for GnuCash’s import of transactions.",
    extension: "csv",
    columns: columns(
      ["Date", "The day in the merchant’s time zone."],
      ["Transaction ID", "Ties the splits together."],
      ["Full Account Name", "The account of the split."],
      ["Amount Num.", "The amount of the split."],
    ),
    names_accounts: true,
  }),
  profile({
    name: "hledger",
    title: "hledger journal",
    about: "A journal with double entry that hledger and Ledger read as it is.",
    extension: "journal",
    names_accounts: true,
  }),
  profile({
    name: "hledger-csv",
    title: "hledger CSV with rules",
    about: "A CSV and the rules file beside it, for hledger import.",
    extension: "csv",
    columns: STATEMENT,
    names_accounts: true,
  }),
  profile({
    name: "beancount",
    title: "Beancount",
    about: "A ledger with double entry that opens its accounts and can be included.",
    extension: "beancount",
    names_accounts: true,
  }),
  profile({
    name: "firefly",
    title: "Firefly III",
    about: "A CSV for Firefly’s importer, with ids of a fixed width so that nothing is taken twice.", // prettier-ignore
    extension: "csv",
    columns: columns(
      ["date_transaction", "The day in the merchant’s time zone."],
      ["description", "What moved, and the order number."],
      ["amount", "More than zero comes to the merchant."],
      ["external-id", "The row’s own id."],
    ),
  }),
  profile({
    name: "ofx",
    title: "OFX 2 bank statement",
    about: "A statement with an id per row, so that no program takes a row twice.",
    extension: "ofx",
  }),
  profile({
    name: "qif",
    title: "QIF",
    about: "The old statement format that nearly every program still reads.",
    extension: "qif",
    choices: [DAYS],
  }),
];
