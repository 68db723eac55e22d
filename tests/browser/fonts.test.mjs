// Every character is drawn by a font of the book. The browser says which font it took: none of the
// reader's computer, where a page would look otherwise than here.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { DESK, folder, pages, Reader, unfold } from "./book.mjs";
import { ready } from "./live.mjs";

/** What stands in other fonts: mdBook's menus and marks, which are no text of the book. */
const EXCEPT = ".theme-popup, .chapter-fold-toggle, #mdbook-search-wrapper, #mdbook-help-container";

const HELP = "Make the fonts anew: book/fonts/README.md says how.";

/** The whole book on one page, with its code; and what only scripts write, in the live figures. */
const LIVE = pages.filter((page) => readFileSync(join(folder, page), "utf8").includes("<live-figure"));
const PAGES = ["print.html", ...LIVE.filter((page) => page !== "print.html")];

let reader, window;
before(async () => {
  reader = await Reader.start();
  window = await reader.window({ viewport: DESK, asks: true });
  window.setDefaultTimeout(300_000);
  // The page prints itself when it has loaded.
  await window.addInitScript(() => (globalThis.print = () => {}));
});
after(() => reader.stop());

/** Marks elements in which together each character stands in each font that a style names for it. */
function mark(except) {
  const seen = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement: element } = texts.currentNode;
    if (!data.trim() || element.closest(`${except}, script, style, template, annotation, title, desc`)) continue;
    if (!element.checkVisibility()) continue;
    const { fontFamily, fontStyle, fontWeight } = getComputedStyle(element);
    const slanted = element.localName === "mi" && data.trim().length === 1;
    for (const character of data) {
      const key = [fontFamily, fontStyle, fontWeight, slanted, character].join("|");
      if (!seen.has(key)) element.dataset.fonts = "";
      seen.add(key);
    }
  }
}

/** The characters of the page that no font of the book has, each with its element. */
async function strangers(page) {
  await page.evaluate(mark, EXCEPT);
  const session = await page.context().newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument", { depth: 0 });
  const { nodeIds } = await session.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: "[data-fonts]" });
  const found = [];
  for (const nodeId of nodeIds) {
    const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
    const foreign = fonts.filter(({ isCustomFont }) => !isCustomFont);
    if (!foreign.length) continue;
    const { outerHTML } = await session.send("DOM.getOuterHTML", { nodeId });
    found.push(...foreign.map(({ familyName, glyphCount }) => `${glyphCount} of ${familyName} in ${outerHTML.slice(0, 200)}`));
  }
  return { looked: nodeIds.length, found };
}

describe("every character has its font", { concurrency: 2, timeout: 600_000 }, () => {
  for (const address of PAGES) {
    test(address, async () => {
      const page = await reader.open(window, address);
      const asked = await strangers(page);
      await unfold(page);
      if (address !== "print.html") await ready(page);
      const { looked, found } = await strangers(page);
      found.push(...asked.found);
      assert.ok(looked > 10, `${looked} elements`);
      assert.deepEqual(found, [], HELP);
      await page.close();
    });
  }
});

test("a root has its sign, which is no character of the page", async () => {
  const page = await reader.open(window, "initialization.html");
  await unfold(page);
  const signs = await page.evaluate(() =>
    Array.from(document.querySelectorAll("main msqrt"), (root) => {
      const inside = Array.from(root.children, (child) => child.getBoundingClientRect());
      const left = Math.min(...inside.map(({ left }) => left));
      return (left - root.getBoundingClientRect().left) / parseFloat(getComputedStyle(root).fontSize);
    }),
  );
  assert.ok(signs.length > 5, `${signs.length} roots`);
  assert.ok(Math.min(...signs) > 0.4, `a sign is ${Math.min(...signs)} wide`);
  await page.close();
});

test("a character that no font of the book has is found", async () => {
  const page = await reader.open(window, "network.html");
  await page.evaluate(() => document.querySelector("main p").append("\u0416"));
  const { found } = await strangers(page);
  assert.match(found.join(), /^1 of .+Ж/s);
  await page.close();
});
