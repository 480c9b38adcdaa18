/** What crosses the border between the window and the shell: the nouns. */

export type ErrorCode =
  | "invalid_input"
  | "not_found"
  | "refused"
  | "unknown_outcome"
  | "locked"
  | "conflict"
  | "gateway"
  | "offline"
  | "storage"
  | "internal";

/** Why a command did not do its work; `message` is a sentence for people. */
export interface CommandError {
  code: ErrorCode;
  message: string;
  /** The form field at fault, for `invalid_input`. */
  field?: string | null;
}

/** An exact amount: a plain decimal string in major units. */
export interface Money {
  amount: string;
  currency: string;
  exponent: number;
}

export type PaymentStatus =
  "pending" | "paid" | "settled" | "failed" | "cancelled" | "expired" | "reversed" | "unknown";

export type RefundStatus =
  "requested" | "approved" | "submitted" | "pending" | "processed" | "failed" | "unknown";

export type PaymentFlag = "late" | "amount_mismatch" | "currency_mismatch" | "unordered";
export type RefundMethod = "api" | "dashboard" | "cash" | "bank" | "other";
export type ManualMethod = Exclude<RefundMethod, "api">;

/** Whether an account's keys move real money. */
export type Mode = "test" | "live" | "unknown";

/** Something a gateway can do, or why it cannot, as a sentence. */
export interface Capability {
  available: boolean;
  reason: string | null;
}

export interface Capabilities {
  link: Capability;
  renew: Capability;
  lookup: Capability;
  refund: Capability;
  partial_refund: Capability;
}

export interface Setting {
  key: string;
  title: string;
  help: string;
  value: string;
  default: string;
  source: string;
  choices: string[];
}

export interface CredentialField {
  key: string;
  title: string;
  help: string;
}

export interface GatewayInfo {
  gateway: string;
  title: string;
  base_url: string;
  credentials: CredentialField[];
  settings: Setting[];
  currencies: string[];
}

export interface Account {
  id: string;
  name: string;
  gateway: string;
  gateway_title: string;
  mode: Mode;
  base_url: string;
  capabilities: Capabilities;
  settings: Setting[];
  currencies: string[];
  connected_at: string;
}

export interface AccountForm {
  gateway: string;
  name: string;
  base_url: string | null;
  credentials: Record<string, string>;
  settings: Record<string, string>;
}

export interface AccountCheck {
  ok: boolean;
  mode: Mode;
  message: string;
  checked_at: string;
}

export type Place = "first_start" | "practice" | "books";
export type KeyPlace = "keychain" | "vault" | "vault_locked" | "no_vault" | "memory";

export interface Overview {
  place: Place;
  version: string;
  time_zone: string;
  locale: string;
  keys: KeyPlace;
  keychain_problem: string | null;
  accounts: Account[];
  payments_open: number;
  last_sync_at: string | null;
  syncing: boolean;
}

export interface SyncReport {
  looked_up: number;
  changed: number;
  failed: { reference: string; message: string }[];
}

export interface Customer {
  name: string | null;
  email: string | null;
}

export interface PaymentRow {
  id: string;
  reference: string;
  gateway_reference: string | null;
  account: string;
  gateway: string;
  gateway_title: string;
  status: PaymentStatus;
  flags: PaymentFlag[];
  amount: Money;
  refunded: Money;
  refundable: Money;
  fee: Money | null;
  channel: string | null;
  customer: Customer | null;
  description: string | null;
  created_at: string;
  mode: Mode;
}

export interface PaymentQuery {
  filter: string;
  after: string | null;
  limit: number;
}

export interface PaymentPage {
  items: PaymentRow[];
  next: string | null;
  /** Counted up to 10,000. */
  total: number;
}

export interface Link {
  payment_id: string;
  reference: string;
  gateway_reference: string | null;
  url: string | null;
  status: PaymentStatus;
  amount: Money;
  expires_at: string | null;
  qr_svg: string | null;
  renewable: boolean;
}

export interface Refund {
  id: string;
  amount: Money;
  status: RefundStatus;
  method: RefundMethod;
  reason: string;
  customer_note: string | null;
  merchant_note: string | null;
  evidence: string | null;
  idempotency_key: string;
  gateway_refund_id: string | null;
  requested_at: string;
  message: string | null;
}

