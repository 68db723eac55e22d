#!/usr/bin/env bash
# Writes book/live/wasm.js: the crate `live` as WebAssembly, with the functions that call it; and
# book/live/digits.js: the digits, which are not part of it.
#
# Needs rustup's target (`rustup target add wasm32-unknown-unknown`), or Debian's compiler for
# the web (`apt-get install rustc-web rust-web-src`), which builds its own standard library.
set -euo pipefail
cd "$(dirname "$0")/.."

# No path of this machine gets into the file.
export RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo --remap-path-prefix=$PWD=."
build=(cargo build --locked --quiet --profile live -p live --target wasm32-unknown-unknown)
compiler=rustc
target=$(rustc --print target-libdir --target wasm32-unknown-unknown)
if [ -d "$target" ]; then
  "${build[@]}"
else
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin/rust-lld
  RUSTFLAGS+=" -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none"
  compiler=/usr/bin/rustc
  RUSTC=$compiler RUSTC_BOOTSTRAP=1 "${build[@]}" -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size
fi

{
  echo "// Written by live/build.sh from data/digits.csv.gz. data/README.md names its source and license."
  echo "(self.backpropData ??= {}).digits = \"$(base64 -w 0 data/digits.csv.gz)\";"
} > book/live/digits.js

RUSTFLAGS='' cargo build --quiet --release --manifest-path live/bindgen/Cargo.toml --target-dir target/bindgen
out=target/bindgen/live
target/bindgen/release/bindgen target/wasm32-unknown-unknown/live/live.wasm "$out"

{
  echo "// Written by live/build.sh from the crate \`live\`, with $($compiler --version)."
  echo "self.backpropLive = { bindings() {"
  cat "$out/live.js"
  echo "return wasm_bindgen; } };"
  # In hexadecimal: a server compresses it to less than base64, which hides what repeats.
  echo "self.backpropLive.wasm = \"$(od -An -v -tx1 "$out/live_bg.wasm" | tr -d ' \n')\";"
} > "$out/wasm.js"
mv "$out/wasm.js" book/live/wasm.js
printf 'book/live/wasm.js and live.js: %s bytes, compressed\n' "$(cat book/live/{wasm,live}.js | gzip -9 | wc -c)"
