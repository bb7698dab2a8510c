// SPDX-License-Identifier: MIT
// The search page and the page reader in a real browser: Debian's Chromium,
// driven by playwright-core. YZ_INDEX and YZ_SERVE name the programs,
// YZ_NODE_MODULES the folder that has playwright-core, axe-core and typescript
// (and mirador, universalviewer, where they are to be tried).
//
//   node tests/serve/test_browser.mjs [--screenshots=FOLDER]
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const modules = process.env.YZ_NODE_MODULES;
const require = createRequire(join(modules, "package.json"));
const { chromium } = require("playwright-core");
const shots = process.argv.find((a) => a.startsWith("--screenshots="))?.slice(14);
const HOSTILE = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>"'&`;
const REPORT = "xishan";

/** Passages with boxes, as ALTO of corpus-pages has them. */
function passages() {
  const alto = readFileSync(join(root, "corpus-pages/xishan-2025-03-12.xml"), "utf8");
  const number = (tag, name) => Number(tag.match(new RegExp(`${name}="(\\d+)"`))[1]);
  const box = (tag) => {
    const [x, y] = [number(tag, "HPOS"), number(tag, "VPOS")];
    return [x, y, x + number(tag, "WIDTH"), y + number(tag, "HEIGHT")];
  };
  return alto.split("<TextBlock").slice(1).map((block) => {
    let text = "";
    const rows = block.split("<TextLine").slice(1).map((line) => {
      const begin = Buffer.byteLength(text);
      const words = [...line.matchAll(/<String CONTENT="([^"]*)"[^>]*>/g)].map(([tag, word]) => {
        const at = Buffer.byteLength(text);
        text += word.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
        return [at, Buffer.byteLength(text), ...box(tag)];
      });
      return { text: [begin, Buffer.byteLength(text)], box: box(line), words };
    });
    const pages = [{ page: 1, image: "xishan-2025-03-12.jpg", width: 1600, height: 1100 }];
    return { report: REPORT, title: "一盏灯 一杯水 一个家", date: "2025-03-12", text, source: { path: "xishan.xml", pages, rows } };
  });
}

let server, browser, site;

before(async () => {
  const folder = mkdtempSync(join(tmpdir(), "yizhan-browser-"));
  const index = join(folder, "news.index");
  const lines = [...passages(),
    { report: "hostile", id: HOSTILE, title: HOSTILE, section: HOSTILE, date: "2024-06-01", text: `工会驿站${HOSTILE}`, source: { path: HOSTILE } },
    ...Array.from({ length: 30 }, (_, i) => ({ report: "old", id: String(i), author: i % 3 ? "王小明" : "李 红", title: `旧闻${i}`, date: `20${String(10 + i % 10)}-05-0${1 + i % 9}`, text: `旧闻第${i}则，其中也说到工会驿站。${"另外还有许多别的事情要说。".repeat(30)}` }))];
  const file = join(folder, "news.jsonl");
  writeFileSync(file, lines.map((line) => JSON.stringify(line) + "\n").join(""));
  execFileSync(process.env.YZ_INDEX, ["-q", "-d", index, "--field=author:keyword", join(root, "corpus"), file]);
  server = spawn(process.env.YZ_SERVE, ["-d", index, "--listen=127.0.0.1:0", `--images=${join(root, "corpus-pages")}`]);
  site = await new Promise((done) => server.stdout.once("data", (data) => done(String(data).trim())));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  server?.kill("SIGTERM");
});

/** A page of its own, which fails the test by any error that it reports. */
async function visit(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, locale: "zh-CN", ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") page.problems.push(message.text()); });
  await page.goto(new URL(path, site).href);
  await page.waitForLoadState("networkidle");
  return page;
}

async function leave(page) {
  assert.deepEqual(page.problems, []);
  await page.context().close();
}

