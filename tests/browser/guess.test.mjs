// The questions of the pages: answered in every way, with the keyboard, and kept.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { folder, pages, Reader } from "./book.mjs";

let reader, plain;
before(async () => {
  reader = await Reader.start();
  plain = await reader.window({ javaScriptEnabled: false });
});
after(() => reader.stop());

/** The pages that ask. */
const ASKING = pages
  .filter((page) => !/^(source|print|index)/.test(page))
  .filter((page) => readFileSync(join(folder, page), "utf8").includes("<guess-first"));

/** Opens a page for a reader who has answered nothing, or for the one of `window`. */
async function open(address, window) {
  window ??= await reader.window({ asks: true });
  const page = await reader.open(window, address);
  page.visitor = window;
  return page;
}

/** The first question of this kind, and the page that it stands on. */
async function first(kind) {
  for (const address of ASKING) {
    const page = await open(address);
    const guess = page.locator(`guess-first[data-kind=${kind}]`).first();
    if (await guess.count()) {
      const id = await guess.getAttribute("id");
      // The questions that cover this one.
      await guess.evaluate((guess) => {
        const covers = (after) => after?.closest("after-guess");
        for (let after = covers(guess); after; after = covers(after.parentElement)) {
          after.previousElementSibling.querySelector(".show").click();
        }
      });
      return { page, address, guess: page.locator(`#${id}`), covered: page.locator(`#${id} + after-guess`) };
    }
    await page.close();
  }
  throw new Error(`no page asks for a ${kind}`);
}

const verdict = (guess) => guess.locator(".verdict").textContent();

describe("a question", { timeout: 300_000 }, () => {
  test("hides its answers and what follows until it is answered", async () => {
    const { page, guess, covered } = await first("choice");
    await guess.locator(".answering").waitFor();
    assert.ok(!(await guess.locator("li").first().isVisible()));
    assert.equal(await covered.getAttribute("hidden"), "until-found");
    const wrong = guess.locator(".answering button:not(.show)");
    const texts = await wrong.allTextContents();
    const right = await guess.locator("li:has(.is-right) > strong").first().textContent();
    await wrong.nth(texts.findIndex((text) => text !== right)).click();
    assert.match(await verdict(guess), /^You said .*[^t]\.$/);
    assert.equal(await guess.locator("li.said .is-wrong").count(), 1);
    assert.equal(await covered.getAttribute("hidden"), null);
    assert.ok(await guess.locator("li").first().isVisible());
    assert.deepEqual(page.wrong, []);
  });

  test("takes a number within its tolerance, and knows the wrong ones", async () => {
    const { page, guess } = await first("number");
    const [right, wrong] = await guess.evaluate((guess) => {
      const is = (mark) => guess.querySelector(mark).dataset.is;
      return [is(".is-right"), is(".is-wrong")];
    });
    const within = Number(await guess.getAttribute("data-within"));
    const field = guess.locator("input");
    await field.fill("many");
    await field.press("Enter");
    assert.equal(await guess.locator(".verdict").count(), 0);
    assert.match(await field.evaluate((field) => field.validationMessage), /no number/);
    await field.fill(String(Number(right) + 0.9 * within).replace("-", "−"));
    await field.press("Enter");
    assert.match(await verdict(guess), /: right\.$/);
    assert.ok(await guess.locator(".verdict").evaluate((verdict) => verdict === document.activeElement));

    await page.locator(".tally button").click();
    await field.fill(wrong);
    await field.press("Enter");
    assert.equal(await guess.locator("li.said .is-wrong").getAttribute("data-is"), wrong);

    await page.locator(".tally button").click();
    await field.fill("123456789");
    await field.press("Enter");
    assert.equal(await guess.locator("li.said").count(), 0);
    assert.match(await verdict(guess), /You said 123456789\.$/);
    assert.deepEqual(page.wrong, []);
  });

  test("takes words however they are spaced", async () => {
    const { page, guess } = await first("words");
    const right = await guess.locator("li:has(.is-right) > strong").first().textContent();
    await guess.locator("input").fill(` ${right.toUpperCase()} `);
    await guess.getByRole("button", { name: "Answer" }).click();
    assert.match(await verdict(guess), /: right\.$/);
    assert.deepEqual(page.wrong, []);
  });

  test("takes a place in a figure, from the keyboard and from a click", async () => {
    const { page, guess } = await first("place");
    const figure = page.locator(`#${await guess.getAttribute("data-figure")} > svg`);
    const slider = guess.locator("input[type=range]");
    await slider.focus();
    const start = await slider.inputValue();
    await slider.press("ArrowRight");
    assert.notEqual(await slider.inputValue(), start);
    const marker = () => figure.locator(".guessed-place").getAttribute("x1");
    const before = await marker();
    const { width, height } = await figure.boundingBox();
    await figure.click({ position: { x: width / 2, y: height / 2 } });
    assert.notEqual(await marker(), before);
    const right = await guess.locator(".is-right").getAttribute("data-is");
    await slider.evaluate((slider, value) => {
      slider.value = value;
      slider.dispatchEvent(new Event("input"));
    }, right);
    await guess.getByRole("button", { name: "Answer" }).press("Enter");
    assert.match(await verdict(guess), /: right\.$/);
    assert.equal(await figure.locator(".guessed-place").count(), 0);
    assert.deepEqual(page.wrong, []);
  });

  test("takes an order", async () => {
    const { page, guess } = await first("order");
    const rows = guess.locator(".answering li");
    const order = () => rows.evaluateAll((rows) => rows.map((row) => row.dataset.item));
    const sorted = [...(await order())].sort();
    assert.notDeepEqual(await order(), sorted);
    for (const [place, item] of sorted.entries()) {
      while ((await order()).indexOf(item) > place) {
        await guess.locator(`.answering li[data-item="${item}"] button`).first().press("Enter");
      }
    }
    await guess.getByRole("button", { name: "Answer" }).press("Enter");
    assert.match(await verdict(guess), /: right\.$/);
    assert.deepEqual(page.wrong, []);
  });

  test("keeps its answer, counts it once, and forgets it when told", async () => {
    const { page, address, guess } = await first("choice");
    const id = await guess.getAttribute("id");
    await guess.locator(".answering button:not(.show)").first().press("Enter");
    const said = await verdict(guess);
    const again = await open(address, page.visitor);
    assert.equal(await verdict(again.locator(`#${id}`)), said);
    assert.match(await again.locator(".tally").textContent(), /you answered 1, [01] of them right/);
    await again.locator(".tally button").click();
    assert.equal(await again.locator(`#${id} .verdict`).count(), 0);
    assert.ok(await again.locator(`#${id} .answering`).isVisible());
    const anew = await open(address, page.visitor);
    assert.equal(await anew.locator(`#${id} .verdict`).count(), 0);
    assert.ok(await anew.locator(".tally").isHidden());
  });

  test("that is only shown is no answer", async () => {
    const { page, guess, covered } = await first("number");
    await guess.locator(".show").press("Enter");
    assert.equal(await covered.getAttribute("hidden"), null);
    assert.match(await page.locator(".tally").textContent(), /you answered 0, 0 of them right/);
  });
});

