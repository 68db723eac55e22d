// How much a page asks of a reader who comes for the first time, and whether it holds still while it
// loads.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESK, pages, PHONE, Reader, unfold } from "./book.mjs";
import { ready } from "./live.mjs";

/** The bytes that a page may load, as they are sent: compressed. */
const LIMITS = { still: 150_000, live: 240_000, worker: 330_000 };

/** What is as long as several chapters, and the chapter with the most figures and formulas. */
const LONG = { "solutions.html": 190_000, "optimizers.html": 250_000 };

/** The layout shift that Chromium counts: 1 is the whole window that moves by its height. */
const SHIFT = 0.02;

const CHAPTERS = pages.filter((page) => !/^(source|print|index)/.test(page));

let reader;
before(async () => (reader = await Reader.start()));
after(() => reader.stop());

/** A first visit: no cache, no theme chosen. Its bytes by kind, counted for as long as it is open. */
async function visit(address, options) {
  const window = await reader.window({ asks: true, ...options });
  await window.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        globalThis.shifts.push({ value, of: sources.map(({ node }) => (node?.outerHTML ?? node?.data ?? "").slice(0, 80)) });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  const page = await window.newPage();
  const sizes = [];
  page.on("requestfinished", (request) => {
    // What a script made for its worker was loaded with the script.
    if (request.url().startsWith("blob:")) return;
    const [, folder, kind] = /(\w+)\/[^/]*\.(\w+)$/.exec(new URL(request.url()).pathname);
    sizes.push(request.sizes().then(({ responseBodySize }) => ({ kind: folder === "fonts" ? folder : kind, size: responseBodySize })));
  });
  await page.goto(reader.site + address, { waitUntil: "networkidle" });
  const bytes = async () => {
    const of = {};
    for (const { kind, size } of await Promise.all(sizes)) of[kind] = (of[kind] ?? 0) + size;
    return { of, requests: sizes.length, total: Object.values(of).reduce((a, b) => a + b, 0) };
  };
  return { page, bytes, close: () => window.close() };
}

const told = ({ of, requests, total }) =>
  `${total} bytes in ${requests} requests: ${Object.entries(of).map(([kind, size]) => `${kind} ${size}`).join(", ")}`;

/** What has moved on a page that nobody has touched. */
async function holdsStill(page, t) {
  const shifts = await page.evaluate(() => globalThis.shifts);
  const total = shifts.reduce((sum, { value }) => sum + value, 0);
  t.diagnostic(`layout shift ${total.toFixed(4)}`);
  assert.ok(total < SHIFT, JSON.stringify(shifts));
}

describe("a page is light, and holds still", { concurrency: 2, timeout: 900_000 }, () => {
  for (const address of CHAPTERS) {
    test(address, async (t) => {
      const { page, bytes, close } = await visit(address, { viewport: DESK });
      const figures = page.locator("live-figure");
      const limit = LONG[address] ?? ((await figures.count()) ? LIMITS.live : LIMITS.still);
      const first = await bytes();
      t.diagnostic(told(first));
      assert.ok(first.total <= limit, told(first));
      await holdsStill(page, t);
      await unfold(page);
      await ready(page);
      const all = await bytes();
      if (all.requests > first.requests) t.diagnostic(`with its live figures ${told(all)}`);
      const works = await page.locator("live-figure[worker]").count();
      assert.ok(all.total <= (works ? LIMITS.worker : limit), told(all));
      await close();
    });

    test(`${address}, on a phone`, async (t) => {
      const { page, close } = await visit(address, { viewport: PHONE });
      await holdsStill(page, t);
      await close();
    });
  }
});
