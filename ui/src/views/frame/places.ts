/** The pages of the window in the order of the sidebar. */
import Bell from "@lucide/svelte/icons/bell";
import ChartColumn from "@lucide/svelte/icons/chart-column";
import FileDown from "@lucide/svelte/icons/file-down";
import FileUp from "@lucide/svelte/icons/file-up";
import Landmark from "@lucide/svelte/icons/landmark";
import ReceiptText from "@lucide/svelte/icons/receipt-text";
import Scale from "@lucide/svelte/icons/scale";
import Undo2 from "@lucide/svelte/icons/undo-2";
import Users from "@lucide/svelte/icons/users";
import Send from "@lucide/svelte/icons/send";
import Settings from "@lucide/svelte/icons/settings";
import Webhook from "@lucide/svelte/icons/webhook";
import type { Component } from "svelte";
import type { Page } from "../../state/address";
import type { Key } from "../../text";

export const PLACES: { page: Page; text: Key; icon: Component }[] = [
  { page: "attention", text: "nav-attention", icon: Bell },
  { page: "payments", text: "nav-payments", icon: ReceiptText },
  { page: "refunds", text: "nav-refunds", icon: Undo2 },
  { page: "customers", text: "nav-customers", icon: Users },
  { page: "payouts", text: "nav-payouts", icon: Send },
  { page: "settlement", text: "nav-settlement", icon: Scale },
  { page: "reports", text: "nav-reports", icon: ChartColumn },
  { page: "exports", text: "nav-exports", icon: FileDown },
  { page: "imports", text: "nav-imports", icon: FileUp },
  { page: "webhooks", text: "nav-webhooks", icon: Webhook },
  { page: "accounts", text: "nav-accounts", icon: Landmark },
  { page: "settings", text: "nav-settings", icon: Settings },
];