async function accessible(page) {
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`), []);
}

test("from a query to the box over its words", async () => {
  const page = await visit("/");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("/");
  await page.keyboard.type("工会驿站");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".hit");
  if (shots) await page.screenshot({ path: join(shots, "search.png") });
  await accessible(page);
  await page.click(".hit:has(svg) a");
  await page.waitForSelector(".sheet rect.match.chosen");
  await page.waitForLoadState("networkidle");
  if (shots) await page.screenshot({ path: join(shots, "reader.png") });
  await accessible(page);

  const id = new URL(page.url()).searchParams.get("id");
  const answer = await (await fetch(`${site}api/report?${new URLSearchParams({ report: REPORT, q: "工会驿站" })}`)).json();
  const [x0, y0, x1, y1] = answer.passages.find((p) => p.id === id).found.matches[0].boxes[0];
  const shown = await page.evaluate(() => {
    const drawing = document.querySelector(".sheet svg");
    const m = drawing.getScreenCTM().inverse();
    const r = document.querySelector(".sheet rect.match.chosen").getBoundingClientRect();
    const [a, b] = [new DOMPoint(r.left, r.top).matrixTransform(m), new DOMPoint(r.right, r.bottom).matrixTransform(m)];
    return [a.x, a.y, b.x, b.y, (r.left + r.right) / 2, r.top + 2];
  });
  [x0, y0, x1, y1].forEach((edge, i) => assert.ok(Math.abs(shown[i] - edge) < 4, `edge ${i}: ${shown[i]}, not ${edge}`));
  const colour = await page.evaluate(async ([x, y]) => document.elementsFromPoint(x, y).some((e) => e.tagName === "image"), shown.slice(4));
  assert.ok(colour, "the box lies over the picture");

  await page.click("#do-next");
  const next = await page.evaluate(() => document.querySelector(".passage.chosen mark.chosen")?.textContent);
  assert.equal(next, "工会驿站");
  await page.goBack();
  await page.waitForSelector(".hit");
  assert.equal(await page.inputValue("#q"), "工会驿站");
  await leave(page);
});

test("a click on the page marks the text, a click in the text the page", async () => {
  const page = await visit(`/?q=工会驿站&read=${REPORT}`);
  const boxes = page.locator(".sheet rect.block");
  await boxes.nth(6).click();
  const id = await boxes.nth(6).getAttribute("data-id");
  assert.equal(await page.getAttribute(".passage.chosen", "data-id"), id);
  await page.locator(".passage").nth(8).click();
  const chosen = await page.getAttribute(".passage.chosen", "data-id");
  assert.equal(await page.getAttribute(".sheet rect.block.chosen", "data-id"), chosen);
  await leave(page);
});

test("the timeline narrows the hits", async () => {
  const page = await visit("/?q=工会驿站");
  const all = Number((await page.textContent("#count")).match(/\d+/)[0]);
  const box = await page.locator(".timeline svg").boundingBox();
  await page.mouse.move(box.x + 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/since=/);
  await page.waitForLoadState("networkidle");
  const some = Number((await page.textContent("#count")).match(/\d+/)[0]);
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  await page.reload();
  await page.waitForSelector("#count");
  assert.equal(Number((await page.textContent("#count")).match(/\d+/)[0]), some);
  await leave(page);
});

test("a declared field narrows the hits", async () => {
  const page = await visit("/?q=工会驿站 OR 旧闻");
  const author = page.locator("aside section", { has: page.locator("h3", { hasText: /^author$/ }) }).locator("button");
  assert.equal(await author.count(), 2);
  const count = Number((await author.first().locator(".count").textContent()));
  await author.first().click();
  await page.waitForURL(/author/);
  await page.waitForLoadState("networkidle");
  assert.equal(Number((await page.textContent("#count")).match(/\d+/)[0]), count);
  assert.match(await page.inputValue("#q"), /^\(工会驿站 OR 旧闻\) author:"(王小明|李 红)"$/);
  await accessible(page);
  await author.first().click();
  await page.waitForLoadState("networkidle");
  await leave(page);
});

test("hits are saved", async () => {
  const page = await visit("/?q=工会驿站");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("a[download='hits.jsonl']")]);
  const rows = readFileSync(await download.path(), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  assert.ok(rows.length > 30 && rows.every((row) => row.snippet));
  await leave(page);
});

test("an input method is not asked for half words", async () => {
  const page = await visit("/");
  const asked = [];
  page.on("request", (request) => { if (request.url().includes("/api/")) asked.push(decodeURIComponent(request.url())); });
  await page.focus("#q");
  const session = await page.context().newCDPSession(page);
  for (const text of ["g", "go", "gong", "gonghui"])
    await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await page.waitForTimeout(300);
  assert.deepEqual(asked, []);
  await session.send("Input.insertText", { text: "工会" });
  await page.waitForTimeout(500);
  assert.ok(asked.length > 0 && asked.every((url) => url.includes("q=工会")), asked.join(" "));
  await leave(page);
});

test("hostile text is text", async () => {
  for (const path of [`/?q=${encodeURIComponent("工会驿站")}&since=2024-06&until=2024-06`, `/?q=工会驿站&read=hostile`, `/?q=${encodeURIComponent(HOSTILE)}`]) {
    const page = await visit(path);
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    assert.ok((await page.textContent("main")).includes("<script>") || path.includes("%3Cimg"));
    await leave(page);
  }
});

test("a phone shows it without scrolling sideways", async () => {
  for (const path of ["/?q=工会驿站", `/?q=工会驿站&read=${REPORT}`]) {
    const page = await visit(path, { viewport: { width: 390, height: 800 }, hasTouch: true });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390);
    if (shots) await page.screenshot({ path: join(shots, `phone-${path.includes("read") ? "reader" : "search"}.png`) });
    await leave(page);
  }
});

test("it is readable in the dark, and in English", async () => {
  const page = await visit("/?q=工会驿站", { colorScheme: "dark", locale: "en-GB" });
  await accessible(page);
  assert.equal(await page.textContent("#go"), "Search");
  await page.click("#language");
  assert.equal(await page.textContent("#go"), "搜索");
  await leave(page);
});

test("suggestions are chosen by keys", async () => {
  const page = await visit("/");
  await page.focus("#q");
  await page.keyboard.type("工会驿");
  await page.waitForSelector("#suggestions li");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.getAttribute("#q", "aria-activedescendant"), "suggestion-0");
  const query = await page.getAttribute("#suggestions li", "data-query");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".hit");
  assert.equal(await page.inputValue("#q"), query);
  await leave(page);
});

test("the modules keep their types", { skip: !existsSync(join(modules, "typescript")) }, () => {
  const config = join(mkdtempSync(join(tmpdir(), "yizhan-types-")), "tsconfig.json");
  const assets = join(root, "serve/assets");
  writeFileSync(config, JSON.stringify({
    compilerOptions: { checkJs: true, allowJs: true, noEmit: true, strict: true, target: "es2022", module: "es2022",
      moduleResolution: "bundler", lib: ["es2022", "dom", "dom.iterable"], types: [], paths: { "/*": [`${assets}/*`] } },
    include: [`${assets}/*.js`],
  }));
  execFileSync(process.execPath, [join(modules, "typescript/bin/tsc"), "-p", config], { stdio: "pipe" });
});

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** A site with a viewer: its files below /npm/, and one page. */
function viewerSite(html) {
  const served = createServer((request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    if (path === "/") return response.setHeader("Content-Type", "text/html; charset=utf-8").end(html);
    const file = resolve(modules, path.replace(/^\/npm\//, ""));
    if (!file.startsWith(modules) || !existsSync(file)) return response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[extname(file)] || "application/octet-stream").end(readFileSync(file));
  });
  return new Promise((done) => served.listen(0, "127.0.0.1", () => done([served, `http://127.0.0.1:${served.address().port}/`])));
}

const manifest = () => `${site}iiif/news/${Buffer.from(REPORT).toString("hex")}/manifest`;

/** How many pixels of a part of the page are of a colour, by a test of [r, g, b]. */
async function pixels(page, selector, of) {
  const shot = await page.locator(selector).first().screenshot();
  const context = await browser.newContext();
  const reader = await context.newPage();
  const count = await reader.evaluate(async ([data, body]) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const drawing = new OffscreenCanvas(image.width, image.height).getContext("2d");
    drawing.drawImage(image, 0, 0);
    const found = new Function("r", "g", "b", `return ${body}`);
    const bytes = drawing.getImageData(0, 0, image.width, image.height).data;
    let n = 0;
    for (let i = 0; i < bytes.length; i += 4) n += found(bytes[i], bytes[i + 1], bytes[i + 2]) ? 1 : 0;
    return n;
  }, [shot.toString("base64"), of]);
  await context.close();
  return count;
}

/** Wait until there are so many of them. */
async function painted(page, selector, of, least) {
  let count = 0;
  for (let i = 0; i < 40 && count < least; i++) {
    await page.waitForTimeout(250);
    count = await pixels(page, selector, of);
  }
  assert.ok(count >= least, `${count} pixels of ${of}`);
}

const INK = "r < 90 && g < 90 && b < 90";

test("Mirador finds and boxes a phrase", { skip: !existsSync(join(modules, "mirador")) }, async () => {
  const [served, address] = await viewerSite(`<!doctype html><meta charset="utf-8"><div id="m" style="position:absolute;inset:0"></div>
    <script src="/npm/mirador/dist/mirador.min.js"></script><script>
    Mirador.viewer({ id: "m", windows: [{ manifestId: ${JSON.stringify(manifest())}, defaultSearchQuery: "工会驿站" }], window: { defaultSideBarPanel: "search", sideBarOpenByDefault: true, panels: { search: true } } });
    </script>`);
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 } });
  const page = await context.newPage();
  const asked = page.waitForResponse((r) => r.url().includes("/search/1?q="));
  const picture = page.waitForResponse((r) => r.url().includes("/images/"));
  await page.goto(address);
  assert.equal((await asked).status(), 200);
  assert.equal((await picture).status(), 200);
  await page.waitForFunction(() => document.body.innerText.includes("工会驿站"), null, { timeout: 20000 });
  await painted(page, ".openseadragon-container", INK, 500);
  await painted(page, ".openseadragon-container", "r > 220 && g > 220 && b < 190", 20); // the box chosen
  if (shots) await page.screenshot({ path: join(shots, "mirador.png") });
  await context.close();
  served.close();
});

