/** Taking stored deliveries in from a file, and saying what came of it. */
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { deliveries } from "../../state/deliveries.svelte";
import { notices } from "../../state/notices.svelte";
import { t } from "../../text";

const MOST_NAMED = 3;

export async function importWebhooks(): Promise<void> {
  try {
    const result = await shell.webhookImport();
    if (result === null) return;
    const { accepted, duplicates, rejected, problems } = result;
    notices.say("good", t("import-done", { accepted, duplicates, rejected }));
    if (problems.length > 0) {
      const named = problems.slice(0, MOST_NAMED).join(" ");
      notices.say("bad", t("import-problems", { count: problems.length, named }));
    }
    await deliveries.reload();
  } catch (error) {
    notices.say("bad", AppError.from(error).message);
  }
}
