/** What the palette offers, given what is on the screen. */
import Bug from "@lucide/svelte/icons/bug";
import FileDown from "@lucide/svelte/icons/file-down";
import FileUp from "@lucide/svelte/icons/file-up";
import History from "@lucide/svelte/icons/history";
import Keyboard from "@lucide/svelte/icons/keyboard";
import Moon from "@lucide/svelte/icons/moon";
import Plug from "@lucide/svelte/icons/plug";
import Plus from "@lucide/svelte/icons/plus";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Search from "@lucide/svelte/icons/search";
import Send from "@lucide/svelte/icons/send";
import SlidersHorizontal from "@lucide/svelte/icons/sliders-horizontal";
import Sun from "@lucide/svelte/icons/sun";
import SunMoon from "@lucide/svelte/icons/sun-moon";
import Undo2 from "@lucide/svelte/icons/undo-2";
import type { Component } from "svelte";
import { deliveries } from "../../state/deliveries.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { showing } from "../../state/open.svelte";
import { route } from "../../state/route.svelte";
import { shop } from "../../state/shop.svelte";
import { theme } from "../../state/theme.svelte";
import { t } from "../../text";
import { importWebhooks } from "../webhooks/import";
import { PLACES } from "./places";
import {
  focusSearch,
  goToExport,
  listFilter,
  refundOpenPayment,
  replayWebhooks,
} from "./shortcuts";

export interface Action {
  text: string;
  icon: Component;
  key?: string;
  run: () => void;
}

export interface Group {
  title: string;
  actions: Action[];
}

export function actions(): Group[] {
  return [
    {
      title: t("palette-group-actions"),
      actions: [...forOpen(), ...forShop(), ...forWebhooks(), ...forPlace()],
    },
    { title: t("palette-group-go"), actions: places() },
    { title: t("palette-group-look"), actions: looks() },
  ];
}

function forOpen(): Action[] {
  const { payment, payout, delivery } = showing;
  const found: Action[] = [];
  if (payment?.detail) {
    found.push({
      text: t("shortcuts-verify"),
      icon: RefreshCw,
      key: "U",
      run: () => void payment.verify(),
    });
  }
  if (payment?.detail?.refund.allowed) {
    found.push({ text: t("shortcuts-refund"), icon: Undo2, key: "R", run: refundOpenPayment });
  }
  if (payout?.detail) {
    found.push({
      text: t("palette-payout-verify"),
      icon: RefreshCw,
      key: "U",
      run: () => void payout.verify(),
    });
  }
  if (delivery?.detail || deliveries.chosen.length > 0) {
    found.push({ text: t("shortcuts-replay"), icon: History, key: "W", run: replayWebhooks });
  }
  return found;
}

function forShop(): Action[] {
  return [
    { text: t("link-new"), icon: Plus, key: "N", run: () => dialogs.show({ kind: "link" }) },
    { text: t("payout-new"), icon: Send, key: "P", run: () => dialogs.show({ kind: "payout" }) },
    {
      text: t("batch-title"),
      icon: Undo2,
      run: () => dialogs.show({ kind: "refund-several", filter: listFilter() }),
    },
    {
      text: t("export-make"),
      icon: FileDown,
      key: "E",
      run: goToExport,
    },
    {
      text: t("import-file-action"),
      icon: FileUp,
      run: () => dialogs.show({ kind: "import" }),
    },
    { text: t("sync-now"), icon: RefreshCw, run: () => void shop.sync() },
  ];
}

function forWebhooks(): Action[] {
  return [
    { text: t("import-webhooks"), icon: FileUp, run: () => void importWebhooks() },
    {
      text: t("listener-settings"),
      icon: SlidersHorizontal,
      run: () => dialogs.show({ kind: "listener" }),
    },
  ];
}

function forPlace(): Action[] {
  const help: Action = {
    text: t("shortcuts-title"),
    icon: Keyboard,
    key: "?",
    run: () => dialogs.show({ kind: "shortcuts" }),
  };
  switch (shop.overview?.place) {
    case "books":
      return [
        { text: t("account-connect"), icon: Plug, run: () => dialogs.show({ kind: "connect" }) },
        help,
      ];
    case "practice":
      return [
        { text: t("faults-title"), icon: Bug, run: () => dialogs.show({ kind: "faults" }) },
        help,
      ];
    default:
      return [help];
  }
}

function places(): Action[] {
  const search = { text: t("shortcuts-search"), icon: Search, key: "/", run: focusSearch };
  const pages = PLACES.map(({ page, text, icon }) => ({
    text: t(text),
    icon,
    run: () => route.go({ page }),
  }));
  return [search, ...pages];
}

function looks(): Action[] {
  return [
    { text: t("theme-system"), icon: SunMoon, run: () => theme.choose("system") },
    { text: t("theme-light"), icon: Sun, run: () => theme.choose("light") },
    { text: t("theme-dark"), icon: Moon, run: () => theme.choose("dark") },
  ];
}
