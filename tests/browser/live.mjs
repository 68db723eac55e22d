// What a reader does with a live figure.

/** Goes to every live figure of the page, which begins then, and waits until it can be used. */
export async function ready(page) {
  for (const figure of await page.locator("live-figure").all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.and(page.locator("[data-ready]")).waitFor({ timeout: 20_000 });
  }
}

/** Gives a control another value, by keys, and waits until the figure has it. */
export async function turn(field) {
  const values = () => field.evaluate((field) => JSON.stringify(field.closest("live-figure").values()));
  const before = await values();
  await field.focus();
  const { type, value, max, selectedIndex } = await field.evaluate(
    ({ type, value, max, selectedIndex }) => ({ type, value, max, selectedIndex }),
  );
  if (type === "number") {
    await field.fill(value === "7" ? "8" : "7");
    await field.press("Enter");
  } else if (type === "checkbox") await field.press("Space");
  else if (type === "select-one") await field.press(selectedIndex ? "ArrowUp" : "ArrowDown");
  else await field.press(value === max ? "ArrowLeft" : "ArrowRight");
  for (const end = Date.now() + 5_000; (await values()) === before; ) {
    if (Date.now() > end) throw new Error(`nothing has changed: ${await field.getAttribute("id")}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}
