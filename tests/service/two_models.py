"""A store with two small models on the local server: `zipped` (an archive) and `loose` (external data)."""

from pathlib import Path

from service.faulty_server import FaultyServer
from service.fetching import (
    CONTENT,
    QUICK,
    a_catalog,
    a_file,
    a_member,
    a_zip,
    an_entry,
    names_in,
)
from smart_select.models.catalog import Role
from smart_select.models.store import ModelStore

ENCODER, DECODER, DATA = CONTENT, CONTENT[::-1], b"weights" * 5000
ZIP = a_zip({"tiny/encoder.onnx": ENCODER, "tiny/decoder.onnx": DECODER, "tiny/config.json": b"{}"})
PAIR_FILES = {"graph_encoder.onnx": ENCODER, "graph_encoder.onnx_data": DATA, "graph_decoder.onnx": DECODER}


def make_store(server: FaultyServer, root: Path, embedded: Path) -> ModelStore:
    """Return the store, and put its models on the server and the embedded one into `embedded`."""
    server.files |= {"/tiny.dtmodel": ZIP, **{f"/{name}": content for name, content in PAIR_FILES.items()}}
    members = (
        a_member("tiny/encoder.onnx", ENCODER, Role.ENCODER),
        a_member("tiny/decoder.onnx", DECODER, Role.DECODER),
    )
    archive = a_file(
        ZIP, name="tiny.dtmodel", role=Role.DATA, urls=[server.url("/tiny.dtmodel")], members=members
    )
    roles = (Role.ENCODER, Role.DATA, Role.DECODER)
    graphs = [
        a_file(content, name=name, role=role, urls=[server.url(f"/{name}")])
        for (name, content), role in zip(PAIR_FILES.items(), roles, strict=True)
    ]
    put(embedded, {"encoder.onnx": b"graph", "decoder.onnx": b"graph"})
    catalog = a_catalog(an_entry("zipped", archive), an_entry("loose", *graphs))
    return ModelStore(root, catalog=catalog, policy=QUICK, embedded=embedded)


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files as a user has them after a download by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def visible(root: Path) -> set[str]:
    """Names below the models folder, without the locks that stay."""
    return {name for name in names_in(root) if name != ".work" and not name.endswith(".lock")}
