import type { CommandError, ErrorCode } from "./bindings";

const CODES: readonly ErrorCode[] = [
  "invalid_input",
  "not_found",
  "refused",
  "unknown_outcome",
  "locked",
  "conflict",
  "gateway",
  "offline",
  "storage",
  "internal",
];

/** A command that did not do its work, with the shell's sentence about it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly field: string | null;

  constructor(error: Omit<CommandError, "field"> & Partial<CommandError>) {
    super(error.message);
    this.name = "AppError";
    this.code = error.code;
    this.field = error.field ?? null;
  }

  /** Whatever was thrown, as an `AppError`: an answer that is no `CommandError` is `internal`. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    if (isCommandError(thrown)) return new AppError(thrown);
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new AppError({ code: "internal", message });
  }
}

function isCommandError(thrown: unknown): thrown is CommandError {
  if (typeof thrown !== "object" || thrown === null) return false;
  const { code, message } = thrown as Record<string, unknown>;
  return typeof message === "string" && CODES.some((known) => known === code);
}
