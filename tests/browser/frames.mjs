// How long a frame of the live training takes: a hundred updates and the picture after them.
//   node tests/browser/frames.mjs

import { DESK, Reader } from "./book.mjs";

const reader = await Reader.start();
const page = await reader.open(await reader.window({ viewport: DESK }), "training.html");
await page.locator("live-figure").scrollIntoViewIfNeeded();
await page.locator("live-figure[data-ready]").waitFor();
const times = await page.locator("live-figure").evaluate(async (element) => {
  const times = [];
  for (let frame = 0; frame < 101; frame++) {
    const start = performance.now();
    await element.act("advance", 100);
    // The browser lays out what it was given.
    element.getBoundingClientRect();
    times.push(performance.now() - start);
    await new Promise((go) => requestAnimationFrame(go));
  }
  return times.sort((a, b) => a - b);
});
console.log(`median ${times[50].toFixed(1)} ms, 90 of 100 below ${times[90].toFixed(1)} ms`);
await reader.stop();