export interface TimelineItem {
  seq: number;
  at: string;
  actor: string;
  kind: string;
  status: string | null;
  amount: Money | null;
  /** The gateway's or the merchant's own words. */
  text: string | null;
}

export interface RefundRules {
  allowed: boolean;
  reason: string | null;
  by_api: Capability;
  partial: Capability;
}

export interface PaymentDetail {
  payment: PaymentRow;
  ordered: Money | null;
  gateway_status: string | null;
  link: Link | null;
  refund: RefundRules;
  refunds: Refund[];
  timeline: TimelineItem[];
  last_looked_up_at: string | null;
}

export interface LinkForm {
  account_id: string;
  amount: string;
  currency: string;
  email: string;
  reference: string | null;
  description: string | null;
  callback_url: string | null;
  redirect_url: string | null;
  success_url: string | null;
  cancel_url: string | null;
}

export interface LinkField {
  field: string;
  required: boolean;
}

export interface FieldProblem {
  field: string;
  message: string;
}

export interface RefundForm {
  payment_id: string;
  /** `null`: all that is left. */
  amount: string | null;
  reason: string;
  customer_note: string | null;
  merchant_note: string | null;
}

export interface RefundRecordForm {
  payment_id: string;
  amount: string;
  method: ManualMethod;
  reason: string;
  evidence: string | null;
}

export interface RefundCheck {
  payment_id: string;
  amount: string | null;
}

export interface ExportProfile {
  name: string;
  title: string;
  description: string;
  extension: string;
}

export interface ExportQuery {
  profile: string;
  filter: string;
  /** First and last day in the shop's time zone, `yyyy-mm-dd`. */
  from: string | null;
  to: string | null;
}

export interface ExportForm extends ExportQuery {
  path: string;
}

export interface ExportPreview {
  rows: number;
  columns: string[];
  first: string[][];
  sums: Money[];
  suggested_path: string;
}

export interface ExportSaved {
  path: string;
  rows: number;
  sha256: string;
  sums: Money[];
}

/** Every command the shell answers: its arguments by name, and its result. */
export interface Commands {
  overview: { args: Record<string, never>; result: Overview };
  practice_start: { args: Record<string, never>; result: Overview };
  practice_leave: { args: Record<string, never>; result: Overview };
  vault_create: { args: { passphrase: string }; result: Overview };
  vault_unlock: { args: { passphrase: string }; result: Overview };
  sync_now: { args: Record<string, never>; result: SyncReport };
  gateways_list: { args: Record<string, never>; result: GatewayInfo[] };
  account_connect: { args: { form: AccountForm }; result: Account };
  account_check: { args: { id: string }; result: AccountCheck };
  account_remove: { args: { id: string }; result: null };
  payments_page: { args: { form: PaymentQuery }; result: PaymentPage };
  payment_detail: { args: { id: string }; result: PaymentDetail };
  payment_verify: { args: { id: string }; result: PaymentDetail };
  link_create: { args: { form: LinkForm }; result: Link };
  link_renew: { args: { paymentId: string }; result: Link };
  link_check: { args: { form: LinkForm }; result: FieldProblem[] };
  link_fields: { args: { accountId: string }; result: LinkField[] };
  link_open: { args: { paymentId: string }; result: null };
  link_copy: { args: { paymentId: string }; result: null };
  refund_create: { args: { form: RefundForm }; result: Refund };
  refund_record: { args: { form: RefundRecordForm }; result: Refund };
  refund_check: { args: { form: RefundCheck }; result: FieldProblem[] };
  export_profiles: { args: Record<string, never>; result: ExportProfile[] };
  export_preview: { args: { form: ExportQuery }; result: ExportPreview };
  export_choose_path: { args: { suggested: string }; result: string | null };
  export_save: { args: { form: ExportForm }; result: ExportSaved };
  export_reveal: { args: { path: string }; result: null };
}

/** What the shell tells the window unasked. */
export interface Events {
  /** No ids: the whole list may have changed. */
  payments_changed: { ids: string[] };
  sync_finished: { looked_up: number; changed: number; failed: number };
}

export type CommandName = keyof Commands;
export type EventName = keyof Events;
