// Pictures of a running portal for the README and the documentation.
//   node docs/screenshots.mjs ADDRESS [FOLDER]       e.g. the address that `./resilient status` gives; FOLDER is docs/images
//   node docs/screenshots.mjs ADDRESS FOLDER --all   every page of tests/browser/pages.json, whole, in Greek and Croatian,
//                                                    for a desk and for a phone, light and dark: to be looked at one by one
// CHROMIUM and RESILIENT_NODE_MODULES say where the browser and playwright-core are, as for the browser tests.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const words = process.argv.slice(2).filter((word) => word !== "--all");
const all = process.argv.includes("--all");
const [address, folder = join(here, "images")] = words;
if (!address) {
  console.error("Usage: node docs/screenshots.mjs ADDRESS [FOLDER]");
  process.exit(2);
}
const base = address.replace(/\/+$/, "");
const modules = process.env.RESILIENT_NODE_MODULES ?? join(here, "..", "var", "node", "node_modules");
const { chromium } = createRequire(join(modules, "resolve-from-here.js"))("playwright-core");

const DESKTOP = { width: 1120, height: 760 };
const PHONE = { width: 390, height: 760 };
const QUALITY = { type: "png", animations: "disabled", caret: "hide" };

// The first record of a type with something to show; its name stands in its address.
async function example(type, query = "") {
  const answer = await fetch(`${base}/api/3/action/package_search?rows=1&fq=%2Bdataset_type:${type}${query}`);
  return (await answer.json()).result.results[0]?.name;
}

const dataset = (await example("dataset", "%20%2Blicense_id:CC_BY_4_0")) ?? (await example("dataset"));
const cluster = await example("cluster");
const everyPage = () =>
  Object.entries(JSON.parse(readFileSync(join(here, "../tests/browser/pages.json"), "utf8")).templates).flatMap(([name, path]) => [
    [`${name}-el`, `/el${path}`, DESKTOP],
    [`${name}-hr-phone-dark`, `/hr${path}`, PHONE, "dark"],
  ]);
const pictures = all ? everyPage() : [
  ["home-it", "/it/", DESKTOP],
  ["search-el", "/el/dataset/", DESKTOP],
  ["search-phone-it", "/it/dataset/", PHONE],
  ...(dataset ? [["dataset-it", `/it/dataset/${dataset}`, DESKTOP], ["dataset-phone-el", `/el/dataset/${dataset}`, PHONE]] : []),
  ...(cluster ? [["cluster-it", `/it/cluster/${cluster}`, DESKTOP]] : []),
];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
try {
  for (const [name, path, viewport, colorScheme = "light"] of pictures) {
    const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
    const answer = await page.goto(base + path, { waitUntil: "load" });
    if (!answer.ok() && !path.endsWith("/nothing-here")) throw new Error(`${base + path} answered ${answer.status()}`);
    const file = join(folder, `${name}.png`);
    await page.screenshot({ path: file, fullPage: all, ...QUALITY });
    await page.close();
    console.log(`${file}  ${Math.round(statSync(file).size / 1024)} kB`);
  }
} finally {
  await browser.close();
}
