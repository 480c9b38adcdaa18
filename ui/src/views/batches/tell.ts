/** News of a bulk refund that goes on while nobody looks at it. */
import { on, shell } from "../../api/shell";
import { notices } from "../../state/notices.svelte";
import { t } from "../../text";
import { resultOf } from "./words";

/** Says once how it ended. */
export function tellWhenOver(id: string): void {
  let told = false;
  const stop = on("batchChanged", async (news) => {
    if (news.id !== id || told) return;
    const found = await shell.batch(id, 0).catch(() => null);
    if (found === null || found.batch.running || told) return;
    told = true;
    stop();
    const { tone, title } = resultOf(found.batch);
    const { reason } = found.batch;
    notices.say(tone === "wait" ? "info" : tone, t("batch-over", { reason, result: t(title) }));
  });
}
