#!/bin/sh
# Set-up and the everyday commands, on Python 3.11 or newer and the package registries alone.
#
#   ./do run  [OPTIONS]   set up if needed, then publish everything registered (kyosei run)
#   ./do test [OPTIONS]   set up with the developers' tools, then ruff, mypy and pytest
#   ./do kyosei ...       any other command of the program, e.g. ./do kyosei schema budgets
#   ./do lock             re-make requirements.lock and requirements-dev.lock from pyproject.toml
set -eu
cd "$(dirname "$0")"

die() {
    printf '%s\n' "$@" >&2
    exit 2
}

usable() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1
}

find_python() {
    for python in python3 python3.11 python3.12 python3.13 python3.14; do
        if usable "$python"; then return 0; fi
    done
    return 1
}

# Debian ships venv apart from Python; the first is needed once, to make .venv.
install_debian_python() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv >&2
    else
        die "Python 3.11-3.14 と venv が必要です。 Python 3.11-3.14 with venv is needed:" \
            "  sudo apt-get install python3 python3-venv"
    fi
}

make_venv() {
    if ! find_python || ! "$python" -c 'import ensurepip' 2>/dev/null; then
        install_debian_python
        find_python || die "Python 3.11-3.14 was not found after the installation of Debian's python3."
    fi
    "$python" -m venv --clear .venv
}

# One stamp a lock: set-up is skipped while nothing it depends on has changed.
set_up() {
    lock=$1
    usable .venv/bin/python || make_venv
    stamp=$(cat "$lock" pyproject.toml do | .venv/bin/python -c \
        'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
    if [ -f ".venv/stamp-$lock" ] && [ "$(cat ".venv/stamp-$lock")" = "$stamp" ]; then return 0; fi
    echo "準備中(初回は数分かかります)… Setting up; the first time takes a few minutes ..." >&2
    pip="env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m pip --disable-pip-version-check install -q"
    # The lock is complete; without --no-deps pip asks for an unpinned sqlalchemy[asyncio] and refuses.
    $pip --no-deps --require-hashes -r "$lock" >&2
    $pip --no-deps --no-build-isolation -e . >&2
    env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m compileall -q extractors expectations pipeline >&2
    echo "$stamp" >".venv/stamp-$lock"
}

compile_lock() {
    output=$1
    shift
    printf 'hatchling==1.27.0\neditables\n' | .venv/bin/python -m uv pip compile --quiet --universal \
        --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade \
        --output-file "$output" "$@" pyproject.toml -
}

make_locks() {
    usable .venv/bin/python || make_venv
    .venv/bin/python -m pip --disable-pip-version-check install -q uv >&2
    compile_lock requirements.lock
    compile_lock requirements-dev.lock --extra dev --constraint requirements.lock
}

run_tests() {
    set_up requirements-dev.lock
    .venv/bin/ruff check .
    .venv/bin/mypy
    # A file stays on one worker, so that what its tests share is made once; tests/conftest.py gives the order.
    .venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder "$@"
}

command=${1-}
[ $# -gt 0 ] && shift
case $command in
    run) set_up requirements.lock && exec .venv/bin/kyosei run "$@" ;;
    kyosei) set_up requirements.lock && exec .venv/bin/kyosei "$@" ;;
    test) run_tests "$@" ;;
    lock) make_locks ;;
    *) sed -n '2,/^set/s/^#\( \|$\)//p' do; [ -z "$command" ] || exit 2 ;;
esac
