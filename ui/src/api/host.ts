/** The shell, through Tauri's IPC. The only file that knows `@tauri-apps`. */
import { invoke as tauriInvoke } from "@tauri-apps/api/core";
import { listen as tauriListen } from "@tauri-apps/api/event";

/** Sends one command; rejects with what the shell answered. */
export function invoke(command: string, args: Record<string, unknown>): Promise<unknown> {
  return tauriInvoke(command, args);
}

/** Hears one event until the returned function is called. */
export function listen(event: string, hear: (payload: unknown) => void): Promise<() => void> {
  return tauriListen(event, (message) => hear(message.payload));
}
