#!/usr/bin/env bash
# Writes what a page with a live figure loads from book/live:
#
#   wasm.js    the figures of the crate `live` as WebAssembly, with the functions that call them
#   worker.js  the same for those that take long, for a worker
#   digits.js  the digits, which are in neither
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

# module FEATURE FILE: the figures of the feature, as self.backpropLive.FEATURE.
module() {
  local out=target/bindgen/live/$1
  "${build[@]}" --features "$1"
  target/bindgen/release/bindgen target/wasm32-unknown-unknown/live/live.wasm "$out"
  {
    echo "// Written by live/build.sh from the crate \`live\`, with $($compiler --version)."
    echo "(self.backpropLive ??= {}).$1 = { bindings() {"
    cat "$out/live.js"
    echo "return wasm_bindgen; } };"
    # In hexadecimal: a server compresses it to less than base64, which hides what repeats.
    echo "self.backpropLive.$1.wasm = \"$(od -An -v -tx1 "$out/live_bg.wasm" | tr -d ' \n')\";"
  } > "$out/$2"
  mv "$out/$2" "book/live/$2"
  printf 'book/live/%s and live.js: %s bytes, compressed\n' "$2" "$(cat book/live/{"$2",live.js} | gzip -9 | wc -c)"
}

module page wasm.js
# It trains: a little larger, and a third faster.
CARGO_PROFILE_LIVE_OPT_LEVEL=s module worker worker.js

{
  echo "// Written by live/build.sh from data/digits.csv.gz. data/README.md names its source and license."
  echo "(self.backpropData ??= {}).digits = \"$(od -An -v -tx1 data/digits.csv.gz | tr -d ' \n')\";"
} > book/live/digits.js
