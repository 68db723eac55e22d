// The built book, served the way a site serves it, and Chromium to read it with.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

/** The folder that `mdbook build` wrote. */
export const folder =
  process.env.BOOK ?? fileURLToPath(new URL("../../target/book", import.meta.url));

/** Where the book lies on its host: not at the root, so that a link to `/` leads out of it. */
const SITE = "/some/where/";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Every page that a reader can come to, by its address from the root of the book. */
export const pages = readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith(".html"))
  // The first is shown inside others where there are no scripts, the other by the host.
  .filter((file) => file !== "toc.html" && file !== "404.html" && !file.startsWith("api/"))
  .sort();

/** A browser, and the book on a server of this computer. */
export class Reader {
  static async start() {
    const executablePath = process.env.CHROMIUM ?? BROWSERS.find(existsSync);
    if (!executablePath) throw new Error("no Chromium: set CHROMIUM to where it is");
    const reader = new Reader();
    reader.server = createServer(serve).listen(0, "127.0.0.1");
    await new Promise((listening) => reader.server.on("listening", listening));
    reader.site = `http://127.0.0.1:${reader.server.address().port}${SITE}`;
    reader.browser = await chromium.launch({ executablePath, args: FLAGS });
    return reader;
  }

  async stop() {
    await this.browser.close();
    this.server.close();
  }

  /**
   * A window of a phone's size, in which no question covers what follows it unless it `asks`;
   * `options` are Playwright's for a context.
   */
  async window({ asks = false, ...options } = {}) {
    const window = await this.browser.newContext({ viewport: PHONE, ...options });
    // The script that asks does nothing where its elements are known already.
    if (!asks && options.javaScriptEnabled !== false) await window.addInitScript(() => customElements.define("guess-first", class extends HTMLElement {}));
    return window;
  }

  /**
   * Opens a page of the book in `window`, from the server or, if `from` is "disk", as a file.
   * What goes wrong on the page, then and later, is added to `page.wrong`.
   */
  async open(window, address, from = "server") {
    const root = from === "disk" ? pathToFileURL(folder).href + "/" : this.site;
    const page = await window.newPage();
    page.wrong = [];
    const say = (what) => page.wrong.push(what);
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) say(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => say(`script: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(root) && !/^(data|blob):/.test(request.url()))
        say(`asks elsewhere: ${request.url()}`);
    });
    page.on("requestfailed", (request) => {
      // Whoever leaves a page early ends its requests.
      const { errorText } = request.failure();
      if (errorText !== "net::ERR_ABORTED") say(`cannot load ${request.url()}: ${errorText}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) say(`${response.status()} for ${response.url()}`);
    });
    await page.goto(root + address, { waitUntil: "load" });
    // What moves is measured where it comes to rest.
    await page.evaluate(async () => {
      const style = document.createElement("style");
      style.textContent = "* { transition: none !important }";
      document.head.append(style);
      await document.fonts.ready;
    });
    return page;
  }
}

/** Chooses one of mdBook's themes, as a reader does. */
export async function choose(page, theme) {
  await page.evaluate((id) => document.getElementById(id).click(), `mdbook-theme-${theme}`);
  // The style sheet of the theme's code is loaded only now.
  await page.waitForFunction(() =>
    [...document.querySelectorAll("link[rel=stylesheet]")].every((link) => link.disabled || link.sheet),
  );
  // What watches the size of boxes is told after the next picture.
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
}

/** Opens what is folded and what a question covers, so that it is looked at too. */
export function unfold(page) {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const show of document.querySelectorAll(".answering .show")) show.click();
  });
}

/** What is laid out as no reader wants it. */
export function misplaced(page) {
  return page.evaluate(() => {
    const found = [];
    // Of these, `main` can't scroll: what leaves it has room beside it.
    for (let box = document.querySelector("main").parentElement; box; box = box.parentElement) {
      const over = box.scrollWidth - box.clientWidth;
      if (over > 0) found.push(`scrolls sideways, by ${over} px: ${box.nodeName} ${box.className}`);
    }
    for (const element of document.querySelectorAll("main :is(figure, svg, img, math):not(.live-still, .live-still *)")) {
      // What a question covers, or a fold, is not laid out.
      if (!element.checkVisibility()) continue;
      const { width, height } = element.getBoundingClientRect();
      if (width < 2 || height < 2) found.push(`has no size: ${element.outerHTML.slice(0, 80)}`);
    }
    for (const figure of document.querySelectorAll("main figure:not(:has(svg, pre))")) {
      found.push(`a figure of nothing: ${figure.outerHTML.slice(0, 80)}`);
    }
    return found;
  });
}

function serve(request, response) {
  const path = decodeURIComponent(request.url.split(/[?#]/)[0]);
  let file = path.startsWith(SITE) ? join(folder, path.slice(SITE.length)) : "";
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
  if (!existsSync(file)) return response.writeHead(404).end();
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  const content = readFileSync(file);
  // A font is compressed, and so is an image.
  const packs = /^text|svg/.test(type);
  response.writeHead(200, {
    "content-type": type,
    // Every page asks for the same fonts, styles and scripts.
    "cache-control": "max-age=600",
    ...(packs && { "content-encoding": "gzip" }),
  });
  response.end(packs ? gzipSync(content) : content);
}
