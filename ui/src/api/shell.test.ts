import { describe, expect, it, vi } from "vitest";
import { AppError } from "./error";
import { open } from "./fake/host";
import { on, shell } from "./shell";

describe("the door to the shell", () => {
  it("turns a command's error into an AppError", async () => {
    open("books");
    const failing = shell.paymentDetail("no such payment");
    await expect(failing).rejects.toBeInstanceOf(AppError);
    await expect(failing).rejects.toMatchObject({ code: "not_found", field: null });
  });

  it("calls whatever else is thrown internal", () => {
    expect(AppError.from("command overview not found")).toMatchObject({
      code: "internal",
      message: "command overview not found",
    });
    expect(AppError.from({ code: "made_up", message: "x" }).code).toBe("internal");
  });

  it("hears an event until it is told to stop", async () => {
    const fake = open("books");
    const hear = vi.fn();
    const stop = on("paymentsChanged", hear);
    fake.tell("payments-changed", { ids: ["a"] });
    stop();
    await Promise.resolve();
    fake.tell("payments-changed", { ids: ["b"] });
    expect(hear.mock.calls).toEqual([[{ ids: ["a"] }]]);
  });
});
