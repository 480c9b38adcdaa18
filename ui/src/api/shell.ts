/**
 * The door to the shell: the generated commands and events, with errors as `AppError`.
 *
 * Nothing else in the window calls them. With `--mode fake`, and in tests, an
 * in-memory shop answers in place of Tauri (see `vite.config.ts`).
 */
import { commands, events } from "./bindings";
import { AppError } from "./error";

type Command = (...args: never[]) => Promise<unknown>;

/** One function per command; each rejects with an `AppError`. */
export const shell = Object.fromEntries(
  Object.entries<Command>(commands).map(([name, command]) => [
    name,
    async (...args: never[]) => {
      try {
        return await command(...args);
      } catch (thrown) {
        throw AppError.from(thrown);
      }
    },
  ]),
) as typeof commands;

type Events = typeof events;
export type News = keyof Events;
type Payload<E extends keyof Events> = Parameters<Parameters<Events[E]["listen"]>[0]>[0]["payload"];

/** Calls `hear` for each event until the returned function is called. */
export function on<E extends keyof Events>(
  event: E,
  hear: (payload: Payload<E>) => void,
): () => void {
  const listen = events[event].listen as (
    heard: (message: { payload: Payload<E> }) => void,
  ) => Promise<() => void>;
  const listening = listen(({ payload }) => hear(payload));
  return () => void listening.then((stop) => stop());
}

/** The same for several events, whatever they say. */
export function onAny(events: readonly News[], hear: () => void): () => void {
  const stops = events.map((event) => on(event, hear));
  return () => stops.forEach((stop) => stop());
}
