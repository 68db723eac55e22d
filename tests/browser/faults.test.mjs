// What live figures do where something does not come, and when a reader is quicker than they are.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { DESK, folder, Reader } from "./book.mjs";
import { ready } from "./live.mjs";

let reader;
before(async () => (reader = await Reader.start()));
after(() => reader?.stop());

/** A page of each file that a live figure needs. */
const NEEDED = [
  ["part-one.js", "gradient-descent.html"],
  ["part-two.js", "convolution.html"],
  ["reader.js", "what-it-reads.html"],
  ["digits.js", "what-it-reads.html"],
];

const cut = (share) => (text) => text.slice(0, share * text.length);

/** What may come in the place of a file, and what the page then says of it. */
const INSTEAD = [
  ["nothing", (route) => route.abort(), "missing"],
  ["an error", (route) => route.fulfill({ status: 404, contentType: "text/html", body: "<!DOCTYPE html>" }), "missing"],
  ["a page", () => "<!DOCTYPE html><title>Log in</title>", "broken"],
  ["an empty file", () => "", "broken"],
  ["its first line", cut(0.001), "broken"],
  ["its first half", cut(0.5), "broken"],
  ["all but its end", cut(0.999), "broken"],
  // As where something on the way has cut the text that is compressed, or changed it.
  ["a shorter text", (text) => text.replace(/[\w+/=]{400}(?="[^"]*$)/, ""), "broken"],
  ["another text", (text) => text.replace(/[\w+/]{8}(?=[\w+/=]{400}"[^"]*$)/, "AAAAAAAA"), "broken"],
  ["no text", (text) => text.replace(/"[\w+/=]{400,}"/, '"?"'), "broken"],
  ["another name", (text) => text.replace(/backprop\w+ \?\?=/, "other ??="), "broken"],
];

describe("what did not come is named, and the still figure stays", { timeout: 600_000 }, () => {
  for (const [file, address] of NEEDED) {
    test(file, async () => {
      const text = readFileSync(join(folder, "live", file), "utf8");
      for (const [what, given, why] of INSTEAD) {
        const window = await reader.window({ viewport: DESK });
        await window.route(`**/live/${file}`, (route) => {
          const body = given.length && why === "missing" ? given(route) : given(text);
          if (typeof body === "string") {
            assert.notEqual(body, text, what);
            return route.fulfill({ contentType: "text/javascript", body });
          }
        });
        const page = await reader.open(window, address);
        await failed(page, `${file} is ${why}`, what);
        await window.close();
      }
    });
  }
});

/** Every live figure of the page says this, and shows what it shows without scripts. */
async function failed(page, why, what) {
  const figures = await page.locator("live-figure").all();
  for (const figure of figures) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator(".live-failed").waitFor({ timeout: 20_000 });
    const said = await figure.locator(".live-failed").allTextContents();
    assert.deepEqual(said, [`The live figure does not work here (${why}).`], what);
    const box = await figure.locator("figure > svg").boundingBox();
    assert.ok(box?.height > 100, what);
    assert.equal(await figure.locator(".live-panel").count(), 0, what);
  }
}

test("a browser that lacks something is told what", async () => {
  for (const lacks of ["WebAssembly", "DecompressionStream"]) {
    const window = await reader.window({ viewport: DESK });
    await window.addInitScript((name) => delete self[name], lacks);
    for (const address of ["training.html", "what-it-reads.html"]) {
      const page = await reader.open(window, address);
      await failed(page, `this browser has no ${lacks}`);
      assert.deepEqual(page.wrong, []);
    }
    await window.close();
  }
});

/** The figures that run. */
const RUNNING = ["training.html", "activation-functions.html", "optimizers.html", "what-it-reads.html", "introduction.html"];

/** What a reader may click between two pictures, and how many runs there are then. */
const CLICKS = [
  [1, "run", "run", "run"],
  [1, "run", "run", "run", "run", "run"],
  [1, "run", "reset", "run", "run", "run"],
  [1, "run", "address", "run"],
  [1, "run", "run", "picture", "run", "run", "run"],
  [0, "run", "picture", "run", "change", "run", "run", "run", "picture", "run"],
];

describe("there is one run, whatever is clicked", { timeout: 300_000 }, () => {
  for (const reducedMotion of ["reduce", "no-preference"]) {
    for (const address of RUNNING) {
      test(`${address}, ${reducedMotion}`, async () => {
        const window = await reader.window({ viewport: DESK, reducedMotion });
        await window.addInitScript(hold);
        const page = await reader.open(window, address);
        await page.locator("live-figure").first().scrollIntoViewIfNeeded();
        await page.waitForFunction(() => document.querySelector("live-figure[data-ready]"), undefined, { polling: 50 });
        for (const [runs, ...clicks] of CLICKS) {
          assert.deepEqual(await page.evaluate(click, clicks), [runs, runs, runs], clicks.join());
        }
        assert.deepEqual(page.wrong, []);
        await window.close();
      });
    }
  }
});

/** In the page: a picture is drawn only when the test asks for it. */
function hold() {
  const { setTimeout } = self;
  const held = [];
  self.setTimeout = (go, time, ...more) => (time === 500 ? held.push(go) : setTimeout(go, time, ...more));
  self.requestAnimationFrame = (go) => held.push(go);
  /** Draws what waits to be drawn; how many steps of runs that took. */
  self.picture = async () => {
    const figure = document.querySelector("live-figure");
    let steps = 0;
    const act = figure.engine.act;
    figure.engine.act = (...actions) => {
      steps += actions.filter(([method]) => method === "advance").length;
      return act(...actions);
    };
    held.splice(0).forEach((go) => go());
    // Until the figure has answered, and what follows from it has been done.
    for (let i = 0; i < 3; i++) {
      await figure.engine.numbers();
      await new Promise((go) => setTimeout(go));
    }
    figure.engine.act = act;
    return steps;
  };
}

/** In the page: clicks, then draws three pictures; how many steps each of them took. */
async function click(clicks) {
  const figure = document.querySelector("live-figure");
  const button = (name) => figure.querySelector(`button[name=${name}]`);
  const pause = async () => {
    if (figure.running) button("run").click();
    await self.picture();
  };
  await pause();
  const doing = {
    run: () => button("run").click(),
    reset: () => button("reset").click(),
    change: () => figure.querySelector("select, input").dispatchEvent(new Event("change")),
    address: () => new Promise((done) => {
      addEventListener("hashchange", done, { once: true });
      history.replaceState(null, "", "#");
      location.hash = `#${figure.figure.id}?`;
    }),
    picture: () => self.picture(),
  };
  for (const name of clicks) {
    await doing[name]();
    // Until a step that was begun has been taken.
    await figure.engine.numbers();
    await figure.engine.numbers();
  }
  const steps = [await self.picture(), await self.picture(), await self.picture()];
  await pause();
  return steps;
}
