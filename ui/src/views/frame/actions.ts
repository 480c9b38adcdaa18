/** What the palette offers, given what is on the screen. */
import FileDown from "@lucide/svelte/icons/file-down";
import Keyboard from "@lucide/svelte/icons/keyboard";
import Landmark from "@lucide/svelte/icons/landmark";
import Moon from "@lucide/svelte/icons/moon";
import Plug from "@lucide/svelte/icons/plug";
import Plus from "@lucide/svelte/icons/plus";
import ReceiptText from "@lucide/svelte/icons/receipt-text";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Search from "@lucide/svelte/icons/search";
import Sun from "@lucide/svelte/icons/sun";
import SunMoon from "@lucide/svelte/icons/sun-moon";
import Undo2 from "@lucide/svelte/icons/undo-2";
import type { Component } from "svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { showing } from "../../state/payment.svelte";
import { route } from "../../state/route.svelte";
import { shop } from "../../state/shop.svelte";
import { theme } from "../../state/theme.svelte";
import { t } from "../../text";
import { focusSearch, refundOpenPayment } from "./shortcuts";

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
    { title: t("palette-group-actions"), actions: [...forPayment(), ...forShop()] },
    { title: t("palette-group-go"), actions: places() },
    { title: t("palette-group-look"), actions: looks() },
  ];
}

function forPayment(): Action[] {
  const open = showing.payment;
  if (!open?.detail) return [];
  const found: Action[] = [
    { text: t("shortcuts-verify"), icon: RefreshCw, key: "U", run: () => void open.verify() },
  ];
  if (open.detail.refund.allowed) {
    found.push({ text: t("shortcuts-refund"), icon: Undo2, key: "R", run: refundOpenPayment });
  }
  return found;
}

function forShop(): Action[] {
  const { filter } = route.place;
  return [
    { text: t("link-new"), icon: Plus, key: "N", run: () => dialogs.show({ kind: "link" }) },
    {
      text: t("export-title"),
      icon: FileDown,
      key: "E",
      run: () => dialogs.show({ kind: "export", filter }),
    },
    { text: t("sync-now"), icon: RefreshCw, run: () => void shop.sync() },
    ...(shop.overview?.place === "books"
      ? [
          {
            text: t("account-connect"),
            icon: Plug,
            run: () => dialogs.show({ kind: "connect" }),
          },
        ]
      : []),
    {
      text: t("shortcuts-title"),
      icon: Keyboard,
      key: "?",
      run: () => dialogs.show({ kind: "shortcuts" }),
    },
  ];
}

function places(): Action[] {
  return [
    { text: t("shortcuts-search"), icon: Search, key: "/", run: focusSearch },
    { text: t("nav-payments"), icon: ReceiptText, run: () => route.go({ page: "payments" }) },
    { text: t("nav-accounts"), icon: Landmark, run: () => route.go({ page: "accounts" }) },
  ];
}

function looks(): Action[] {
  return [
    { text: t("theme-system"), icon: SunMoon, run: () => theme.choose("system") },
    { text: t("theme-light"), icon: Sun, run: () => theme.choose("light") },
    { text: t("theme-dark"), icon: Moon, run: () => theme.choose("dark") },
  ];
}
