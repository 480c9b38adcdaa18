import type {
  Batch,
  BatchDetail,
  BatchForm,
  BatchPage,
  BatchPlan,
  BatchSource,
  BatchStarted,
  ChosenFile,
} from "../bindings";
import { refuse, type Shop } from "./shop";

export function batchChooseFile(): ChosenFile | null {
  return { path: "/home/ada/refunds.csv", name: "refunds.csv", bytes: 4_210 };
}

export function batchPlan(_shop: Shop, _source: BatchSource, reason: string): BatchPlan {
  if (!reason.trim()) refuse("invalid_input", "Say why the money goes back.", "reason");
  return refuse("invalid_input", "Nothing is found.", "source");
}

export function batchStart(_shop: Shop, _form: BatchForm): BatchStarted {
  return refuse("conflict", "There is nothing to start.");
}

export function batchOf(_shop: Shop, _id: string): Batch {
  return refuse("not_found", "There is no such bulk refund.");
}

export function batchDetail(shop: Shop, id: string, _afterLine: number): BatchDetail {
  return { batch: batchOf(shop, id), lines: [], next: null };
}

export function batchPage(_shop: Shop): BatchPage {
  return { items: [], next: null };
}