describe("all is there to read", { timeout: 300_000 }, () => {
  test("without scripts", async () => {
    for (const address of ASKING) {
      const page = await reader.open(plain, address);
      const items = page.locator("guess-first li");
      assert.ok((await items.count()) > 0);
      for (const item of await items.all()) assert.ok(await item.isVisible(), address);
      await page.close();
    }
  });

  test("on paper", async () => {
    const { page, guess, covered } = await first("choice");
    await page.emulateMedia({ media: "print" });
    assert.ok(await guess.locator("li").first().isVisible());
    assert.ok(await guess.locator(".answering").isHidden());
    const visibility = await covered.evaluate((covered) => getComputedStyle(covered).contentVisibility);
    assert.equal(visibility, "visible");
  });

  test("on the page with the whole book, and for who comes from the search", async () => {
    const { address } = await first("choice");
    for (const from of ["print.html", `${address}?highlight=loss`]) {
      const page = await open(from);
      assert.equal(await page.locator(".answering").count(), 0);
      await page.close();
    }
  });

  test("where an address leads", async () => {
    for (const address of ASKING) {
      const page = await open(address);
      const id = await page.locator("after-guess[hidden] figure[id]").first().getAttribute("id").catch(() => null);
      if (!id) continue;
      const there = await open(`${address}#${id}`);
      await there.waitForFunction((id) => {
        const { top, bottom } = document.getElementById(id).getBoundingClientRect();
        return top < innerHeight && bottom > 0;
      }, id);
      assert.equal(await there.locator(".verdict").count(), 0);
      return;
    }
    assert.fail("no figure lies behind a question");
  });
});

test("what the browser keeps may be anything", async () => {
  const { address } = await first("choice");
  const kept = ["[", "null", "7", "[1]", '{"guess-00000000": 3}'];
  for (const text of kept) {
    const window = await reader.window({ asks: true });
    await window.addInitScript((text) => localStorage.setItem("backprop-guesses", text), text);
    const page = await open(address, window);
    await page.locator(".answering").first().waitFor();
    await page.locator(".answering .show").first().click();
    assert.deepEqual(page.wrong, [], text);
    await window.close();
  }
});
