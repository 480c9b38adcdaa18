import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const HOST = {
  group: ["@tauri-apps/*"],
  message: "Only src/api speaks to the shell.",
};

/** One layer of the window, and what it may not reach up to. */
function layer(folder, forbidden, allowHost = false) {
  const patterns = forbidden.map((name) => ({
    group: [`**/${name}/**`, `**/${name}`],
    message: `src/${folder} lies below src/${name}: imports go downward only.`,
  }));
  return {
    files: [`src/${folder}/**/*.{ts,svelte}`],
    ignores: ["src/**/*.test.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: allowHost ? patterns : [...patterns, HOST] }],
    },
  };
}

export default ts.config(
  { ignores: ["dist", "dist-fake", "shots", "node_modules", "src/api/bindings.ts"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-imports": ["error", { patterns: [HOST] }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig },
    },
    rules: {
      // The content policy refuses literal style attributes; `style:` directives are fine.
      "no-restricted-syntax": [
        "error",
        {
          selector: "SvelteAttribute[key.name='style']",
          message: "The content policy refuses style attributes; use a class or style:property.",
        },
      ],
      "svelte/no-at-html-tags": "error",
      "svelte/button-has-type": "error",
    },
  },
  layer("api", ["format", "text", "state", "components", "views"], true),
  layer("format", ["api", "text", "state", "components", "views"]),
  layer("text", ["api", "format", "state", "components", "views"]),
  layer("components", ["api", "state", "views"]),
  layer("state", ["components", "views"]),
  { files: ["src/api/**/*.test.ts"], rules: { "no-restricted-imports": "off" } },
  {
    files: ["scripts/**", "*.config.*"],
    languageOptions: { globals: globals.node },
    rules: { "no-console": "off" },
  },
);
