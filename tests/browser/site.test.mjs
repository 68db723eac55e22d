// The book as `.ci/publish` completes it for its site: BOOK=target/site. Nothing of this is in the
// book that a reader builds.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { after, before, describe, test } from "node:test";
import { DESK, folder, pages, Reader } from "./book.mjs";

const published = existsSync(join(folder, "sitemap.xml"));
const read = (file) => readFileSync(join(folder, file), "utf8");
const all = (text, pattern) => Array.from(text.matchAll(pattern), ([, found]) => found);

/** What a page has of each: one if it is published. */
const TAGS = [
  /<link rel="canonical" href="([^"]+)">/g,
  /<meta property="og:url" content="([^"]+)">/g,
  /<meta property="og:image" content="([^"]+)">/g,
  /<meta property="og:title" content="([^"]+)">/g,
  /<meta name="twitter:card" content="([^"]+)">/g,
];

test("a book on a disk names no address and no API documentation", { skip: published }, () => {
  for (const page of pages) {
    const text = read(page);
    assert.deepEqual(TAGS.flatMap((tag) => all(text, tag)), [], page);
    assert.doesNotMatch(text, /href="[^"]*\bapi\//, page);
    assert.equal(all(text, /<meta name="description" content="([^"]+)">/g).length, 1, page);
  }
});

describe("a published book", { skip: !published, timeout: 120_000 }, () => {
  let reader, window;
  before(async () => {
    reader = await Reader.start();
    window = await reader.window({ viewport: DESK });
  });
  after(() => reader.stop());

  test("says of each page where it is and what it is about", () => {
    const site = all(read("index.html"), TAGS[0])[0];
    const listed = all(read("sitemap.xml"), /<loc>([^<]+)<\/loc>/g);
    const abouts = new Set();
    for (const page of pages.filter((page) => page !== "print.html")) {
      const [[address, ...more], [url], [image], [title], [card]] = TAGS.map((tag) => all(read(page), tag));
      assert.ok(address.startsWith(site) && more.length === 0, `${page}: ${address}`);
      assert.ok(existsSync(join(folder, address.slice(site.length))), address);
      assert.ok(listed.includes(address), `${address} is not in the sitemap`);
      assert.equal(url, address);
      assert.ok(existsSync(join(folder, image.slice(site.length))), image);
      assert.ok(title && card === "summary_large_image");
      const [about, second] = all(read(page), /<meta name="description" content="([^"]+)">/g);
      assert.equal(second, undefined);
      if (!/^(source|index)/.test(page)) abouts.add(about);
    }
    const chapters = pages.filter((page) => !/^(source|index|print)/.test(page));
    assert.equal(abouts.size, chapters.length, "each page has a description of its own");
  });

  test("links its listings to the API documentation, and to nothing that is not there", () => {
    let links = 0;
    for (const page of pages) {
      for (const href of all(read(page), /href="([^"]*\bapi\/[^"]*)"/g)) {
        const [file, id] = normalize(join(dirname(page), href)).split("#");
        assert.ok(read(file).includes(id ? `id="${id}"` : ""), `${page}: ${href}`);
        links++;
      }
    }
    assert.ok(links > 60, `${links} links`);
  });

  test("leads from a listing to the API documentation and back", async () => {
    const page = await reader.open(window, "loss.html");
    await page.locator("#listing-sum_of_squares figcaption a[href*='api/']").click();
    await page.waitForURL(/\/api\/backprop\/loss\/fn\.sum_of_squares\.html/);
    await page.goto(page.url().replace("fn.sum_of_squares", "index"));
    await page.getByRole("link", { name: "The loss", exact: true }).click();
    await page.waitForURL(/\/loss\.html$/);
    await page.goto(page.url().replace("loss.html", "api/backprop/index.html"));
    await page.getByRole("link", { name: "Backprop, Line by Line" }).click();
    await page.waitForURL(/\/index\.html$/);
  });
});
