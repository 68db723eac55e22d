// The bar at the top of mdBook's pages, for readers who use the keyboard or a screen reader: it
// is no landmark there, and its switch for the sidebar is a label that takes no focus.

"use strict";

{
    document.getElementById("mdbook-menu-bar").setAttribute("role", "banner");

    const toggle = document.getElementById("mdbook-sidebar-toggle");
    toggle.setAttribute("role", "button");
    toggle.tabIndex = 0;
    toggle.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            toggle.click();
        }
    });
}
