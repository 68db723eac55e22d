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

    function name(box) {
        const caption = box.closest("figure.listing")?.querySelector("figcaption");
        return caption?.textContent ?? names.find(([kind]) => box.matches(kind))[1];
    }

    const sizes = new ResizeObserver((changes) => {
        for (const { target: box } of changes) {
            if (box.scrollWidth > box.clientWidth) {
                box.tabIndex = 0;
                box.setAttribute("role", "region");
                box.setAttribute("aria-label", name(box));
            } else {
                for (const attribute of ["tabindex", "role", "aria-label"]) {
                    box.removeAttribute(attribute);
                }
            }
        }
    });

    for (const box of document.querySelectorAll(names.map(([kind]) => `main ${kind}`).join())) {
        sizes.observe(box);
    }
}
