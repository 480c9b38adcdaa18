import type {
  Account,
  Balance,
  Capability,
  Choice,
  PayoutAccount,
  PayoutChoiceForm,
  PayoutField,
  PayoutRoute,
} from "../bindings";
import { money } from "./money";
import { refuse } from "./shop";

const yes: Capability = { available: true, reason: null };
const no = (reason: string): Capability => ({ available: false, reason });

function field(
  key: string,
  title: string,
  help: string,
  extra: Partial<PayoutField> = {},
): PayoutField {
  return { key, title, help, required: true, choices: [], listed: false, ...extra };
}

const BANK_TO_BANK: PayoutRoute = {
  kind: "bank",
  title: "To a bank account",
  currencies: ["NGN"],
  fields: [
    field("bank_code", "Bank", "The receiver's bank, from Novac's list.", { listed: true }),
    field("bank_name", "Bank's name", "As on the list.", { required: false }),
    field("account_number", "Account number", "Ten digits."),
    field("account_name", "Receiver's name", "As the bank knows it.", { required: false }),
  ],
  can_check: true,
  most_per_payout: null,
};

const INDIAN_BANK: PayoutRoute = {
  kind: "bank",
  title: "To a bank account",
  currencies: ["INR"],
  fields: [
    field("account_number", "Account number", "Digits only."),
    field("ifsc", "IFSC", "Eleven characters, such as HDFC0001234: they name the branch."),
    field("account_name", "Receiver's name", "As the bank knows it."),
    field("transfer_mode", "Way to transfer", "IMPS arrives at once, NEFT within hours.", {
      choices: ["IMPS", "NEFT", "RTGS"],
    }),
  ],
  can_check: false,
  most_per_payout: money(500_000n, "INR"),
};

const WALLET: PayoutRoute = {
  kind: "wallet",
  title: "To a wallet",
  currencies: ["INR"],
  fields: [
    field("transfer_mode", "Wallet", "Whose wallet it is.", { choices: ["PAYTM", "AMAZON"] }),
    field("phone", "Mobile number", "Ten digits, the one the wallet belongs to."),
  ],
  can_check: true,
  most_per_payout: null,
};

const RECHARGE: PayoutRoute = {
  kind: "recharge",
  title: "Mobile recharge",
  currencies: ["INR"],
  fields: [
    field("number", "Mobile number", "The prepaid number that is topped up."),
    field("operator", "Operator", "Whose network it is on.", { listed: true }),
    field("circle", "Circle", "The region of the number.", { listed: true }),
    field("plan", "Plan", "What the operator offers there.", { listed: true, required: false }),
  ],
  can_check: false,
  most_per_payout: null,
};

const OUTSIDE = "tells of payouts it makes to you, but sends none on request.";

export function payoutAccount(account: Account): PayoutAccount {
  const { id, name, gateway, gateway_title, mode } = account;
  const routes: PayoutRoute[] =
    gateway === "novac"
      ? [BANK_TO_BANK]
      : gateway === "nowpay"
        ? [INDIAN_BANK, WALLET, RECHARGE]
        : [];
  const able = routes.length > 0;
  return {
    account_id: id,
    account: name,
    gateway,
    mode,
    can: able ? yes : no(`${gateway_title} ${OUTSIDE}`),
    routes,
    balance: able ? yes : no(`${gateway_title} does not tell what is left.`),
  };
}

export function balances(gateway: string): Balance[] {
  if (gateway === "novac") return [{ title: "Available", money: money(48_215_050n, "NGN") }];
  return [
    { title: "Trade balance", money: money(1_240_000n, "INR") },
    { title: "AePS balance", money: money(31_500n, "INR") },
  ];
}

const choice = (value: string, title: string): Choice => ({ value, title });

const BANKS = [
  "Access Bank", "Carbon", "Ecobank Nigeria", "Fidelity Bank", "First Bank of Nigeria",
  "First City Monument Bank", "Guaranty Trust Bank", "Keystone Bank", "Kuda Bank", "Moniepoint",
  "OPay", "PalmPay", "Polaris Bank", "Providus Bank", "Stanbic IBTC Bank", "Sterling Bank",
  "Union Bank of Nigeria", "United Bank for Africa", "Wema Bank", "Zenith Bank",
].map((title, index) => choice(String(44 + index * 7).padStart(3, "0"), title)); // prettier-ignore

export function choicesOf({ field: wanted, known }: PayoutChoiceForm): Choice[] {
  switch (wanted) {
    case "bank_code":
      return BANKS;
    case "operator":
      return ["Airtel", "Jio", "Vi"].map((title, index) => choice(String(index + 1), title));
    case "circle":
      return ["Delhi NCR", "Karnataka", "Maharashtra"].map((title, n) =>
        choice(String(n + 11), title),
      );
    case "plan":
      return [199, 299, 719].map((rupees, days) =>
        choice(`${known["operator"]}-${rupees}`, `₹${rupees} for ${(days + 1) * 28} days`),
      );
    default:
      return refuse("invalid_input", "The gateway keeps no list of this.", wanted);
  }
}
