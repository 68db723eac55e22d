//! Writes the JavaScript that a page calls our WebAssembly through: `bindgen IN.wasm DIR`.

use std::env;

use wasm_bindgen_cli_support::Bindgen;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, folder] = &arguments[..] else {
        panic!("usage: bindgen IN.wasm DIR");
    };
    let mut bindgen = Bindgen::new();
    let written = bindgen.input_path(input).no_modules(true).and_then(|bindgen| {
        bindgen
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(folder)
    });
    written.expect("a module that the same version of wasm-bindgen annotated");
}
