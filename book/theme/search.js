// The search of mdBook, which is loaded when a reader first searches, or comes to a page from a
// search. A reader may search for a symbol, but mdBook's index has words of ASCII only. So a symbol
// in a search stands for its name in the code, or for how it is read, as the notation page has it.

"use strict";

if (window.search_scripts) {
    const names = new Map(
        Object.entries({
            "σ": "sigmoid",
            "σ'": "sigmoid_prime",
            "ŷ": "y_hat",
            "η": "learning_rate",
            "∂": "slope",
            "ℓ": "layer",
            "μ": "mu",
            "ρ": "rho",
            "β": "beta",
            "ε": "epsilon",
            "λ": "lambda",
            "φ": "phi",
        }),
    );
    function name(word, trim) {
        // σ′(z) is σ', and W₁ is w1.
        const symbol = word.replace("′", "'").replace(/\(.*/, "").normalize("NFKC");
        return names.get(symbol) ?? trim(symbol);
    }

    function script(address) {
        return new Promise((loaded, failed) => {
            const element = document.createElement("script");
            element.src = address;
            // In the order in which they are asked for.
            element.async = false;
            element.onload = loaded;
            element.onerror = failed;
            document.head.append(element);
        });
    }

    let loading;
    function load() {
        loading ??= Promise.all(window.search_scripts.map(script)).then(() => {
            const trim = elasticlunr.trimmer;
            const trimmer = (word) => name(word, trim);
            elasticlunr.Pipeline.registeredFunctions.trimmer = Object.assign(trimmer, { label: "trimmer" });
        });
        return loading;
    }

    const toggle = document.getElementById("mdbook-search-toggle");
    const box = document.getElementById("mdbook-search-wrapper");
    const bar = document.getElementById("mdbook-searchbar");

    // What is typed before the scripts are there stays, and mdBook searches for it.
    async function open(event) {
        event.preventDefault();
        document.removeEventListener("keydown", key);
        toggle.removeEventListener("click", open);
        box.classList.remove("hidden");
        scrollTo(0, 0);
        bar.focus();
        await load();
        box.classList.add("hidden");
        toggle.click();
        bar.setSelectionRange(bar.value.length, bar.value.length);
    }

    function key(event) {
        const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
        const asks = event.key === "s" || event.key === "/";
        if (asks && !held && !mdbook_something_else_has_focus(event)) open(event);
    }

    if (/[?&](search|highlight)=/.test(location.search)) load();
    else {
        document.addEventListener("keydown", key);
        toggle.addEventListener("click", open);
    }
}
