"""The mean of two checkpoints: weights lie half-way, what belongs to one of them alone does not move."""

import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

RECIPE = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture(autouse=True)
def recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(RECIPE))


def test_command_writes_the_middle_between_two_checkpoints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from embedded_model import average
    from embedded_model.network import Network

    paths, states = [tmp_path / "start.pt", tmp_path / "last.pt"], []
    for seed, path in enumerate(paths):
        torch.manual_seed(seed)
        states.append(Network().state_dict())
        torch.save({"average": states[seed], "step": 10 * seed, "seen": 100 * seed}, path)
    out = tmp_path / "mean.pt"
    monkeypatch.setattr(
        sys, "argv", ["average", "--checkpoints", *(str(path) for path in paths), "--out", str(out)]
    )
    average.main()

    written = torch.load(out)
    first, last = states
    assert (written["step"], written["seen"]) == (10, 100)
    Network().load_state_dict(written["average"])  # every weight is there, under its name
    for name in ("encoder.s4.0.0.weight", "decoder.coarse4.bias", "encoder.s8.0.1.running_var"):
        torch.testing.assert_close(written["average"][name], (first[name] + last[name]) / 2)
        assert name.endswith("running_var") or not torch.equal(first[name], last[name])


def test_heads_that_are_fitted_anew_are_those_of_the_second() -> None:
    from embedded_model.average import mean_of

    names = ("decoder.score.0.weight", "kinds.bias", "encoder.stem.0.1.num_batches_tracked", "encoder.w")
    first = {name: torch.tensor([2.0]) for name in names}
    second = {name: torch.tensor([4.0]) for name in names}
    first[names[2]], second[names[2]] = torch.tensor([2]), torch.tensor([4])

    mean = mean_of(first, second)
    assert [float(mean[name]) for name in names] == [4.0, 4.0, 4.0, 3.0]
    assert mean[names[2]].dtype == torch.int64


def test_checkpoints_of_two_networks_have_no_mean() -> None:
    from embedded_model.average import mean_of

    with pytest.raises(KeyError, match=r"encoder\.new"):
        mean_of({"encoder.old": torch.ones(1)}, {"encoder.new": torch.ones(1)})
