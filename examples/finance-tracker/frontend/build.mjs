// Bundle the pages into dist/: one script and one style sheet, no inline code, so that a strict policy can hold.
import { cp, mkdir } from "node:fs/promises";
import { build } from "esbuild";

await mkdir("dist/assets", { recursive: true });
await cp("src/index.html", "dist/index.html");
await build({
  entryPoints: { app: "src/main.jsx", style: "src/style.css" },
  outdir: "dist/assets",
  bundle: true,
  minify: true,
  jsx: "automatic",
  target: "es2022",
  define: { "process.env.NODE_ENV": '"production"' },
});
