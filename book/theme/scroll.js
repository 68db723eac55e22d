// Formulas, tables and code that are wider than their column scroll in a box of their own.
// Whoever has no mouse scrolls it with the arrow keys, so it takes the focus; one that fits does
// not, since it would only be in the way.

"use strict";

{
    const names = [
        [".math", "Formula"],
        [".table-wrapper", "Table"],
        ["pre > code.language-console", "Output"],
        ["pre > code", "Code"],
    ];
    const boxes = document.querySelectorAll(names.map(([kind]) => `main ${kind}`).join());

    function name(box) {
        const caption = box.closest("figure.listing")?.querySelector("figcaption");
        return caption?.textContent ?? names.find(([kind]) => box.matches(kind))[1];
    }

    function fit(box) {
        if (box.scrollWidth > box.clientWidth) {
            box.tabIndex = 0;
            // Not a region: those are for the parts of a page, each with a name of its own.
            box.setAttribute("role", "group");
            box.setAttribute("aria-label", name(box));
        } else {
            for (const attribute of ["tabindex", "role", "aria-label"]) {
                box.removeAttribute(attribute);
            }
        }
    }

    const sizes = new ResizeObserver((changes) => {
        for (const { target } of changes) {
            fit(target);
        }
    });
    for (const box of boxes) {
        sizes.observe(box);
    }
    // A font that arrives makes the text wider, and not the box.
    document.fonts.ready.then(() => boxes.forEach(fit));
}
