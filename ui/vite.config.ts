import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

// With `--mode fake`, and in tests, an in-memory shop answers the window's
// commands in place of Tauri. It must never ship: scripts/check-dist.mjs.
export default defineConfig(({ mode }) => {
  const pretend = mode === "fake" || mode === "test";
  const fake = fileURLToPath(new URL("./src/api/fake/host.ts", import.meta.url));
  const alias: Record<string, string> = pretend
    ? { "@tauri-apps/api/core": fake, "@tauri-apps/api/event": fake }
    : {};
  return {
    plugins: [svelte(), svelteTesting()],
    resolve: { alias },
    clearScreen: false,
    server: { port: 5173, strictPort: true },
    build: {
      target: "safari16",
      // `light-dark()` and nesting reach the webview as written.
      cssTarget: "safari18",
      outDir: mode === "fake" ? "dist-fake" : "dist",
      emptyOutDir: true,
      // Fonts and icons stay files: the content policy names `'self'` for them.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
    test: {
      environment: "jsdom",
      setupFiles: ["./src/test/setup.ts"],
      include: ["src/**/*.test.ts"],
      css: false,
      maxWorkers: 2,
      testTimeout: 30_000,
    },
  };
});
