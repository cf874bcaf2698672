#!/usr/bin/env bash
# Writes the locked requirements, with hashes, from pyproject.toml. Needs `uv` on the PATH.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=packaging/requirements
shipped=plugin/smart_select_plugin/environment/locks
lock=(uv pip compile --universal --python-version 3.11 --generate-hashes
      --no-header --no-annotate --no-emit-index-url --quiet)
"${lock[@]}" pyproject.toml --extra demo --extra test --extra lint --output-file $folder/dev.txt
# The same versions, so that the second installation adds packages and changes none.
"${lock[@]}" pyproject.toml --extra demo --constraint $folder/dev.txt --output-file $folder/demo.txt
# The manual's generator, beside the versions above.
"${lock[@]}" pyproject.toml --extra manual --constraint $folder/dev.txt --output-file $folder/manual.txt
# Other mattes, which `make accuracy-edges` measures ours against.
"${lock[@]}" pyproject.toml --extra edges --constraint $folder/dev.txt --output-file $folder/edges.txt
# What the plug-ins install for the user travels with them.
"${lock[@]}" pyproject.toml --constraint $folder/dev.txt --output-file $shipped/runtime.txt
"${lock[@]}" $folder/tools.in --output-file $shipped/tools.txt
"${lock[@]}" $folder/build.in --output-file $folder/build.txt
