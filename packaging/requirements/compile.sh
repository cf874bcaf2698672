#!/usr/bin/env bash
# Writes the locked requirements, with hashes, from pyproject.toml. Needs `uv` on the PATH.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=packaging/requirements
lock=(uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes
      --no-header --no-annotate --no-emit-index-url --quiet)
"${lock[@]}" --extra demo --extra test --extra lint --output-file $folder/dev.txt
# The same versions, so that the second installation adds packages and changes none.
"${lock[@]}" --extra demo --constraint $folder/dev.txt --output-file $folder/demo.txt
