#!/usr/bin/env bash
# Writes what a page with a live figure loads from book/live:
#
#   part-one.js, part-two.js, reader.js   the figures of a feature of the crate `live` as
#                                         WebAssembly, with the functions that call them
#   digits.js                             the digits, which are in none of these
#
# Needs rustup's target (`rustup target add wasm32-unknown-unknown`), or Debian's compiler for
# the web (`apt-get install rustc-web rust-web-src`), which builds its own standard library.
set -euo pipefail
cd "$(dirname "$0")/.."

# No path of this machine gets into the files.
export RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo --remap-path-prefix=$PWD=."
build=(cargo build --locked --quiet --profile live -p live --target wasm32-unknown-unknown --no-default-features)
compiler=rustc
target=$(rustc --print target-libdir --target wasm32-unknown-unknown)
if [ ! -d "$target" ]; then
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin/rust-lld
  RUSTFLAGS+=" -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none"
  compiler=/usr/bin/rustc
  build=(env RUSTC=$compiler RUSTC_BOOTSTRAP=1 "${build[@]}" -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size)
fi
RUSTFLAGS='' cargo build --quiet --release --manifest-path live/bindgen/Cargo.toml --target-dir target/bindgen

# Compressed, and as text that a script can hold.
packed() { gzip -9n | base64 -w 0; }

# module FEATURE: its figures, as self.backpropLive.FEATURE.
module() {
  local out=target/bindgen/live/$1
  "${build[@]}" --features "$1"
  target/bindgen/release/bindgen target/wasm32-unknown-unknown/live/live.wasm "$out"
  {
    echo "// Written by live/build.sh from the crate \`live\`, with $($compiler --version)."
    echo "(self.backpropLive ??= {})[\"$1\"] = { bindings() {"
    cat "$out/live.js"
    echo "return wasm_bindgen; },"
    echo "wasm: \"$(packed < "$out/live_bg.wasm")\" };"
  } > "$out/$1.js"
  mv "$out/$1.js" "book/live/$1.js"
  printf 'book/live/%s.js: %s bytes, compressed\n' "$1" "$(gzip -9c "book/live/$1.js" | wc -c)"
}

module part-one
module part-two
# It trains: a little larger, and a third faster.
CARGO_PROFILE_LIVE_OPT_LEVEL=s module reader

{
  echo "// Written by live/build.sh from data/digits.csv.gz. data/README.md names its source and license."
  echo "(self.backpropData ??= {}).digits = \"$(base64 -w 0 data/digits.csv.gz)\";"
} > book/live/digits.js
