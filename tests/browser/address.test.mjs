// The address holds what a live figure was set to, and an address that asks for something else
// changes nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { DESK, folder, pages, Reader } from "./book.mjs";
import { ready, turn } from "./live.mjs";

/** Every live figure: its page, and its place among those of the page. */
const FIGURES = pages
  .filter((page) => page !== "print.html" && page !== "index.html")
  .flatMap((page) => {
    const names = readFileSync(join(folder, page), "utf8").matchAll(/<live-figure name="([^"]+)"/g);
    return [...names].map(([, name], place) => ({ page, name, place }));
  });

let reader, window;
before(async () => {
  reader = await Reader.start();
  // What plays by itself waits.
  window = await reader.window({ viewport: DESK, reducedMotion: "reduce" });
});
after(() => reader?.stop());

async function opened({ page, place }, hash = "") {
  const opened = await reader.open(window, page + hash);
  await ready(opened);
  return { page: opened, figure: opened.locator("live-figure").nth(place) };
}

/** What a reader sees of a figure. */
const state = (figure) =>
  figure.evaluate((element) => ({
    values: element.values(),
    shown: [...element.querySelectorAll("form :is(input, select, output)")].map(
      (field) => `${field.name} ${field.type === "checkbox" ? field.checked : field.value}`,
    ),
    says: element.querySelector(".live-says").textContent,
    drawings: element.drawings(),
  }));

/** The address, once it has changed from what it was. */
async function address(page, before) {
  await page.waitForFunction((before) => location.hash !== before, before, { timeout: 5_000 });
  return page.evaluate(() => location.hash);
}

/** Puts an address into the open page, as a reader does who pastes it or clicks such a link. */
const paste = (page, hash) =>
  page.evaluate(
    (hash) =>
      new Promise((done) => {
        if (location.hash === hash) return done();
        addEventListener("hashchange", () => setTimeout(done, 20), { once: true });
        // A lone # in the place of nothing is no change.
        setTimeout(done, 1_000);
        location.hash = hash;
      }),
    hash,
  );

/** A figure shows this, at once or after it was drawn. */
async function agree(figure, expected, what) {
  for (const end = Date.now() + 5_000; Date.now() < end; ) {
    if (isDeepStrictEqual(await state(figure), expected)) return;
    await new Promise((go) => setTimeout(go, 50));
  }
  assert.deepEqual(await state(figure), expected, what);
}

describe("what is set comes back from the address", { timeout: 900_000 }, () => {
  for (const place of FIGURES) {
    test(`${place.name} of ${place.page}`, async () => {
      const [here, there] = [await opened(place), await opened(place)];
      // From the last to the first, so that the order of the page is not that of the changes.
      for (const field of (await here.figure.locator("form :is(input, select)").all()).reverse()) {
        const before = new URL(here.page.url()).hash;
        await turn(field);
        const hash = await address(here.page, before);
        const set = await state(here.figure);
        const name = await field.getAttribute("name");
        await paste(there.page, hash);
        await agree(there.figure, set, `${name}, in the open page: ${hash}`);
      }
      const [all, hash] = [await state(here.figure), new URL(here.page.url()).hash];
      await there.page.reload();
      await ready(there.page);
      await agree(there.figure, all, `loaded again: ${hash}`);
      const another = await opened(place, hash);
      await agree(another.figure, all, `in a new tab: ${hash}`);
      for (const button of await here.figure.locator("form button:not([name=run])").all()) {
        await button.click();
        let values;
        // A figure takes its time, and the address waits until the reader rests.
        for (let tries = 0; tries < 20; tries++) {
          await here.page.waitForTimeout(300);
          await paste(there.page, new URL(here.page.url()).hash);
          values = [await state(here.figure), await state(there.figure)].map(({ values }) => values);
          if (isDeepStrictEqual(...values)) break;
        }
        assert.deepEqual(values[1], values[0], await button.textContent());
      }
      for (const { page } of [here, there, another]) {
        assert.deepEqual(page.wrong, []);
        await page.close();
      }
    });
  }
});

