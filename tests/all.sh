#!/usr/bin/env bash
# Every check of this project, in one command: bash tests/all.sh
#
# Wants a Rust toolchain with rustfmt and clippy. On Debian and its relatives it installs what else is missing
# (as root, or with sudo). The PC/SC service that the end-to-end tests need is started, and ended, by them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
started=$SECONDS
step_name=
summary=()

begin() {
    step_name=$1
    step_started=$SECONDS
    printf '\n== %s\n' "$step_name"
}

end() {
    summary+=("$(printf 'ok  %4d s  %s' "$((SECONDS - step_started))" "$step_name")")
    step_name=
}

finish() {
    local code=$?
    printf '\n== summary\n'
    if [[ ${#summary[@]} -gt 0 ]]; then
        printf '%s\n' "${summary[@]}"
    fi
    if [[ $code -eq 0 ]]; then
        printf 'all checks passed in %d s\n' "$((SECONDS - started))"
    else
        printf 'FAILED     %s (exit code %d, after %d s)\n' "${step_name:-before the first step}" \
            "$code" "$((SECONDS - started))"
    fi
}
trap finish EXIT

as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

# PC/SC has no deadlines, so a test that waits for a card may wait for ever. This ends it.
limited() {
    timeout --kill-after=10 900 "$@"
}

begin "system packages"
missing=()
command -v cc >/dev/null || missing+=(gcc libc6-dev)
command -v pkg-config >/dev/null || missing+=(pkg-config)
pkg-config --exists libpcsclite 2>/dev/null || missing+=(libpcsclite-dev)
PATH="$PATH:/usr/sbin" command -v pcscd >/dev/null || missing+=(pcscd)
compgen -G '/usr/lib/pcsc/drivers/serial/libifdvpcd.so*' >/dev/null || missing+=(vsmartcard-vpcd)
command -v opensc-tool >/dev/null || missing+=(opensc)
command -v gammu >/dev/null || missing+=(gammu)
if [[ ${#missing[@]} -gt 0 ]]; then
    if ! command -v apt-get >/dev/null; then
        echo "these Debian packages, or what they are called here, are missing: ${missing[*]}" >&2
        exit 1
    fi
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
else
    echo "nothing is missing"
fi
end

begin "format"
cargo fmt --check
cargo fmt --check --manifest-path tests/no_std/Cargo.toml
end

begin "clippy, all features"
cargo clippy --locked --all-targets --all-features -- -D warnings
end

begin "clippy, no features"
cargo clippy --locked --all-targets --no-default-features -- -D warnings
end

begin "each feature alone"
for feature in $(sed -n '/^\[features\]/,/^\[d/s/^\([a-z_]*\) = .*/\1/p' Cargo.toml); do
    cargo rustc --locked --lib --profile check --no-default-features --features "$feature" -- -D warnings
done
end

begin "tests, all features, with a PC/SC service"
limited cargo test --locked --all-features
end

begin "tests, no features"
limited cargo test --locked --no-default-features
end

begin "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --all-features
end

begin "a program without std"
# the same versions of everything as above
cp Cargo.lock tests/no_std/Cargo.lock
cargo build --release --manifest-path tests/no_std/Cargo.toml --target-dir target/no_std
if nm -C target/no_std/release/simcard-no-std | grep -F ' std::'; then
    echo "the standard library was linked in" >&2
    exit 1
fi
target/no_std/release/simcard-no-std
end
