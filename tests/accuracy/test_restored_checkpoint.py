"""Training can go on from the files that ship: the network rebuilt from them answers as they do."""

from pathlib import Path

import pytest

import smart_select as ss

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxscript")

SHIPPED = Path(ss.__file__).parent / "embedded"
RECIPE = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture(autouse=True)
def recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(RECIPE))


def test_rebuilt_network_answers_as_the_shipped_pair() -> None:
    from embedded_model.export import check
    from embedded_model.restore import TOLERANCE, rebuild

    assert check(rebuild(SHIPPED), SHIPPED, TOLERANCE) < TOLERANCE


def test_a_weight_that_was_changed_is_noticed() -> None:
    from embedded_model.export import check
    from embedded_model.restore import TOLERANCE, rebuild

    net = rebuild(SHIPPED)
    with torch.no_grad():
        net.encoder.s8[1].norm.bias += 0.1
    with pytest.raises(AssertionError, match="from PyTorch by"):
        check(net, SHIPPED, TOLERANCE)


def test_folded_weights_come_apart_into_kernels_of_the_usual_size_and_a_norm() -> None:
    from embedded_model.restore import split

    torch.manual_seed(0)
    layer, norm = torch.nn.Conv2d(8, 4, 3, padding=1, bias=False), torch.nn.BatchNorm2d(4).eval()
    fresh = layer.weight.detach().square().mean().sqrt()
    weight = layer.weight.detach() * torch.tensor([0.01, 1.0, 30.0, 0.0]).view(4, 1, 1, 1)
    bias, image = torch.randn(4), torch.randn(1, 8, 5, 5)
    with torch.no_grad():
        split(layer, norm, weight, bias)
        want = torch.nn.functional.conv2d(image, weight, bias, padding=1)
        torch.testing.assert_close(norm(layer(image)), want, atol=1e-4, rtol=1e-4)
    sizes = layer.weight.detach().flatten(1).square().mean(1).sqrt()
    torch.testing.assert_close(sizes[:3], fresh.expand(3), atol=0.0, rtol=0.3)


def test_a_folder_of_another_model_is_refused(tmp_path: Path) -> None:
    from onnx import TensorProto, helper, save

    from embedded_model.restore import rebuild

    value = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "other", [value], [])
    for name in ("encoder.onnx", "decoder.onnx"):
        save(helper.make_model(graph), tmp_path / name)
    with pytest.raises(ValueError, match="not one that this recipe exported"):
        rebuild(tmp_path)
