"""One network learns what several answer together: answers are kept, moved with the picture and learnt."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")

RECIPE = Path(__file__).resolve().parents[2] / "packaging"
Command = Callable[..., None]


@pytest.fixture(autouse=True)
def recipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(RECIPE))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)  # what the commands set is the whole process's
    torch.set_flush_denormal(False)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command of the recipe: command("teach", out=..., minutes=...)."""
    from importlib import import_module

    def run(name: str, *flags: str, **options: object) -> None:
        words = [
            word
            for key, value in options.items()
            for word in (f"--{key}", *map(str, value if isinstance(value, list) else [value]))
        ]
        monkeypatch.setattr(sys, "argv", [name, *flags, *words, "--device", "cpu"])
        import_module(f"embedded_model.{name}").main()

    return run


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outlined discs on a ground of which half is labelled, in a folder as the recipe wants it."""
    folder, rng = tmp_path_factory.mktemp("photos"), np.random.default_rng(0)
    lines = ["image,regions,source,everything_labelled"]
    ys, xs = np.mgrid[:96, :128]
    for name in ("a", "b", "c"):  # none of them is held out
        disc = (ys - rng.uniform(30, 66)) ** 2 + (xs - rng.uniform(40, 88)) ** 2 < 24**2
        image = np.where(disc[..., None], *rng.integers(0, 255, (2, 3)))
        image = np.clip(image + rng.normal(0, 8, image.shape), 0, 255).astype(np.uint8)
        Image.fromarray(image).save(folder / f"{name}.png")
        regions = np.where(disc, 1, np.where(xs < 64, 2, 0)).astype(np.uint8)
        Image.fromarray(regions).save(folder / f"{name}_regions.png")
        lines.append(f"{name}.png,{name}_regions.png,made,0")
    (folder / "manifest.csv").write_text("\n".join(lines))
    return folder


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Networks that have learnt nothing: three that are sure of themselves and one that is not."""
    sys.path.insert(0, str(RECIPE))
    from embedded_model.network import Network

    sys.path.remove(str(RECIPE))
    folder = tmp_path_factory.mktemp("checkpoints")
    for seed in range(4):
        torch.manual_seed(seed)
        weights = Network().state_dict()
        weights["decoder.coarse4.weight"] *= 20.0 if seed < 3 else 1.0
        torch.save({"average": weights, "step": seed, "seen": 0}, folder / f"{seed}.pt")
    return sorted(folder.glob("*.pt"))


def test_pupil_comes_closer_to_what_the_teachers_answer(
    command: Command, photos: Path, checkpoints: list[Path], tmp_path: Path
) -> None:
    from embedded_model.average import mean_of
    from embedded_model.network import Network, load
    from embedded_model.pupil import Answers, Run

    *teachers, start = checkpoints
    command("teach", data=photos, checkpoints=teachers, out=tmp_path / "answers", minutes=0.0)
    answers = Answers(tmp_path / "answers")
    assert len(answers.views) == 1  # a view at least, however short the time
    asked = answers.views[0]
    assert asked.labelled.any()
    assert not asked.labelled.all()  # clicks go anywhere
    assert set(asked.labels.flatten().tolist()) >= {1.0, 2.0, 3.0}  # clicks and boxes

    given = {"answers": tmp_path / "answers", "start": start, "out": tmp_path, "rate": 1e-3}
    command("pupil", minutes=0.01, **given)
    state = torch.load(tmp_path / "last.pt")
    Network().load_state_dict(mean_of(torch.load(start)["average"], state["average"]))
    assert (tmp_path / "snapshot100.pt").exists()
    command("pupil", "--resume", minutes=0.011, **given)

    run = Run(tmp_path, load(teachers[0], torch.device("cpu")), torch.device("cpu"))
    run.resume()
    assert run.step > state["step"] >= 1
    assert run.spent == 0.011
    lessons = answers.take(np.random.default_rng(1), 1)
    losses = [run.learn(lessons, 1e-3)["distil"] for _ in range(6)]
    assert losses[-1] < 0.7 * losses[0]
    scores = torch.load(start)["average"]
    for name, weight in run.net.state_dict().items():
        if name.startswith("decoder.score"):  # left to calibrate
            torch.testing.assert_close(weight, scores[name])


