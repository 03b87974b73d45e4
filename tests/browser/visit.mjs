// Visits pages in Chromium and says what a reader meets there. In: a plan as JSON on standard input. Out: JSON.
// plan: {"chromium", "modules", "base", "visits": [{"name", "path", "width", "javascript", "dark", "headers", "click", "read": {key: selector}}]}
// click: selectors to click one after the other; [selector, value] chooses in a list, or fills in a field;
// {"press", "on"} presses a key; {"until"} waits for a selector; {"keep": name} keeps under this name what is met now.
// {"follow", "done", "most", "mend": {field: steps}, "keep"}: clicks the link again and again, does the steps for the field at
// which it opens a form, and comes back, until there is the selector `done`; what was met before each is kept.
// print: printed, too; "sheets" says on how many pages of A4.
// With "shots", a folder, what is kept and where a visit ends is painted, too.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const plan = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(join(plan.modules, "resolve-from-here.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PATIENCE = 10000;
const PAUSE = 80;
const QUIET_CHECKS = 4;
const WORKERS = 2;
const HEIGHTS = { phone: 844, desktop: 900 };
const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

function listen(page, base) {
  const seen = { console: [], foreign: [], bodies: [], documents: 0, pending: 0 };
  page.on("request", () => (seen.pending += 1));
  page.on("requestfinished", () => (seen.pending -= 1));
  page.on("requestfailed", () => (seen.pending -= 1));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.console.push(message.text());
  });
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("request", (request) => {
    if (request.isNavigationRequest()) seen.documents += 1;
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) seen.foreign.push(request.url());
  });
  page.on("response", (response) => seen.bodies.push(response.body().then((body) => body.length, () => 0)));
  return seen;
}

// htmx swaps without a navigation that could be waited for: settled is when nothing was asked for a while.
async function settle(page, seen) {
  for (let quiet = 0; quiet < QUIET_CHECKS; quiet = seen.pending ? 0 : quiet + 1) await page.waitForTimeout(PAUSE);
}

async function read(page, selector) {
  return page.locator(selector).evaluateAll((elements) =>
    elements.map((element) => ({
      text: (element.innerText ?? element.textContent).trim(), // a shape of a drawing has no innerText
      lang: element.closest("[lang]").getAttribute("lang"),
      visible: element.checkVisibility({ contentVisibilityAuto: true }),
    })),
  );
}

// What a reader meets on the page as it is now.
async function met(page, entry) {
  const texts = {};
  for (const [key, selector] of Object.entries(entry.read)) texts[key] = await read(page, selector);
  return {
    url: page.url().slice(plan.base.length),
    lang: await page.locator("html").getAttribute("lang"),
    overflow: await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    texts,
    violations: entry.javascript && !entry.unchecked ? await accessibility(page) : [],
  };
}

async function paint(page, entry, name) {
  const path = join(plan.shots, `${entry.name} ${name}.png`.replaceAll(" ", "-"));
  await page.screenshot({ path, fullPage: true });
}

// Chromium writes one object for each sheet of its PDF files, and does not pack them.
async function sheets(page, entry) {
  const path = plan.shots ? join(plan.shots, `${entry.name}.pdf`.replaceAll(" ", "-")) : undefined;
  const pdf = await page.pdf({ path, preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
}

async function accessibility(page) {
  await page.evaluate(axe);
  const result = await page.evaluate((standards) => window.axe.run(document, { runOnly: standards }), STANDARDS);
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
}

async function take(page, seen, entry, kept, step) {
  if (step.until) {
    await page.locator(step.until).first().waitFor({ timeout: 18 * PATIENCE });
    return;
  }
  if (step.follow) return follow(page, seen, entry, kept, step);
  if (step.keep) {
    kept[step.keep] = await met(page, entry);
    if (plan.shots) await paint(page, entry, step.keep);
    return;
  }
  const [selector, value] = step.on ? [step.on] : [step].flat();
  const target = page.locator(selector).first();
  const isList = !step.press && value !== undefined && (await target.evaluate((element) => element.tagName === "SELECT"));
  if (step.press) await target.press(step.press);
  else await (value === undefined ? target.click({ timeout: 6 * PATIENCE }) : isList ? target.selectOption(value) : target.fill(value));
  await settle(page, seen);
}

async function follow(page, seen, entry, kept, step) {
  const start = page.url();
  for (let turn = 0; !(await page.locator(step.done).count()); turn += 1) {
    if (turn === step.most) throw new Error(`${step.most} times ${step.follow}, and no ${step.done}`);
    await take(page, seen, entry, kept, { keep: `${step.keep} ${turn}` });
    await take(page, seen, entry, kept, step.follow);
    const field = new URL(page.url()).hash.replace("#at-", "");
    if (!step.mend[field]) throw new Error(`${page.url()}: nothing is said about this field`);
    for (const part of step.mend[field]) await take(page, seen, entry, kept, part);
    await page.goto(start, { waitUntil: "load" });
  }
}

async function visit(browser, entry) {
  const height = entry.width < 600 ? HEIGHTS.phone : HEIGHTS.desktop;
  const context = await browser.newContext({
    viewport: { width: entry.width, height }, javaScriptEnabled: entry.javascript, reducedMotion: "reduce",
    colorScheme: entry.dark ? "dark" : "light", extraHTTPHeaders: entry.headers ?? {},
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.setDefaultNavigationTimeout(6 * PATIENCE);
    const seen = listen(page, plan.base);
    const answer = await page.goto(plan.base + entry.path, { waitUntil: "load" });
    const kept = {};
    for (const step of entry.click) await take(page, seen, entry, kept, step);
    const last = await met(page, entry);
    if (plan.shots) await paint(page, entry, "end");
    const printed = entry.print ? { sheets: await sheets(page, entry) } : {};
    const sizes = await Promise.all(seen.bodies);
    return {
      status: answer.status(),
      ...last,
      ...printed,
      kept,
      console: seen.console,
      foreign: seen.foreign,
      documents: seen.documents,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
    };
  } finally {
    await context.close();
  }
}

const browser = await chromium.launch({ executablePath: plan.chromium, args: ARGUMENTS });
try {
  const found = {};
  const waiting = [...plan.visits];
  const work = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      // What stops one visit is told for that visit; the others are made all the same.
      found[entry.name] = await visit(browser, entry).catch((error) => ({ error: String(error) }));
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  process.stdout.write(JSON.stringify(found));
} finally {
  await browser.close();
}
