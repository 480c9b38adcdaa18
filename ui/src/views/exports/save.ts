/** Saving what is chosen, told to whoever has gone on to another page meanwhile. */
import { exportDraft } from "../../state/export-draft.svelte";
import { writing } from "../../state/exports.svelte";
import { notices } from "../../state/notices.svelte";
import { route } from "../../state/route.svelte";
import { t } from "../../text";
import { fileName } from "./words";

export async function save(): Promise<void> {
  const done = await exportDraft.save();
  const away = route.place.page !== "exports";
  const name = fileName(exportDraft.path);
  if (done && away) notices.say("good", t("export-over", { name }));
  if (writing.failure && away) notices.say("bad", writing.failure.message);
  if (writing.stopped) notices.say("info", t("export-stopped"));
}
