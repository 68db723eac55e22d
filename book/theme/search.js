// A reader may search for a symbol, but mdBook's index has words of ASCII only. So a symbol in a
// search stands for its name in the code, or for how it is read, as the notation page has it.

"use strict";

if (window.elasticlunr) {
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
    const trim = elasticlunr.trimmer;

    function name(word) {
        // σ′(z) is σ', and W₁ is w1.
        const symbol = word.replace("′", "'").replace(/\(.*/, "").normalize("NFKC");
        return names.get(symbol) ?? trim(symbol);
    }

    elasticlunr.Pipeline.registeredFunctions.trimmer = Object.assign(name, { label: "trimmer" });
}
