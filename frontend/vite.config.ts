import { transformAsync } from "@babel/core";
import linguiMacro from "@lingui/babel-plugin-lingui-macro";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Expands Lingui's macros; only files that import one go through Babel. */
function linguiMacros(): Plugin {
  return {
    name: "concord-lingui-macros",
    enforce: "pre",
    transform: {
      filter: {
        id: { include: /\.tsx?$/, exclude: /node_modules/ },
        code: /@lingui\/(core|react)\/macro/,
      },
      async handler(code, id) {
        const result = await transformAsync(code, {
          filename: id,
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          parserOpts: { plugins: id.endsWith("x") ? ["typescript", "jsx"] : ["typescript"] },
          plugins: [linguiMacro],
        });
        return result?.code ? { code: result.code, map: result.map } : null;
      },
    },
  };
}

const api = "http://127.0.0.1:8000";

/** A chunk of its own for packages that change rarely, so that browsers keep them between releases. */
function packages(name: string, pattern: string, priority: number) {
  return { name, priority, test: new RegExp(`node_modules[\\\\/](${pattern})[\\\\/]`) };
}

export default defineConfig({
  plugins: [linguiMacros(), react(), lingui()],
  server: {
    proxy: {
      "/api": api,
      "/collab": { target: api, ws: true },
    },
  },
  build: {
    target: "es2022",
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Only what every page needs is grouped: what one page alone loads stays with that page.
          groups: [
            packages("react", "react|react-dom|scheduler|react-router", 30),
            packages("words", "yjs|lib0|y-protocols|@hocuspocus|idb", 20),
            packages("editor", "@tiptap|prosemirror-[a-z]+|orderedmap|rope-sequence|w3c-keyname", 20),
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    testTimeout: 20_000, // property tests on a busy machine
  },
});
