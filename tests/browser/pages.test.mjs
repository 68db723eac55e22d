// Every page, on a phone and on a desk, in a light and a dark theme; without scripts; from a disk.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import axe from "axe-core";
import { choose, DESK, misplaced, pages, PHONE, Reader, unfold } from "./book.mjs";

/** What axe finds in mdBook's own markup, or finds by mistake. */
const EXCEPT = [
  // It is a label, which may have no role. menu.js gives it the one that it plays.
  { rule: "aria-allowed-role", selector: "#mdbook-sidebar-toggle" },
  // axe reads no MathML, so it takes a cell with a formula for empty.
  { rule: "empty-table-header", selector: "th:has(math)" },
  { rule: "button-name", selector: "button:has(math)" },
];

/** The narrowest screen. */
const NARROW = { width: 320, height: 640 };

/** The rules whose outcome depends on the theme. */
const COLORS = ["color-contrast", "link-in-text-block"];

/** How a page is looked at, and by which rules of axe; without a list, by all. */
const LOOKS = [
  { size: PHONE, theme: "light" },
  { size: PHONE, theme: "navy", rules: [] },
  { size: DESK, theme: "navy", rules: COLORS },
  { size: DESK, theme: "light" },
];

let reader, window, plain;
before(async () => {
  reader = await Reader.start();
  window = await reader.window({ asks: true });
  await window.addInitScript(axe.source);
  plain = await reader.window({ viewport: DESK, javaScriptEnabled: false });
});
after(() => reader.stop());

describe("every page reads well", { concurrency: 2, timeout: 1_200_000 }, () => {
  for (const address of pages) {
    test(address, async () => {
      const page = await reader.open(window, address);
      const wrong = [];
      if (await page.locator(".answering").count()) {
        // As it is first seen, with its questions open.
        await page.setViewportSize(NARROW);
        await choose(page, "light");
        const found = [...(await misplaced(page)), ...(await violations(page))];
        wrong.push(...found.map((what) => `unanswered: ${what}`));
      }
      await unfold(page);
      for (const { size, theme, rules } of LOOKS) {
        await page.setViewportSize(size);
        await choose(page, theme);
        if (size === DESK) await openSidebar(page);
        const found = await misplaced(page);
        // The whole book on one page has what the other pages have, which is a lot for axe.
        if (address !== "print.html") found.push(...(await violations(page, rules)));
        wrong.push(...found.map((what) => `${size.width} px, ${theme}: ${what}`));
      }
      assert.deepEqual([...page.wrong, ...wrong], []);
      await page.close();
    });
  }
});

/** Opens the sidebar, which is closed on a phone, with the key that readers have for it. */
async function openSidebar(page) {
  const toggle = page.locator("#mdbook-sidebar-toggle");
  if ((await toggle.getAttribute("aria-expanded")) === "true") return;
  await toggle.press("Enter");
  await page.locator("#mdbook-sidebar a").first().waitFor();
}

const CHAPTERS = pages.filter((page) => !/^(source|print|index)/.test(page));

describe("without scripts the figures are there, and so is the way to the other pages", { timeout: 120_000 }, () => {
  for (const address of CHAPTERS) {
    test(address, async () => {
      const page = await reader.open(plain, address);
      assert.deepEqual([...page.wrong, ...(await misplaced(page))], []);
      const links = page.frameLocator("#mdbook-sidebar iframe").locator("a");
      assert.ok((await links.count()) > CHAPTERS.length);
      await page.close();
    });
  }
});

describe("from a disk", { timeout: 60_000 }, () => {
  for (const address of ["index.html", "training.html", "source/src/loss.rs.html"]) {
    test(address, async () => {
      const page = await reader.open(window, address, "disk");
      assert.deepEqual([...page.wrong, ...(await misplaced(page))], []);
      await openSidebar(page);
      await page.close();
    });
  }
});

/** What axe says against the page, by these of its rules or by all. */
async function violations(page, rules) {
  if (rules?.length === 0) return [];
  const found = await page.evaluate(
    async ({ rules, except }) => {
      const options = { resultTypes: ["violations"], elementRef: true };
      // What a question covers is not there yet.
      const shown = { exclude: ["after-guess[hidden]"] };
      const { violations } = await axe.run(shown, rules ? { ...options, runOnly: rules } : options);
      return violations
        .flatMap(({ id, nodes }) => nodes.map((node) => ({ id, ...node })))
        .filter(({ id, element }) =>
          except.every(({ rule, selector }) => rule !== id || !element.matches(selector)),
        )
        .map(({ id, target, failureSummary }) => `${id}: ${target}: ${failureSummary}`);
    },
    { rules, except: EXCEPT },
  );
  return found;
}
