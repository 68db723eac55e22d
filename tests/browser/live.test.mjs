// The figures that move: the same numbers and drawings as without a browser, by keys and by
// pointer, on any host and from a folder.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { DESK, PHONE, Reader } from "./book.mjs";
import { turn } from "./live.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const native = JSON.parse(
  execFileSync("cargo", ["run", "--quiet", "--locked", "-p", "live", "--example", "states"], {
    cwd: root,
    maxBuffer: 1 << 26,
  }),
);

/** Where each figure is. */
const PAGES = {
  feedforward: "feedforward.html",
  descent: "gradient-descent.html",
  surface: "gradient-descent.html",
  "chain-rule": "chain-rule.html",
  training: "training.html",
  activations: "activation-functions.html",
  race: "optimizers.html",
  convolution: "convolution.html",
  digits: "what-it-reads.html",
};

let reader, desk, phone;
before(async () => {
  reader = await Reader.start();
  desk = await reader.window({ viewport: DESK });
  phone = await reader.window({ viewport: PHONE, hasTouch: true });
});
after(() => reader?.stop());

/** The page of a live figure, with the figure ready. */
async function opened(name, { window = desk, query = "", from = "server" } = {}) {
  const page = await reader.open(window, PAGES[name] + query, from);
  const figure = page.locator(`live-figure[name="${name}"]`);
  // It begins when the reader comes near.
  await figure.scrollIntoViewIfNeeded();
  await figure.and(page.locator("[data-ready]")).waitFor({ timeout: 20_000 });
  return { page, figure };
}

const numbers = (figure) => figure.evaluate((element) => element.numbers());
const says = (figure) => figure.locator(".live-says").textContent();

/** Numbers that differ by no more than rounding. */
function agree(found, expected, tolerance = 1e-9) {
  assert.equal(found.length, expected.length);
  found.forEach((number, i) => {
    assert.ok(Math.abs(number - expected[i]) <= tolerance, `${i}: ${number}, not ${expected[i]}`);
  });
}

for (const name of Object.keys(PAGES)) {
  test(`${name} shows at first what it shows without a browser`, async () => {
    const { page, figure } = await opened(name);
    agree(await numbers(figure), native[name].numbers);
    assert.equal(await says(figure), native[name].says);
    const drawn = await figure.evaluate((element) => element.drawings());
    assert.deepEqual(drawn, native[name].drawings);
    assert.deepEqual(page.wrong, []);
    await page.close();
  });

  test(`every control of ${name} has a label, and keys change what they should`, async () => {
    const { page, figure } = await opened(name);
    for (const field of await figure.locator("form :is(input, select)").all()) {
      const id = await field.getAttribute("id");
      assert.ok((await figure.locator(`label[for="${id}"]`).textContent()).trim(), id);
      await turn(field);
    }
    assert.deepEqual(page.wrong, []);
    await page.close();
  });
}

test("the losses of 1500 iterations are those of the book to 1e-9", async () => {
  const { page, figure } = await opened("training");
  await figure.evaluate((element) => element.act("advance", 1500));
  agree(await numbers(figure), native["training, 1500"].numbers);
  assert.equal(await says(figure), native["training, 1500"].says);
  await page.close();
});

test("run, pause, one step and reset do what they say", async () => {
  const { page, figure } = await opened("training");
  await figure.getByRole("button", { name: "Run" }).press("Enter");
  await page.waitForFunction(() => /Iteration [1-9]\d{2}/.test(document.querySelector(".live-says").textContent));
  await figure.getByRole("button", { name: "Pause" }).click();
  const at = (await numbers(figure)).length;
  await figure.getByRole("button", { name: "One step" }).click();
  assert.equal((await numbers(figure)).length, at + 1);
  await figure.getByRole("button", { name: "Reset" }).click();
  assert.equal((await numbers(figure)).length, 1);
  await page.close();
});

test("a pointer moves the start on the curve and on the surface, and z, a finger too", async () => {
  const places = [["descent", desk], ["surface", desk], ["surface", phone], ["activations", desk]];
  for (const [name, window] of places) {
    const { page, figure } = await opened(name, { window });
    const before = await numbers(figure);
    const drawing = figure.locator(".live-views svg").first();
    await drawing.scrollIntoViewIfNeeded();
    const box = await drawing.boundingBox();
    const place = [box.x + 0.3 * box.width, box.y + 0.6 * box.height];
    if (window === phone) await page.touchscreen.tap(...place);
    else {
      await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.3 * box.height);
      await page.mouse.down();
      await page.mouse.move(...place, { steps: 4 });
      await page.mouse.up();
    }
    const after = await numbers(figure);
    assert.notEqual(before[0], after[0], name);
    assert.ok(after[0] < 0, `${name}: the place lies left of the middle, ${after[0]}`);
    await page.close();
  }
});

