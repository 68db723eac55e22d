// The search of the book, from the key that opens it to the page that it leads to.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Reader } from "./book.mjs";

/** What a reader looks for, and the page that should come among so many first. */
const SEARCHES = [
  { term: "backprop", page: "backpropagation.html", among: 2 },
  { term: "σ′", page: "activation.html", among: 1 },
  { term: "W₁", page: "network.html", among: 3 },
  { term: "η", page: "learning-rate.html", among: 5 },
  { term: "forward", page: "feedforward.html", among: 5 },
  { term: "sum_of_squares", page: "loss.html", among: 3 },
  { term: "im2col", page: "convolutional-layer.html", among: 1 },
];

let reader, window;
before(async () => {
  reader = await Reader.start();
  window = await reader.window({ asks: true });
});
after(() => reader.stop());

describe("the search finds words, symbols and functions", { timeout: 120_000 }, () => {
  for (const { term, page: address, among } of SEARCHES) {
    test(term, async () => {
      const page = await reader.open(window, "introduction.html");
      await page.keyboard.press("s");
      await page.locator("#mdbook-searchbar:focus").waitFor();
      await page.keyboard.type(term);
      // Playwright has no key for a Greek letter, and mdBook looks when a key is released.
      await page.keyboard.press("Shift");
      const links = page.locator("#mdbook-searchresults a[href]");
      await links.first().waitFor();
      const found = await links.evaluateAll((links) => links.map((a) => a.getAttribute("href")));
      const first = found.slice(0, among).map((href) => href.split(/[?#]/)[0]);
      assert.ok(first.includes(address), `${first}`);
      await links.nth(first.indexOf(address)).click();
      await page.locator("main mark, main h1").first().waitFor();
      assert.match(page.url(), new RegExp(`/${address}`));
      assert.deepEqual(page.wrong, []);
      await page.close();
    });
  }
});
