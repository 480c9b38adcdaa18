import type {
  Ability,
  Account,
  AccountChange,
  AccountCheck,
  AccountKeys,
  AccountSettings,
  ApprovalForm,
} from "../bindings";
import { gatewayOf } from "./gateways";
import { minor, money } from "./money";
import { payoutAccount } from "./routes";
import { refuse, type Shop } from "./shop";

export function accountSettings(shop: Shop, id: string): AccountSettings {
  const account = shop.account(id);
  const info = gatewayOf(account.gateway);
  return {
    base_url: account.base_url,
    usual_base_url: info?.base_url ?? "",
    settings: account.settings,
    old_keys: shop.oldKeys.has(id),
    key_fields: info?.credentials ?? [],
    capabilities: abilities(account),
    approval: shop.approvals.get(id) ?? [],
  };
}

function abilities(account: Account): Ability[] {
  const { link, renew, lookup, refund, partial_refund } = account.capabilities;
  const { can, balance } = payoutAccount(account);
  const named = {
    "Payment links": link,
    "Renewing a link": renew,
    "Looking payments up": lookup,
    Refunds: refund,
    "Partial refunds": partial_refund,
    Payouts: can,
    Balance: balance,
  };
  return Object.entries(named).map(([what, { available, reason }]) => ({
    what,
    yes: available,
    reason,
  }));
}

export function accountChange(shop: Shop, form: AccountChange): AccountSettings {
  const account = shop.account(form.id);
  const url = form.base_url ?? account.base_url;
  const plain = form.settings["clear_text"] === "allowed";
  if (!/^https:\/\/|^http:\/\/127\.0\.0\.1/.test(url) && !(plain && url.startsWith("http://"))) {
    refuse(
      "invalid_input",
      "The address must begin with https://, because keys are sent there.",
      "base_url",
    );
  }
  for (const setting of account.settings) {
    const value = form.settings[setting.key] ?? setting.default;
    if (setting.key === "transfer_limit" && !/^\d+\.\d\d$/.test(value)) {
      refuse("invalid_input", "Write an amount such as 5000.00.", setting.key);
    }
    setting.value = value;
  }
  account.base_url = url;
  return accountSettings(shop, form.id);
}

export function accountKeys(shop: Shop, form: AccountKeys): AccountCheck {
  const account = shop.account(form.id);
  const given = Object.entries(form.credentials).filter(([, value]) => value !== "");
  if (given.length === 0) refuse("invalid_input", "Type at least one key.", null);
  const wrong = given.find(([, value]) => value.includes("wrong"));
  if (wrong) refuse("gateway", `${account.gateway_title} refused these keys.`, wrong[0]);
  const kept = gatewayOf(account.gateway)?.credentials.some(({ key }) => key.startsWith("old_"));
  if (kept) shop.oldKeys.add(form.id);
  return shop.check(form.id);
}

export function accountApproval(shop: Shop, form: ApprovalForm): AccountSettings {
  const account = shop.account(form.account_id);
  const limits = form.limits.map(({ amount, currency }) => {
    const value = amount === "0" ? 0n : minor(amount, currency);
    if (typeof value === "string") return refuse("invalid_input", value, currency);
    return money(value, currency);
  });
  shop.approvals.set(account.id, limits);
  for (const { payment, refund } of shop.payments) {
    if (payment.account === account.name) refund.approval_above = limits;
  }
  return accountSettings(shop, account.id);
}