test("a kernel goes where a pointer points", async () => {
  const { page, figure } = await opened("convolution");
  const drawing = figure.locator(".live-views svg").first();
  // The first pixel of the last row: the kernel stays inside the image.
  await drawing.click({ position: await place(drawing, 52, 404) });
  assert.match(await says(figure), /^Row 3, column 1 .* add up to 5\.$/);
  await page.close();
});

/** A place of a drawing in units of the page. */
const place = (drawing, x, y) =>
  drawing.evaluate(
    (svg, [x, y]) => {
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      return { x: x * scale, y: y * scale };
    },
    [x, y],
  );

test("digits train in a worker, from a folder too, and what a pointer draws is read", async () => {
  const { page, figure } = await opened("digits", { from: "disk" });
  await figure.getByRole("button", { name: "Run" }).click();
  // The page draws on: without a worker it would not, from one step to the next.
  const frames = await page.evaluate(
    () =>
      new Promise((done) => {
        let count = 0;
        const figure = document.querySelector("live-figure[name=digits]");
        const frame = () => (figure.running ? (count++, requestAnimationFrame(frame)) : done(count));
        requestAnimationFrame(frame);
      }),
  );
  assert.ok(frames >= 40, `${frames} frames for forty steps`);
  const [, percent] = (await says(figure)).match(/^After 10 of 10 epochs.* and on ([\d.]+) % of 359/);
  assert.ok(Number(percent) > 96, percent);

  const drawing = figure.locator(".live-views svg").first();
  // Not under the bar at the top.
  await drawing.evaluate((svg) => svg.scrollIntoView({ block: "center", behavior: "instant" }));
  const box = await drawing.boundingBox();
  const three = [[2, 1], [4, 0.6], [5.5, 1.8], [4, 3.6], [5.6, 5.4], [4.4, 7.2], [2, 7]];
  for (const [i, [across, down]] of three.entries()) {
    const { x, y } = await place(drawing, 4 + 72 * across, 4 + 72 * down);
    await page.mouse.move(box.x + x, box.y + y, { steps: 8 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
  // The last picture may take a moment longer than the pointer.
  await page.waitForFunction(() => /The digit in the square is read as 3, (9.|100) %/.test(document.querySelector(".live-says").textContent));
  assert.deepEqual(page.wrong, []);
  await page.close();
});

test("the digits of the page are those of the crate", () => {
  const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));
  const packed = read("data/digits.csv.gz").toString("base64");
  assert.ok(read("book/live/digits.js").toString().includes(`.digits = "${packed}";`));
});

test("an address opens a state, and one with nonsense in it opens the first", async () => {
  const open = async (query) => {
    const { page, figure } = await opened("training", { query });
    const losses = await numbers(figure);
    await page.close();
    return losses[0];
  };
  const id = "#fig-loss-per-iteration";
  const first = native.training.numbers[0];
  assert.notEqual(await open(`${id}?seed=67&rate=0.1`), first);
  assert.equal(await open(`${id}?seed=&rate=x&nothing=1`), first);
});

test("the first figure of the book plays by itself, but not for who wants no motion", async () => {
  for (const [reducedMotion, plays] of [["no-preference", true], ["reduce", false]]) {
    const window = await reader.window({ reducedMotion });
    const page = await reader.open(window, "introduction.html");
    const figure = page.locator("live-figure[data-ready]");
    await figure.waitFor();
    if (plays) await page.waitForFunction(() => /Iteration 1500:/.test(document.querySelector(".live-says").textContent));
    else {
      await page.waitForTimeout(500);
      assert.equal((await numbers(figure)).length, 1);
    }
    await window.close();
  }
});

test("from a folder the figures move as well", async () => {
  const { page, figure } = await opened("training", { from: "disk" });
  agree(await numbers(figure), native.training.numbers);
  assert.deepEqual(page.wrong, []);
  await page.close();
});

test("without scripts, and where they fail, the still figure stands", async () => {
  const height = async (page) => (await page.locator("#fig-loss-per-iteration > svg").boundingBox()).height;
  const plain = await reader.window({ javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(`${reader.site}training.html`);
  assert.ok((await height(page)) > 100);
  await plain.close();
  const broken = await reader.window();
  await broken.route("**/live/part-one.js", (route) => route.abort());
  const failed = await reader.open(broken, "training.html");
  await failed.locator("live-figure").scrollIntoViewIfNeeded();
  await failed.locator(".live-failed").waitFor();
  assert.equal(await failed.locator(".live-failed").count(), 1);
  assert.ok((await height(failed)) > 100);
  await broken.close();
});
