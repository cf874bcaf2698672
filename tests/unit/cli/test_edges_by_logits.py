"""A cut-out's matte is made with what the model said, where the mask is the model's."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fakes.hairy import HEIGHT, WIDTH, Hairy, hairy
from smart_select.values import Candidate, Embedding, Logits, Prediction, Prompt, Size
from unit.cli.conftest import Run
from unit.cli.fake_engine import FakeEngine

PROMPT = ("--box", "60,40,180,170")


class HairEngine(FakeEngine):
    """Answers every prompt with the hairy object's mask and these logits, over a part of its square."""

    def __init__(self, object_: Hairy, logits: Logits, covered: tuple[float, float] = (1.0, 1.0)) -> None:
        super().__init__()
        self._object, self._covered = object_, covered
        rows, columns = (round(side / part) for side, part in zip(logits.shape, covered[::-1], strict=True))
        self._logits = np.full((rows, columns), -8, np.float32)
        self._logits[: logits.shape[0], : logits.shape[1]] = logits

    def covered(self, size: Size, /) -> tuple[float, float]:
        return self._covered

    def predict(self, embedding: Embedding, prompt: Prompt, /) -> Prediction:
        width, height = embedding.size
        mask = self._object.mask
        if embedding.size != (WIDTH, HEIGHT):  # a second look
            mask = np.asarray(Image.fromarray(mask[:, 30:210]).resize((width, height)))
        candidate = Candidate(self._logits, 0.9, lambda _logits: mask)
        return Prediction(candidates=(candidate,), best_index=0)


@pytest.fixture
def object_(folder: Path) -> Hairy:
    """The object that is in hair.png."""
    made = hairy()
    Image.fromarray(made.photo).save(folder / "hair.png")
    return made


def error_of(cli: Run, engine: FakeEngine, object_: Hairy, *options: str) -> float:
    Path("cut.png").unlink(missing_ok=True)
    outcome = cli("cutout", "hair.png", *PROMPT, "-o", "cut.png", *options, engine=engine)
    assert outcome.code == 0, outcome.err
    with Image.open("cut.png") as image:
        return object_.error_of(np.asarray(image)[..., 3])


@pytest.mark.parametrize("edge", ["auto", "matte"])
@pytest.mark.parametrize("covered", [(1.0, 1.0), (1.0, 0.75), (0.5, 1.0)])
def test_strands_that_the_model_left_open_are_found_by_their_colours(
    cli: Run, object_: Hairy, edge: str, covered: tuple[float, float]
) -> None:
    open_ = error_of(cli, HairEngine(object_, object_.logits, covered), object_, "--edge", edge)
    firm = error_of(cli, HairEngine(object_, object_.firm_logits, covered), object_, "--edge", edge)
    assert open_ < 0.05
    assert firm > 0.4


def test_batches_do_so_too(cli: Run, object_: Hairy, folder: Path) -> None:
    engine = HairEngine(object_, object_.logits)
    Path("cut.png").unlink(missing_ok=True)
    outcome = cli("cutout", "hair.png", "photo.png", "--subject", "--out", "done", engine=engine)
    assert (folder / "done").is_dir(), outcome.err
    with Image.open(next((folder / "done").glob("hair*.png"))) as image:
        assert object_.error_of(np.asarray(image)[..., 3]) < 0.05


def test_a_second_look_leaves_open_what_the_first_did(cli: Run, object_: Hairy) -> None:
    engine = HairEngine(object_, object_.logits)
    # The second answer of this engine lies elsewhere; how firmly it is taken is not the question here.
    assert error_of(cli, engine, object_, "--second-look", "always", "--edge", "matte") < 0.1
    assert len(engine.seen) == 2


def test_a_lasso_is_not_what_the_model_s_logits_are_about(cli: Run, object_: Hairy) -> None:
    Image.fromarray(object_.mask).save("lasso.png")
    engine = HairEngine(object_, object_.logits)
    outcome = cli("cutout", "hair.png", "--mask", "lasso.png", "--snap", "-o", "cut.png", engine=engine)
    assert outcome.code == 0, outcome.err
    with_logits = np.asarray(Image.open("cut.png"))[..., 3]
    Path("cut.png").unlink()
    cli(
        "cutout",
        "hair.png",
        "--mask",
        "lasso.png",
        "--snap",
        "-o",
        "cut.png",
        engine=HairEngine(object_, object_.firm_logits),
    )
    assert np.array_equal(np.asarray(Image.open("cut.png"))[..., 3], with_logits)
