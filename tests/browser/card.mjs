// Takes the picture of a link to the book, which is shown where the link is shared, from the built
// book at BOOK: its title and first figure. Sites take no SVG, so a browser draws it.

import { join } from "node:path";
import { DESK, folder, Reader } from "./book.mjs";

/** What the sites that show cards ask for. */
const CARD = { width: 1200, height: 630 };

const reader = await Reader.start();
// The figure as `figures` drew it, finished and at rest.
const window = await reader.window({
  viewport: DESK,
  javaScriptEnabled: false,
  reducedMotion: "reduce",
});
const page = await reader.open(window, "introduction.html");
await page.setViewportSize(CARD);
await page.evaluate(() => {
  const [title, figure] = ["#mdbook-menu-bar .menu-title", "main figure > svg"].map((selector) => {
    const element = document.querySelector(selector);
    if (!element) throw new Error(`no ${selector}`);
    return element;
  });
  const card = document.createElement("figure");
  card.style = "display: grid; place-content: center; height: 630px; margin: 0; gap: 12px";
  title.style = "position: static; margin: 0; font-size: 60px; line-height: 1.5; opacity: 1";
  figure.style = "width: auto; max-width: none; height: 470px";
  card.append(title, figure);
  document.body.replaceChildren(card);
  if (figure.getBoundingClientRect().height < 400) throw new Error("the figure does not show");
});
await page.screenshot({ path: join(folder, "card.png") });
await reader.stop();
if (page.wrong.length > 0) throw new Error(page.wrong.join("\n"));
