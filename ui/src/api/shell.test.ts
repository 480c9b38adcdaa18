import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "./error";
import { open } from "./fake/host";
import * as host from "./host";
import { on, shell } from "./shell";

afterEach(() => clearMocks());

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
    const stop = on("payments_changed", hear);
    fake.tell("payments_changed", { ids: ["a"] });
    stop();
    await Promise.resolve();
    fake.tell("payments_changed", { ids: ["b"] });
    expect(hear.mock.calls).toEqual([[{ ids: ["a"] }]]);
  });
});

describe("Tauri's IPC", () => {
  it("carries a command's name and arguments as given", async () => {
    const asked = vi.fn(() => ({ ok: true }));
    mockIPC((command, args) => asked(...([command, args] as unknown as [])));
    await host.invoke("payment_detail", { id: "pay_1" });
    expect(asked).toHaveBeenCalledWith("payment_detail", { id: "pay_1" });
  });
});
