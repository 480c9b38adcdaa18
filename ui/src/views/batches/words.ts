/** Which words, tone and icon stand for plans, outcomes and states of bulk refunds. */
import Ban from "@lucide/svelte/icons/ban";
import Check from "@lucide/svelte/icons/check";
import CircleHelp from "@lucide/svelte/icons/circle-question-mark";
import CirclePause from "@lucide/svelte/icons/circle-pause";
import Clock from "@lucide/svelte/icons/clock";
import Send from "@lucide/svelte/icons/send";
import TriangleAlert from "@lucide/svelte/icons/triangle-alert";
import Undo2 from "@lucide/svelte/icons/undo-2";
import X from "@lucide/svelte/icons/x";
import type { Batch, PlanLine, PlanVerdict } from "../../api/bindings";
import { isZero } from "../../format/money";
import { stateOf, type BatchState } from "../../state/batches.svelte";
import { t, type Key } from "../../text";
import type { Word } from "../parts/words";

export const VERDICT: Record<PlanVerdict, Word> = {
  refund: { text: "plan-verdict-refund", tone: "info", icon: Undo2 },
  wants_approval: { text: "plan-verdict-wants-approval", tone: "wait", icon: Clock },
  refused: { text: "plan-verdict-refused", tone: "bad", icon: Ban },
};

/** Whether a line would pay something back to somebody who had something back before. */
export const again = ({ verdict, before }: PlanLine): boolean =>
  verdict !== "refused" && before !== null && !isZero(before);

const STATE: Record<BatchState, Word> = {
  running: { text: "batch-state-running", tone: "info", icon: Send },
  unfinished: { text: "batch-state-unfinished", tone: "wait", icon: CirclePause },
  ended: { text: "batch-state-ended", tone: "good", icon: Check },
  "given-up": { text: "batch-state-given-up", tone: "mute", icon: Ban },
};

const PARTLY: Word = { text: "batch-state-partly", tone: "wait", icon: TriangleAlert };
const UNCLEAR: Word = { text: "batch-state-unclear", tone: "wait", icon: CircleHelp };

/** The state of a bulk refund; one that ended says so only where all went well. */
export function stateWord(batch: Batch): Word {
  const state = stateOf(batch);
  if (state === "running" || state === "unfinished") return STATE[state];
  if (has(batch, "unknown")) return UNCLEAR;
  const short = state === "ended" && (has(batch, "failed") || has(batch, "refused"));
  return short ? PARTLY : STATE[state];
}

const has = ({ results }: Batch, word: string) =>
  results.some((one) => one.word === word && one.count > 0);

const UNTRIED: Word = { text: "batch-word-untried", tone: "mute", icon: Clock };
const OUTCOME: Record<string, Word> = {
  processed: { text: "batch-word-processed", tone: "good", icon: Check },
  pending: { text: "batch-word-pending", tone: "good", icon: Send },
  requested: { text: "batch-word-requested", tone: "wait", icon: Clock },
  unknown: { text: "batch-word-unknown", tone: "wait", icon: CircleHelp },
  failed: { text: "batch-word-failed", tone: "bad", icon: X },
  refused: { text: "batch-word-refused", tone: "bad", icon: Ban },
  skipped: { text: "batch-word-skipped", tone: "mute", icon: Ban },
};

/** What came of one refund; one without a word was not tried yet. */
export const outcomeWord = (word: string | null): Word => OUTCOME[word ?? ""] ?? UNTRIED;

export interface Outcome {
  word: string;
  count: number;
  badge: Word;
  /** What it means, and what to do about it. */
  text: string;
}

const MEANING: [word: string, key: Key][] = [
  ["unknown", "batch-means-unknown"],
  ["failed", "batch-means-failed"],
  ["refused", "batch-means-refused"],
  ["requested", "batch-means-requested"],
  ["skipped", "batch-means-skipped"],
  ["pending", "batch-means-pending"],
  ["processed", "batch-means-processed"],
];

/** What came of the refunds so far, that which wants a person first. */
export function outcomes({ results }: Batch): Outcome[] {
  return MEANING.flatMap(([word, key]) => {
    const count = results.find((one) => one.word === word)?.count ?? 0;
    return count === 0 ? [] : [{ word, count, badge: outcomeWord(word), text: t(key, { count }) }];
  });
}

export interface Result {
  tone: "good" | "wait" | "bad";
  title: Key;
}

/** A bulk refund that runs no more, as its least certain part. */
export function resultOf(batch: Batch): Result {
  const any = (word: string) => has(batch, word);
  if (batch.ended_at === null) return { tone: "wait", title: "batch-result-unfinished" };
  if (any("unknown")) return { tone: "wait", title: "batch-result-unknown" };
  if (batch.cancelled) return { tone: "wait", title: "batch-result-given-up" };
  if (!any("failed") && !any("refused") && !any("skipped")) {
    const waiting = any("requested") && !any("processed") && !any("pending");
    return { tone: "good", title: waiting ? "batch-result-requested" : "batch-result-done" };
  }
  const some = any("processed") || any("pending") || any("requested");
  return some
    ? { tone: "wait", title: "batch-result-partly" }
    : { tone: "bad", title: "batch-result-none" };
}
