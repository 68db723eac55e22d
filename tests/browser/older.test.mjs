// The oldest browsers that the README names lack some of what the style sheets ask for. Here it is
// taken out of them, and nothing that is read may lose its color.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { choose, DESK, folder, pages, Reader } from "./book.mjs";
import { ready } from "./live.mjs";

/** What came after those browsers, as it stands in CSS. */
const NEWER = [
  // Chrome 123, Firefox 120, Safari 17.5; Chrome 111.
  /\b(light-dark|color-mix|oklch|oklab|lch|lab)(?=\()/g,
  // Firefox 121.
  /:(has)(?=\()/g,
  // Chrome 120; Chrome 114, Firefox 121, Safari 17.4.
  /(?<![\w-])(mask|text-wrap)(?=:)/g,
  // Safari 26.2 has it with a thickness.
  /(?<![\w-])text-decoration(?=:[^;]*\d)/g,
];

/** The colors of the figures, as they are drawn and as two themes show them. */
const PALETTE = {
  light: {
    "#333333": "#333333",
    "#DDDDDD": "#d6d6d2",
    "#FFFFFF": "#ffffff",
    "#0072B2": "#0072b2",
    "#D55E00": "#c04d00",
    "#009E73": "#007d5b",
    "#CC79A7": "#b04e86",
    "#E69F00": "#956400",
  },
  navy: {
    "#333333": "#d0d2dc",
    "#DDDDDD": "#3d4252",
    "#FFFFFF": "#161923",
    "#0072B2": "#56b4e9",
    "#D55E00": "#f58a4b",
    "#009E73": "#2fc39a",
    "#CC79A7": "#e29cc3",
    "#E69F00": "#f0b93a",
  },
};

const FIGURES = pages.filter(
  (page) => page !== "print.html" && /<figure[^>]*>\s*<svg/.test(readFileSync(join(folder, page))),
);

let reader, newer, older;
before(async () => {
  reader = await Reader.start();
  // What plays by itself waits.
  newer = await reader.window({ viewport: DESK, reducedMotion: "reduce" });
  older = await age(await reader.window({ viewport: DESK, reducedMotion: "reduce" }));
});
after(() => reader?.stop());

/** Gives a window the style sheets as an older browser understands them. */
async function age(window) {
  await window.route(/\.css$/, (route) => {
    const css = readFileSync(join(folder, route.request().url().slice(reader.site.length)), "utf8");
    const body = NEWER.reduce((css, name) => css.replace(name, (name) => name.replace(/\w/, "$&-no-")), css);
    return route.fulfill({ contentType: "text/css", body });
  });
  return window;
}

/** The lines and texts of the figures whose color is none of the theme, and how many there are. */
const astray = (page, colors) =>
  page.evaluate((colors) => {
    const rgb = (hex) => `rgb(${hex.match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16)).join(", ")})`;
    const found = [];
    let count = 0;
    for (const what of ["stroke", "fill"]) {
      for (const element of document.querySelectorAll(`main figure svg [${what}]`)) {
        const drawn = element.getAttribute(what);
        if (!(drawn in colors)) continue;
        count++;
        const shown = getComputedStyle(element)[what];
        if (shown !== rgb(colors[drawn])) found.push(`${what} ${drawn} is ${shown}: ${element.outerHTML.slice(0, 80)}`);
      }
    }
    return { found: found.slice(0, 5), count };
  }, colors);

/** The colors and lines of all that is read. */
const looks = (page) =>
  page.evaluate(() => {
    // Of an output below its listing the edge alone is lost.
    const KINDS =
      "h1, h2, p, a, code, code *, pre:not(figure.listing + pre), table, tr, td, th, figure, figcaption, strong, summary, details, svg text";
    const PARTS = [
      "color", "fill", "background-color", "border-bottom-color", "border-left-color", "border-left-style",
      "border-left-width", "text-decoration-line", "text-decoration-thickness",
    ];
    const look = (element, pseudo) => {
      const style = getComputedStyle(element, pseudo);
      return PARTS.map((part) => `${part} ${style.getPropertyValue(part)}`).join("; ");
    };
    const signs = [...document.querySelectorAll("main :is(a.proof, .held)")].map((element) => {
      const style = getComputedStyle(element, "::before");
      return `${element.outerHTML.slice(0, 60)}: ${style.backgroundColor} ${style.webkitMaskImage || style.maskImage}`;
    });
    const all = [...document.querySelectorAll(`main :is(${KINDS})`)];
    return [...all.map((element) => `${element.outerHTML.slice(0, 60)}: ${look(element)}`), ...signs];
  });

for (const address of FIGURES) {
  test(`${address} keeps its colors in an older browser`, async () => {
    const [page, old] = [await reader.open(newer, address), await reader.open(older, address)];
    for (const shown of [page, old]) await ready(shown);
    for (const theme of Object.keys(PALETTE)) {
      await Promise.all([page, old].map((page) => choose(page, theme)));
      const { found, count } = await astray(old, PALETTE[theme]);
      assert.deepEqual(found, [], theme);
      assert.ok(count > 3, `${count} lines and texts`);
      const [as, like] = await Promise.all([page, old].map(looks));
      assert.equal(like.length, as.length);
      assert.deepEqual(like.filter((look, i) => look !== as[i]).slice(0, 5), [], theme);
    }
    assert.deepEqual(old.wrong, []);
    await Promise.all([page.close(), old.close()]);
  });
}

test("what is taken away is", async () => {
  const page = await reader.open(older, "training.html");
  const sheets = await page.evaluate(() =>
    [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join("\n"),
  );
  assert.match(sheets, /--ink: var/);
  assert.doesNotMatch(sheets, /light-dark\(|color-mix\(|:has\(|text-wrap/);
  await page.close();
});

test("without scripts the figures are those of the system's theme, and on paper of a light one", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const window = await age(await reader.window({ javaScriptEnabled: false, colorScheme }));
    const page = await reader.open(window, "training.html");
    const dark = { ...PALETTE.navy, "#FFFFFF": "#131516" };
    assert.deepEqual((await astray(page, colorScheme === "dark" ? dark : PALETTE.light)).found, []);
    await window.close();
  }
  const page = await reader.open(older, "training.html");
  await choose(page, "navy");
  await page.emulateMedia({ media: "print" });
  assert.deepEqual((await astray(page, PALETTE.light)).found, []);
  await page.close();
});
