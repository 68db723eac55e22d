// Makes an EPUB of the built book, target/book.epub, with pandoc. A browser takes the page apart
// first, since pandoc would drop what is said of a figure, and where links lead.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folder, Reader } from "./book.mjs";

/** The blocks that pandoc would take the id from, which links lead to. */
const BLOCKS = { FIGURE: "figure", FIGCAPTION: "caption", DETAILS: "solution", SUMMARY: "summary" };

const reader = await Reader.start();
const page = await reader.open(await reader.window({ javaScriptEnabled: false }), "print.html");
const html = await page.evaluate((blocks) => {
  const main = document.querySelector("main");
  // An image is described to those who do not see it; pandoc would drop what an SVG says.
  for (const svg of main.querySelectorAll("figure > svg")) {
    const image = document.createElement("img");
    image.src = `figures/${svg.parentElement.id.replace("fig-", "")}.svg`;
    image.alt = Array.from(svg.querySelectorAll("title, desc"), (e) => e.textContent).join(". ");
    svg.replaceWith(image);
  }
  for (const element of main.querySelectorAll(Object.keys(blocks).join())) {
    const block = document.createElement("div");
    if (element.id) block.id = element.id;
    block.className = element.className || blocks[element.nodeName];
    block.append(...element.childNodes);
    element.replaceWith(block);
  }
  // A heading of the web page is a link to itself.
  for (const link of main.querySelectorAll("a.header")) link.replaceWith(...link.childNodes);
  return main.innerHTML;
}, BLOCKS);
const [title, description] = await page.evaluate(() => [
  document.querySelector(".menu-title").textContent,
  document.querySelector("meta[name=description]").content,
]);
await reader.stop();

const options = {
  from: "html",
  to: "epub3",
  mathml: true,
  toc: true,
  "toc-depth": 2,
  css: fileURLToPath(new URL("epub.css", import.meta.url)),
  output: join(folder, "..", "book.epub"),
};
const metadata = { title, description, lang: "en" };
execFileSync(
  "pandoc",
  [
    ...Object.entries(options).map(([name, value]) => `--${name}` + (value === true ? "" : `=${value}`)),
    ...Object.entries(metadata).map(([name, value]) => `--metadata=${name}:${value}`),
  ],
  { cwd: folder, input: html, stdio: ["pipe", "inherit", "inherit"] },
);
