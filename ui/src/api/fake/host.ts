/**
 * The shell as an in-memory shop, for development and tests; never in a build
 * that ships (`scripts/check-dist.mjs` looks for the mark below).
 *
 * It answers every command of the bindings and keeps what it is told. The
 * address chooses a scene (`?scene=practice`), a delay (`?delay=800`) and a
 * command that never answers (`?silent=payments_page`).
 */
import type { commands } from "../bindings";
import { accountApproval, accountChange, accountKeys, accountSettings } from "./accounts";
import {
  batchCancel,
  batchChooseFile,
  batchDetail,
  batchEnd,
  batchPage,
  batchPlan,
  batchResume,
  batchStart,
} from "./batches";
import { accept, desk, payoutResolve, seen, snooze, wake } from "./care";
import { customerDetail, customerMask, customerMaskPlan, customerPage } from "./customers";
import {
  refundApprove,
  refundConfirm,
  refundJoin,
  refundOutlook,
  refundReject,
  refundResolve,
  refundSplit,
} from "./decisions";
import { notificationsSet, practiceFault, practiceFaults } from "./desk";
import { accountNames, accountNamesSet, exportMade, exportPage } from "./export-history";
import { PROFILES } from "./export-profiles";
import { exportAgain, exportPresetSave, exportPreview, exportSave } from "./exports";
import { linkCheck, linkCreate, linkFields, linkRenew } from "./links";
import {
  payoutCheck,
  payoutCreate,
  payoutDetail,
  payoutLookUp,
  payoutPage,
  payoutPlan,
} from "./payouts";
import { paymentNote, paymentTags, tagsAll } from "./notes";
import {
  importDetail,
  importFile,
  importLines,
  importMake,
  importPage,
  importPlan,
  importRemembered,
  importUndo,
} from "./imports";
import { report } from "./reports";
import {
  lineBook,
  lineMatch,
  lineRelease,
  settlement,
  settlementTerms,
  settlementTermsSet,
} from "./settlement";
import { CHOSEN, refundCheck, refundCreate, refundPage, refundRecord } from "./refunds";
import { balances, choicesOf, payoutAccount } from "./routes";
import { GATEWAYS, Shop, type Scene } from "./shop";
import {
  delivery,
  deliveryPage,
  listenerStart,
  listenerState,
  listenerStop,
  webhookImport,
  webhookReplay,
} from "./webhooks";
import { ZONES } from "./zones";

/** Present in every bundle that contains the fake. */
export const MARK = "tillkeeper-fake-shop";

type Commands = typeof commands;
type Answers = {
  [C in keyof Commands]: (
    ...args: Parameters<Commands[C]>
  ) => Awaited<ReturnType<Commands[C]>> | ReturnType<Commands[C]>;
};

let shop = new Shop("first_start");
let delay = 0;
/** A command that never answers. */
let silent: string | null = null;
const ears = new Map<string, Set<(payload: unknown) => void>>();

/** Starts over; tests and the address bar choose the scene. */
export function open(scene: Scene, count?: number): Shop {
  shop = new Shop(scene, count);
  shop.tell = (event, payload) => ears.get(event)?.forEach((hear) => hear(payload));
  return shop;
}

