# Shared by the scripts: where things are, and how steps are told and timed.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Kept between clones. xtask/src/paths.rs follows the same rule.
cache=${XENITH_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/xenith}
target=${CARGO_TARGET_DIR:-$root/target}
wasm_target=wasm32-unknown-unknown

# rustup's and our own tools, also where no login shell has put them on the PATH.
for dir in "${CARGO_HOME:-${HOME:-/root}/.cargo}/bin" "$cache/node/bin"; do
    case ":$PATH:" in *":$dir:"*) ;; *) [ ! -d "$dir" ] || PATH=$dir:$PATH ;; esac
done
export PATH

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
die() { printf '\n%s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

steps=()
# step NAME COMMAND…: runs it and keeps its wall and CPU time for `summary`.
step() {
    local name=$1 began=$EPOCHSECONDS cpu_began
    shift
    say "$name"
    cpu_seconds
    cpu_began=$cpu
    "$@"
    cpu_seconds
    steps+=("$(printf '%-28s %7d s %7d s' "$name" $((EPOCHSECONDS - began)) $((cpu - cpu_began)))")
}

# Leaves in $cpu the CPU seconds of all programs that ended so far. Only this shell knows, so no $(…) here.
cpu_seconds() {
    local file
    file=$(mktemp)
    times >"$file"
    # The second line, children: 1m2.345s 0m6.789s
    cpu=$(awk 'NR == 2 { for (i = 1; i <= NF; i++) { split($i, p, /[ms]/); t += p[1] * 60 + p[2] } print int(t) }' "$file")
    rm -f "$file"
}

summary() {
    printf '\n%-28s %9s %9s\n' step wall CPU >&2
    printf '%s\n' "${steps[@]}" >&2
}