test("a value is kept to its last digit, and which one was changed last", async () => {
  const place = FIGURES.find(({ name }) => name === "feedforward");
  const [here, there] = [await opened(place), await opened(place)];
  const press = (name, key) => here.figure.locator(`[name=${name}]`).press(key);
  const { values } = await state(here.figure);
  await press("w34", "ArrowRight");
  await press("w12", "ArrowRight");
  // Back to where the slider was, but not to what the network began with.
  await press("w12", "ArrowLeft");
  await here.page.waitForTimeout(300);
  const hash = new URL(here.page.url()).hash;
  assert.match(hash, /w34=.*w12=/);
  assert.notEqual((await state(here.figure)).values.w12, values.w12);
  await paste(there.page, hash);
  await agree(there.figure, await state(here.figure), hash);
  await Promise.all([here.page.close(), there.page.close()]);
});

test("an address follows a slider that is moved quickly, without changing more often than a browser allows", async () => {
  const { page, figure } = await opened(FIGURES.find(({ name }) => name === "descent"));
  await page.evaluate(() => {
    const { replaceState } = history;
    self.changes = 0;
    history.replaceState = (...state) => (self.changes++, replaceState.apply(history, state));
  });
  await figure.locator("[name=rate]").evaluate(async (slider) => {
    for (let i = 1; i <= 290; i++) {
      slider.value = i / 10;
      slider.dispatchEvent(new Event("input"));
      await new Promise((go) => setTimeout(go));
    }
  });
  await page.waitForFunction(() => location.hash.includes("rate=29"), undefined, { timeout: 5_000 });
  // Safari refuses the next after 100 in half a minute.
  const changes = await page.evaluate(() => self.changes);
  assert.ok(changes < 100, `${changes} changes`);
  assert.deepEqual(page.wrong, []);
  await page.close();
});

/** What may stand behind the address of a page with this figure, and asks for nothing. */
const others = (id) => [
  "#%",
  "#50%-off",
  "#%E4?x=%",
  "#no-such-place",
  "#no-such-place?seed=7",
  `#${id}`,
  `#${id}%`,
  `#${id}?utm_source=somewhere&x=50%`,
  `#${id}?__proto__=1&constructor=1&toString=1&run=1&reset=1&step=1`,
  `#?${id}`,
];

/** Values that no control of any figure can have. */
const NONE = ["", "%20", "NaN", "Infinity", "-1e9", "1e9", "1e999", "x", "1,5", "%"];

describe("an address of another shape is left alone", { timeout: 600_000 }, () => {
  for (const place of FIGURES) {
    test(`${place.name} of ${place.page}`, async () => {
      // One of them from the start, the others in the open page.
      const { page, figure } = await opened(place, "#50%-off");
      const field = figure.locator("form :is(input, select)").first();
      await turn(field);
      await page.waitForTimeout(300);
      const set = await state(figure);
      const id = await figure.locator("figure").getAttribute("id");
      const all = Object.keys(set.values);
      const nonsense = NONE.map((value) => `#${id}?${all.map((name) => `${name}=${value}`).join("&")}`);
      for (const hash of [...others(id), ...nonsense]) {
        await paste(page, hash);
        assert.deepEqual(await state(figure), set, hash);
        assert.equal(await page.evaluate(() => location.hash), new URL(hash, page.url()).hash);
      }
      await turn(field);
      assert.equal(await page.locator(".live-failed").count(), 0);
      assert.deepEqual(page.wrong, []);
      await page.close();
    });
  }
});

test("one value that can't be does not spoil the others, however the address is written", async () => {
  const place = FIGURES.find(({ page }) => page === "training.html");
  const { page, figure } = await opened(place);
  const id = await figure.locator("figure").getAttribute("id");
  const queries = ["?seed=67&rate=x&hidden=99&nothing=1", "%3Fseed%3D67", "?x=50%&seed=67", "?seed=67?utm_source=y"];
  for (const query of queries) {
    await paste(page, `#${id}?`);
    assert.equal((await state(figure)).values.seed, 2);
    await paste(page, `#${id}${query}`);
    assert.deepEqual((await state(figure)).values, { rate: 1, hidden: 4, seed: 67 }, query);
  }
  await page.close();
});
