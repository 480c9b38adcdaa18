/** A second person's yes or no, while it is being written. */
import type { Refund } from "../../api/bindings";
import { shell } from "../../api/shell";
import { Signing } from "../parts/signing.svelte";

export class Approval {
  readonly refund: Refund | null;
  readonly signing: Signing;
  yes = $state(true);
  note = $state("");

  constructor(refund: Refund | null) {
    this.refund = refund;
    this.signing = new Signing(refund?.by ?? null);
  }

  /** Says it once; what became of the refund, or nothing where it could not be said. */
  async decide(form: HTMLElement | undefined): Promise<Refund | null> {
    const { refund, yes, signing } = this;
    if (refund === null) return null;
    const note = this.note.trim();
    const by = signing.by.trim();
    const reason = { field: "reason", value: note, missing: "approve-reason-missing" } as const;
    let decided: Refund | null = null;
    await signing.attempt(form, yes ? [signing.name] : [signing.name, reason], async () => {
      decided = yes
        ? await shell.refundApprove({ refund_id: refund.id, by, note: note || null })
        : await shell.refundReject({ refund_id: refund.id, by, reason: note });
    });
    return decided;
  }
}
