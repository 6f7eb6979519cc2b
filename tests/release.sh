#!/usr/bin/env bash
# What is checked before a release, besides tests/all.sh: bash tests/release.sh [BASELINE]
#
# Licences and sources of all dependencies (deny.toml), the package, and, if a baseline is named (the tag of the release
# before, or any commit), that the public interface breaks nothing that the version number does not allow.
# Installs cargo-deny and cargo-semver-checks if they are missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
baseline=${1:-}

command -v cargo-deny >/dev/null || cargo install --locked cargo-deny

printf '\n== licences, bans, sources\n'
cargo deny --all-features --locked check licenses bans sources

printf '\n== package\n'
# builds what was packed, too
cargo package --locked
package=$(ls -t target/package/simcard-*.crate | head -n 1)
bytes=$(stat -c %s "$package")
echo "$bytes bytes packed"
if [[ $bytes -gt 1500000 ]] || tar tzf "$package" | grep -E '^[^/]+/(fuzz|tests|benches|\.ci)/'; then
    echo "the package has got something that users do not need" >&2
    exit 1
fi

printf '\n== public interface\n'
if [[ -n $baseline ]]; then
    command -v cargo-semver-checks >/dev/null || cargo install --locked cargo-semver-checks
    cargo semver-checks --baseline-rev "$baseline"
else
    echo "no baseline: the first release has nothing to break"
fi