const answers: Answers = {
  overview: () => shop.look(),
  signerSet: (name) => {
    shop.overview.signer = name.trim() || null;
    return null;
  },
  practiceStart: () => shop.practiceStart(),
  practiceLeave: () => shop.practiceLeave(),
  vaultCreate: (passphrase) => shop.unlock(passphrase),
  vaultUnlock: (passphrase) => shop.unlock(passphrase),
  syncNow: () => {
    const open = shop.payments.filter((one) => one.payment.status === "pending");
    const changed = open.filter((one) => shop.verify(one.payment.id)).length;
    shop.overview.last_sync_at = shop.stamp();
    shop.tell("sync-finished", { looked_up: open.length, changed, failed: 0 });
    return { looked_up: open.length, changed, failed: [] };
  },
  gatewaysList: () => GATEWAYS,
  accountConnect: (form) => shop.connect(form),
  accountCheck: (id) => shop.check(id),
  accountRemove: (id) => shop.remove(id),
  paymentsPage: (form) => shop.page(form),
  paymentDetail: (id) => seen(shop, shop.payment(id)),
  paymentVerify: (id) => {
    shop.verify(id);
    return seen(shop, shop.payment(id));
  },
  linkCreate: (form) => linkCreate(shop, form),
  linkRenew: (paymentId) => linkRenew(shop, paymentId),
  linkCheck: (form) => linkCheck(shop, form),
  linkFields: (accountId) => linkFields(shop, accountId),
  linkOpen: (paymentId) => {
    shop.opened.push(paymentId);
    shop.paying.add(paymentId);
    return null;
  },
  linkCopy: (paymentId) => {
    shop.copied = shop.payment(paymentId).link?.url ?? null;
    return null;
  },
  refundCreate: (form) => refundCreate(shop, form),
  refundRecord: (form) => refundRecord(shop, form),
  refundCheck: (form) => refundCheck(shop, form.payment_id, form.amount),
  refundsPage: (form) => refundPage(shop, form),
  refundApprove: (form) => refundApprove(shop, form),
  refundReject: (form) => refundReject(shop, form),
  refundOutlook: (id) => refundOutlook(shop, id),
  refundResolve: (form) => refundResolve(shop, form),
  refundConfirm: (id, by) => refundConfirm(shop, id, by),
  refundSplit: (id, by) => refundSplit(shop, id, by),
  refundJoin: (recorded, found, by) => refundJoin(shop, recorded, found, by),
  refundChooseFile: () => CHOSEN,
  refundEvidenceSave: () => `/home/ada/Desktop/${CHOSEN.name}`,
  refundSlipPrint: (id) => {
    shop.opened.push(id);
    return null;
  },
  refundSlipSave: (id) => `/home/ada/Desktop/${id}.html`,
  paymentNote: (id, text, by) => paymentNote(shop, id, text, by),
  paymentTags: (id, tags) => paymentTags(shop, id, tags),
  tagsAll: () => tagsAll(shop),
  attention: () => desk(shop),
  attentionSnooze: (form) => snooze(shop, form),
  attentionWake: (key) => wake(shop, key),
  attentionAccept: (form) => accept(shop, form),
  payoutResolve: (form) => payoutResolve(shop, form),
  accountApproval: (form) => accountApproval(shop, form),
  batchChooseFile: () => batchChooseFile(),
  batchPlan: (source, reason, by) => batchPlan(shop, source, reason, by),
  batchStart: (form) => batchStart(shop, form),
  batchResume: (id) => batchResume(shop, id),
  batchCancel: (id) => batchCancel(shop, id),
  batchEnd: (id) => batchEnd(shop, id),
  batches: (after, limit) => batchPage(shop, after, limit),
  batch: (id, afterLine) => batchDetail(shop, id, afterLine),
  batchResult: (id) => `/home/ada/Desktop/${id}.csv`,
  customers: (text, after, limit) => customerPage(shop, text, after, limit),
  customer: (key, after) => customerDetail(shop, key, after),
  customerExport: (key) => `/home/ada/Desktop/${key}.json`,
  customerMaskPlan: (key) => customerMaskPlan(shop, key),
  customerMask: (form) => customerMask(shop, form),
  exportProfiles: () => PROFILES,
  exportPreview: (form) => exportPreview(shop, form),
  exportPreviewStop: () => null,
  exportChoosePath: (suggested) => suggested.replace("Documents", "Desktop"),
  exportSave: (form) => exportSave(shop, form),
  exportStop: () => {
    if (shop.exporting) shop.exporting.stopped = true;
    return null;
  },
  exportReveal: (path) => {
    shop.opened.push(path);
    return null;
  },
  exports: (after, limit) => exportPage(shop, after, limit),
  exportMade: (id) => exportMade(shop, id),
  exportAgain: (id) => exportAgain(shop, id),
  exportPresets: () => shop.presets,
  exportPresetSave: (name, form) => exportPresetSave(shop, name, form),
  exportPresetRemove: (name) => {
    shop.presets = shop.presets.filter((one) => one.name !== name);
    return shop.presets;
  },
  accountNames: () => accountNames(shop),
  accountNamesSet: (names) => accountNamesSet(shop, names),
  report: (form) => report(shop, form),
  reportSave: ({ by }) => `/home/ada/Desktop/takings-${by}.csv`,
  reportPrint: ({ by, filter }) => {
    shop.opened.push(`statement ${by} ${filter}`.trim());
    return null;
  },
  shopName: () => shop.name,
  shopNameSet: (name) => (shop.name = name.trim() || null),
  settlement: (query) => settlement(shop, query),
  lineMatch: (form, payout) => lineMatch(shop, form, payout),
  lineBook: (form, account) => lineBook(shop, form, account),
  lineRelease: (form) => lineRelease(shop, form),
  settlementTerms: () => settlementTerms(shop),
  settlementTermsSet: (form) => settlementTermsSet(shop, form),
  importChooseFile: () => importFile(),
  importPlan: (form) => importPlan(shop, form),
  importMake: (form, digest, by) => importMake(shop, form, digest, by),
  imports: (after, limit) => importPage(shop, after, limit),
  importDetail: (id) => importDetail(shop, id),
  importLines: (id, after, limit) => importLines(shop, id, after, limit),
  importUndo: (id, reason, by) => importUndo(shop, id, reason, by),
  importRemembered: () => importRemembered(shop),
  importForget: () => importRemembered(shop),
  timeZones: () => ZONES,
  timeZoneSet: (name) => {
    shop.overview.time_zone = name ?? "Africa/Lagos";
    shop.tell("payments-changed", { ids: [] });
    return null;
  },
  accountSettings: (id) => accountSettings(shop, id),
  accountChange: (form) => accountChange(shop, form),
  accountKeys: (form) => accountKeys(shop, form),
  accountForgetOldKeys: (id) => {
    shop.oldKeys.delete(id);
    return null;
  },
  payoutAccounts: () => shop.overview.accounts.map(payoutAccount),
  payouts: (filter, after, limit) => payoutPage(shop, filter, after, limit),
  payout: (id) => payoutDetail(shop, id),
  payoutPlan: (form) => payoutPlan(shop, form),
  payoutCreate: (form) => payoutCreate(shop, form),
  payoutLookUp: (id) => payoutLookUp(shop, id),
  payoutChoices: (form) => choicesOf(form),
  payoutCheck: (form) => payoutCheck(shop, form),
  balances: (name) => {
    const from = shop.overview.accounts.find((one) => one.name === name);
    return balances(from?.gateway ?? "");
  },
  webhooks: (filter, after, limit) => deliveryPage(shop, filter, after, limit),
  webhook: (id) => delivery(shop, id),
  webhookReplay: (ids, dryRun) => webhookReplay(shop, ids, dryRun),
  webhookImport: () => webhookImport(shop),
  listener: () => listenerState(shop),
  listenerStart: (form) => listenerStart(shop, form),
  listenerStop: () => listenerStop(shop),
  notifications: () => shop.told,
  notificationsSet: (form) => notificationsSet(shop, form),
  practiceFaults: () => practiceFaults(shop),
  practiceFault: (form) => practiceFault(shop, form),
};

/** Stands in for `invoke` of `@tauri-apps/api/core`; arguments keep their order. */
export async function invoke(command: string, args: Record<string, unknown> = {}) {
  if (command === silent) return new Promise(() => {});
  await new Promise((done) => setTimeout(done, delay));
  const fault = shop.faults.get(command);
  if (fault) {
    shop.faults.delete(command);
    throw fault;
  }
  const name = command.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const answer = answers[name as keyof Answers] as (...given: unknown[]) => unknown;
  return structuredClone(await answer(...Object.values(args)));
}

/** Stands in for `listen` of `@tauri-apps/api/event`. */
export async function listen(event: string, hear: (message: { payload: unknown }) => void) {
  const ear = (payload: unknown) => hear({ payload });
  const hearing = ears.get(event) ?? new Set();
  ears.set(event, hearing.add(ear));
  return () => hearing.delete(ear);
}

if (import.meta.env.MODE === "fake") {
  const asked = new URLSearchParams(location.search);
  delay = Number(asked.get("delay") ?? 120);
  silent = asked.get("silent");
  const opened = open((asked.get("scene") as Scene | null) ?? "first_start");
  opened.pace = 500;
  Object.assign(window, { [MARK]: opened });
}
