/* Builds what browsers load of the design base from its sources in assets/src: style sheets, icons, fonts, a map.

   node tools/design.mjs [FOLDER]

   writes below FOLDER (default: ckanext-resilient/ckanext/resilient) assets/css, public/resilient/icons.svg, map.svg and
   public/resilient/fonts. What it writes is committed; tests/design checks that it is what the sources give.
   The packages are those of package-lock.json, in var/node or where RESILIENT_NODE_MODULES says. */

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = process.env.RESILIENT_NODE_MODULES ?? join(root, "var/node/node_modules");
const load = createRequire(join(resolve(modules), "here.js"));
const { browserslistToTargets, bundle } = load("lightningcss");

const plugin = "ckanext-resilient/ckanext/resilient";
const sources = join(root, plugin, "assets/src");
const target = resolve(process.argv[2] ?? join(root, plugin));
/* Browsers of the last five years: what the phones of our readers run. */
const targets = browserslistToTargets(["chrome 100", "firefox 100", "safari 15.4", "ios_saf 15.4", "samsung 18"]);

function write(path, content) {
  const file = join(target, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

for (const sheet of ["resilient.css", "classic.css"]) {
  const { code, warnings } = bundle({ filename: join(sources, sheet), minify: true, targets });
  if (warnings.length) throw new Error(`${sheet}: ${warnings.map((one) => one.message).join("; ")}`);
  write(`assets/css/${sheet}`, `/* Built from assets/src by tools/design.mjs */\n${code}\n`);
}

const lucide = JSON.parse(readFileSync(join(modules, "@iconify-json/lucide/icons.json"), "utf8"));
const wanted = JSON.parse(readFileSync(join(sources, "icons.json"), "utf8"));
const symbols = Object.entries(wanted).map(([name, icon]) => {
  const found = lucide.icons[icon];
  if (!found) throw new Error(`icons.json: ${name}: Lucide has no icon “${icon}”`);
  /* Stroke and fill come from .rs-icon, so that an icon takes the colour of its text. */
  const body = found.body.replace(/<\/?g[^>]*>/g, "").replace(/ (fill|stroke[a-z-]*)="[^"]*"/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
});
write(
  "public/resilient/icons.svg",
  `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC License, https://lucide.dev/license -->\n${symbols.join("\n")}\n</svg>\n`,
);

const font = join(modules, "@fontsource-variable/commissioner");
for (const script of ["latin", "latin-ext", "greek"]) {
  const name = `commissioner-${script}-wght-normal.woff2`;
  mkdirSync(join(target, "public/resilient/fonts"), { recursive: true });
  copyFileSync(join(font, "files", name), join(target, "public/resilient/fonts", name));
}
copyFileSync(join(font, "LICENSE"), join(target, "public/resilient/fonts/LICENSE"));

/* The map of the eight countries, drawn in the projection that pages/map.py uses for the dots on it. */
const { feature } = load("topojson-client");
const { geoMercator, geoPath } = load("d3-geo");
const { west, south, east, north, width, countries } = JSON.parse(readFileSync(join(sources, "map.json"), "utf8"));
const scale = (width * 180) / ((east - west) * Math.PI);
const projection = geoMercator().scale(scale).translate([0, 0]);
const [left, top] = projection([west, north]);
const height = Math.round(projection([east, south])[1] - top);
projection.translate([-left, -top]).clipExtent([[0, 0], [width, height]]);
const world = JSON.parse(readFileSync(join(modules, "world-atlas/countries-50m.json"), "utf8"));
const path = geoPath(projection).digits(0);
const near = feature(world, world.objects.countries).features.filter((one) => path(one));
const outline = (those) => those.map((one) => path(one)).join("");
const ours = near.filter((one) => countries.includes(one.id));
if (ours.length !== countries.length) throw new Error("map.json names a country that world-atlas does not have");
write(
  "public/resilient/map.svg",
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><!-- Natural Earth, public domain -->\n` +
    "<style>.o{fill:#d8d4c9}.h{fill:#bfdcdb;stroke:#f5f3ee;stroke-width:.8}" +
    "@media (prefers-color-scheme:dark){.o{fill:#263539}.h{fill:#1f4e53;stroke:#182528}}</style>\n" +
    `<path class="o" d="${outline(near.filter((one) => !ours.includes(one)))}"/>\n<path class="h" d="${outline(ours)}"/>\n</svg>\n`,
);