test("Universal Viewer finds and boxes a phrase", { skip: !existsSync(join(modules, "universalviewer")) }, async () => {
  const [served, address] = await viewerSite(`<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/npm/universalviewer/dist/uv.css">
    <div id="uv" class="uv" style="position:absolute;inset:0"></div><script src="/npm/universalviewer/dist/umd/UV.js"></script><script>
    UV.init("uv", { manifest: ${JSON.stringify(manifest())} });
    </script>`);
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForSelector(".openseadragon-container");
  await painted(page, ".openseadragon-container", INK, 500);
  const asked = page.waitForResponse((r) => r.url().includes("/search/1?q="));
  await page.locator("input.searchText:visible").fill("工会驿站");
  await page.keyboard.press("Enter");
  assert.equal((await asked).status(), 200);
  await page.waitForSelector(".annotationRect");
  const boxes = await page.locator(".annotationRect").count();
  assert.ok(boxes >= 6, `${boxes} boxes`);
  if (shots) { await page.waitForTimeout(1500); await page.screenshot({ path: join(shots, "universal-viewer.png") }); }
  await context.close();
  served.close();
});

// The pictures of the documents: the two pages of the repository, and no others.
test("pictures for the documents", { skip: !shots }, async () => {
  const index = join(mkdtempSync(join(tmpdir(), "yizhan-pictures-")), "news.index");
  execFileSync(process.env.YZ_INDEX, ["-q", "-d", index, "corpus", "corpus-pages"], { cwd: root });
  const shown = spawn(process.env.YZ_SERVE, ["-d", index, "--listen=127.0.0.1:0", "--images=corpus-pages"], { cwd: root });
  const address = await new Promise((done) => shown.stdout.once("data", (data) => done(String(data).trim())));
  const page = await visit(`${address}?q=${encodeURIComponent("工会驿站")}`);
  await page.screenshot({ path: join(shots, "shown-search.png") });
  await page.click(".hit:has(svg) a");
  await page.waitForSelector(".sheet rect.match.chosen");
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(shots, "shown-reader.png") });
  await leave(page);
  shown.kill("SIGTERM");
});
