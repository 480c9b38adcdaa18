/** One row of a list with everything known about it, kept current while it is shown. */
import { AppError } from "../api/error";

export abstract class Opened<Detail> {
  readonly id: string;
  detail = $state.raw<Detail | null>(null);
  problem = $state.raw<AppError | null>(null);
  /** While the gateway is being asked. */
  verifying = $state(false);

  constructor(id: string) {
    this.id = id;
  }

  protected abstract read(): Promise<Detail>;

  /** Follows the shell's news until the returned function is called. */
  abstract follow(): () => void;

  load(): Promise<void> {
    return this.take(this.read());
  }

  /** Shows what was asked for; what is shown stays if there is no answer. */
  protected async take(coming: Promise<Detail>): Promise<void> {
    try {
      this.detail = await coming;
      this.problem = null;
    } catch (error) {
      this.problem = AppError.from(error);
    }
  }

  /** The same, while a gateway is asked. */
  protected async takeVerified(ask: () => Promise<Detail>): Promise<void> {
    if (this.verifying) return;
    this.verifying = true;
    await this.take(ask());
    this.verifying = false;
  }
}