def test_teaching_goes_on_where_it_was_stopped(
    command: Command, photos: Path, checkpoints: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from embedded_model import teach
    from embedded_model.pupil import Answers

    monkeypatch.setattr(teach, "SHARD", 1)
    given = {"data": photos, "checkpoints": checkpoints[:1], "minutes": 0.0}
    for _ in range(2):
        command("teach", out=tmp_path / "stopped", seed=3, **given)
    first, second = Answers(tmp_path / "stopped").views
    assert not torch.equal(first.image, second.image)

    (tmp_path / "stopped" / "3_0001.pt").unlink()
    command("teach", out=tmp_path / "stopped", seed=3, **given)
    answers = Answers(tmp_path / "stopped")
    again = answers.views[1]
    assert all(
        torch.equal(old, new) for old, new in zip(vars(second).values(), vars(again).values(), strict=True)
    )

    command("teach", out=tmp_path / "stopped", seed=4, **given)
    answers.refresh()  # a pupil takes in what is new
    assert len(answers.views) == 3
    assert not torch.equal(answers.views[2].image, first.image)


def test_pupil_without_answers_says_what_to_do(
    command: Command, checkpoints: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match=r"no answers yet: run embedded_model\.teach first"):
        command("pupil", answers=tmp_path, start=checkpoints[0], out=tmp_path / "run")


def test_answers_move_with_the_picture() -> None:
    from embedded_model.answers import CELLS, SIZE, STRIDE, Answer, view_of
    from embedded_model.augment import lesson_of
    from embedded_model.prompts import Prompt

    ys, xs = np.mgrid[:SIZE, :SIZE]
    disc = (ys - 100) ** 2 + (xs - 150) ** 2 < 30**2
    logits = torch.from_numpy(np.where(disc, 8.0, -8.0).astype(np.float32))[::STRIDE, ::STRIDE].expand(
        3, -1, -1
    )
    prompts = [
        Prompt([(150.0, 100.0, 1)]),
        Prompt([(120.0, 70.0, 2), (180.0, 130.0, 3)]),
        Prompt([(150.0, 100.0, 1), (20.0, 240.0, 0)], np.where(disc, 8.0, -8.0).astype(np.float32)),
    ]
    answers = [Answer(prompt, logits, torch.full((3,), 0.5), disc) for prompt in prompts]
    image = torch.from_numpy(np.where(disc[..., None], 250, 5).repeat(3, 2).astype(np.uint8))
    view = view_of(image, torch.ones(SIZE, SIZE), answers)

    seen = 0
    for seed in range(30):
        lesson = lesson_of(np.random.default_rng(seed), view)
        on = torch.from_numpy(lesson.image.mean(2) > 128)[STRIDE // 2 :: STRIDE, STRIDE // 2 :: STRIDE]
        for prompt, taught, target in zip(lesson.prompts, lesson.logits, lesson.targets, strict=True):
            planes = [taught[0] > 0, target > 0.5]
            if prompt.mask is not None:
                planes.append(torch.from_numpy(prompt.mask > 0))
            for plane in planes:
                assert (plane != on).float().mean() < 0.02
            for x, y, label in prompt.points:
                if label < 2:
                    assert on[int(y / STRIDE), int(x / STRIDE)] == (label == 1)
            corners = {label: (x, y) for x, y, label in prompt.points if label >= 2}
            if corners:
                (x0, y0), (x1, y1) = corners[2], corners[3]
                centres = (np.arange(CELLS) + 0.5) * STRIDE
                inside = ((centres > x0) & (centres < x1)) & ((centres > y0) & (centres < y1))[:, None]
                assert on[torch.from_numpy(inside)].sum() >= 0.95 * on.sum()
                assert x1 > x0
                seen += 1
    assert seen > 5


def test_candidates_are_put_in_the_order_of_the_base() -> None:
    from embedded_model.ensemble import likeness, order_by

    torch.manual_seed(0)
    base = torch.randn(4, 3, 16, 16)
    order = torch.tensor([[2, 0, 1], [0, 1, 2], [1, 0, 2], [2, 1, 0]])
    other = torch.empty_like(base)
    other.scatter_(1, order[:, :, None, None].expand_as(base), base)
    assert torch.equal(order_by(likeness(base, other)), order)


def test_what_was_seen_from_close_by_comes_back_to_its_place() -> None:
    from embedded_model.ensemble import crop_round

    mask = np.zeros((64, 64), bool)
    mask[20:30, 36:44] = True
    crop = crop_round(mask, 300, 400)
    assert crop is not None
    x, y = crop.point(40 * 4.0, 25 * 4.0)
    close = torch.full((1, 3, 64, 64), -8.0)
    close[:, :, int(y / 4) - 3 : int(y / 4) + 3, int(x / 4) - 3 : int(x / 4) + 3] = 8.0
    back, inside = crop.back(close)
    ys, xs = np.nonzero((back[0, 0] > 0).numpy())
    assert abs(xs.mean() + 0.5 - 40) < 0.6
    assert abs(ys.mean() + 0.5 - 25) < 0.6
    assert inside.numpy()[mask].all()
    assert not inside.all()
    assert crop_round(np.ones((64, 64), bool), 300, 400) is None
