/**
 * The shell as an in-memory shop, for development and tests; never in a build
 * that ships (`scripts/check-dist.mjs` looks for the mark below).
 *
 * It answers every command of the contract and keeps what it is told. The
 * address chooses a scene (`?scene=practice`), a delay (`?delay=800`) and a
 * command that never answers (`?silent=payments_page`).
 */
import type { CommandName, Commands } from "../contract";
import { exportPreview, exportSave, PROFILES } from "./exports";
import { linkCheck, linkCreate, linkFields, linkRenew } from "./links";
import { refundCheck, refundCreate, refundRecord } from "./refunds";
import { GATEWAYS, Shop, type Scene } from "./shop";

/** Present in every bundle that contains the fake. */
export const MARK = "tillkeeper-fake-shop";

type Answers = { [C in CommandName]: (args: Commands[C]["args"]) => Commands[C]["result"] };

let shop = new Shop("first_start");
let delay = 0;
/** A command that never answers. */
let silent: string | null = null;
const ears = new Map<string, Set<(payload: unknown) => void>>();

/** Starts over; tests and the address bar choose the scene. */
export function open(scene: Scene, count?: number): Shop {
  shop = new Shop(scene, count);
  shop.tell = (event, payload) =>
    ears.get(event.replace("_", "-"))?.forEach((hear) => hear(payload));
  return shop;
}

const answers: Answers = {
  overview: () => shop.look(),
  practice_start: () => shop.practiceStart(),
  practice_leave: () => shop.practiceLeave(),
  vault_create: ({ passphrase }) => shop.unlock(passphrase),
  vault_unlock: ({ passphrase }) => shop.unlock(passphrase),
  sync_now: () => {
    const open = shop.payments.filter((one) => one.payment.status === "pending");
    const changed = open.filter((one) => shop.verify(one.payment.id)).length;
    shop.overview.last_sync_at = shop.stamp();
    shop.tell("sync_finished", { looked_up: open.length, changed, failed: 0 });
    return { looked_up: open.length, changed, failed: [] };
  },
  gateways_list: () => GATEWAYS,
  account_connect: ({ form }) => shop.connect(form),
  account_check: ({ id }) => shop.check(id),
  account_remove: ({ id }) => shop.remove(id),
  payments_page: ({ form }) => shop.page(form),
  payment_detail: ({ id }) => shop.payment(id),
  payment_verify: ({ id }) => {
    shop.verify(id);
    return shop.payment(id);
  },
  link_create: ({ form }) => linkCreate(shop, form),
  link_renew: ({ paymentId }) => linkRenew(shop, paymentId),
  link_check: ({ form }) => linkCheck(shop, form),
  link_fields: ({ accountId }) => linkFields(shop, accountId),
  link_open: ({ paymentId }) => {
    shop.opened.push(paymentId);
    shop.paying.add(paymentId);
    return null;
  },
  link_copy: ({ paymentId }) => {
    shop.copied = shop.payment(paymentId).link?.url ?? null;
    return null;
  },
  refund_create: ({ form }) => refundCreate(shop, form),
  refund_record: ({ form }) => refundRecord(shop, form),
  refund_check: ({ form }) => refundCheck(shop, form.payment_id, form.amount),
  export_profiles: () => PROFILES,
  export_preview: ({ form }) => exportPreview(shop, form),
  export_choose_path: ({ suggested }) => suggested.replace("Documents", "Desktop"),
  export_save: ({ form }) => exportSave(shop, form),
  export_reveal: () => null,
};

export async function invoke(command: string, args: Record<string, unknown>): Promise<unknown> {
  if (command === silent) return new Promise(() => {});
  await new Promise((done) => setTimeout(done, delay));
  const fault = shop.faults.get(command);
  if (fault) {
    shop.faults.delete(command);
    throw fault;
  }
  const answer = answers[command as CommandName] as (given: unknown) => unknown;
  return structuredClone(answer(args));
}

export async function listen(event: string, hear: (payload: unknown) => void): Promise<() => void> {
  const hearing = ears.get(event) ?? new Set();
  ears.set(event, hearing.add(hear));
  return () => hearing.delete(hear);
}

if (import.meta.env.MODE === "fake") {
  const asked = new URLSearchParams(location.search);
  delay = Number(asked.get("delay") ?? 120);
  silent = asked.get("silent");
  const opened = open((asked.get("scene") as Scene | null) ?? "first_start");
  Object.assign(window, { [MARK]: opened });
}
