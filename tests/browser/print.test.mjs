// The book on paper: all pages there, and a font for every character.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inflateSync } from "node:zlib";
import { folder, Reader } from "./book.mjs";

/** Where the printed book goes. */
const FILE = join(folder, "..", "book.pdf");

let reader, window;
before(async () => {
  reader = await Reader.start();
  window = await reader.window();
  // The page prints itself when it has loaded, and a page can be printed once at a time.
  await window.addInitScript(() => (globalThis.print = () => {}));
});
after(() => reader.stop());

test("the book is printed with all its pages and characters", { timeout: 300_000 }, async () => {
  const page = await reader.open(window, "print.html");
  const pdf = await page.pdf({ path: FILE, preferCSSPageSize: true, tagged: true, outline: true });
  assert.deepEqual(page.wrong, []);
  const sheets = pdf.toString("latin1").match(/\/Type \/Page\b/g).length;
  assert.ok(sheets > 250 && sheets < 1500, `${sheets} pages`);
  const { glyphs, missing } = printed(pdf);
  assert.ok(glyphs > 300_000, `${glyphs} characters`);
  assert.deepEqual(missing, []);
  console.log(`${FILE}: ${sheets} pages`);
});

test("a character that no font has is found", async () => {
  const page = await window.newPage();
  await page.setContent("<p>one \u0378, two</p>");
  assert.deepEqual(printed(await page.pdf()), { glyphs: 10, missing: ["sheet 1, character 5"] });
});

/**
 * How many glyphs the text of a PDF by Chromium has, and where one stands for what its font lacks.
 * It writes text as `<00240000> Tj`: four digits for a glyph, and 0000 for a missing one.
 */
function printed(pdf) {
  const missing = [];
  let glyphs = 0;
  let sheet = 0;
  for (const content of streams(pdf)) {
    // Each sheet starts with a scale from pixels to its own units.
    if (/^\S+ 0 0 -\S+ 0 \S+ cm/.test(content)) sheet++;
    const texts = content.matchAll(/<((?:[0-9A-F]{4})+)> Tj/g);
    const ids = Array.from(texts, ([, text]) => text.match(/.{4}/g)).flat();
    glyphs += ids.length;
    for (const [at, id] of ids.entries()) {
      if (id === "0000") missing.push(`sheet ${sheet}, character ${at + 1}`);
    }
  }
  return { glyphs, missing };
}

/** What the compressed streams of a PDF hold, as far as it is text. */
function* streams(pdf) {
  const file = pdf.toString("latin1");
  const heads = /\/Filter \/FlateDecode\s+\/Length (\d+)>> stream\n/g;
  for (const { 0: head, 1: length, index } of file.matchAll(heads)) {
    const start = index + head.length;
    yield inflateSync(pdf.subarray(start, start + Number(length))).toString("latin1");
  }
}
