import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

// `#host` is whatever answers the window's commands: the Tauri shell, or with
// `--mode fake` (and in tests) an in-memory shop that must never ship.
export default defineConfig(({ mode }) => {
  const pretend = mode === "fake" || mode === "test";
  const host = pretend ? "./src/api/fake/host.ts" : "./src/api/host.ts";
  return {
    plugins: [svelte(), svelteTesting()],
    resolve: {
      alias: { "#host": fileURLToPath(new URL(host, import.meta.url)) },
    },
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
