import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";
import { t } from ".";

const source = `${resolve(import.meta.dirname, "..")}/`;
const locales = `${source}locales/en-GB/`;

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(ts|svelte)$/.test(name) && !/keys\.ts|test|fake/.test(name))
  .map((name) => readFileSync(source + name, "utf8"))
  .join("\n");

const messages = readdirSync(locales).map((name) => readFileSync(locales + name, "utf8"));
const keys = messages.flatMap((text) =>
  [...text.matchAll(/^([a-z][\w-]*) *=/gm)].map((match) => match[1] ?? ""),
);

describe("the window's words", () => {
  it("have a key for each message, as generated", () => {
    expect(() => execFileSync("node", [`${source}../scripts/keys.mjs`, "--check"])).not.toThrow();
  });

  it("are all used", () => {
    expect(keys.filter((key) => !files.includes(`"${key}"`))).toEqual([]);
  });

  it("are read by Fluent without an error", () => {
    const bundle = new FluentBundle("en-GB");
    const errors = messages.flatMap((text) => bundle.addResource(new FluentResource(text)));
    expect(errors).toEqual([]);
    expect(keys.filter((key) => !bundle.hasMessage(key))).toEqual([]);
  });

  it("agree with what they count", () => {
    expect(t("payments-new-rows", { count: 1 })).toBe("1 new payment");
    expect(t("payments-new-rows", { count: 2 })).toBe("2 new payments");
    expect(t("sync-done", { looked: 3, changed: 0 })).toBe(
      "Looked 3 payments up. Nothing changed.",
    );
  });

  it("are given every value they name", () => {
    const forgotten = messages.flatMap((text) =>
      [...text.matchAll(/^([a-z][\w-]*) *=((?:.*\n)(?:[ }\t].*\n)*)/gm)].flatMap(
        ([, key = "", body = ""]) => {
          const wanted = new Set([...body.matchAll(/\$(\w+)/g)].map((match) => match[1] ?? ""));
          if (wanted.size === 0 || !files.includes(`t("${key}"`)) return [];
          const calls = [...files.matchAll(new RegExp(`t\\("${key}"([^;]*)`, "g"))];
          return calls.flatMap(([, given = ""]) =>
            [...wanted].filter((name) => !new RegExp(`\\b${name}\\b`).test(given)),
          );
        },
      ),
    );
    expect(forgotten).toEqual([]);
  });
});
