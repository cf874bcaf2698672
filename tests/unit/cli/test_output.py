"""What is printed where."""

import io
import logging

import pytest

from smart_select.cli.live_line import LiveLine
from smart_select.cli.logs import logging_to_file
from smart_select.cli.output import Reporter


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def reporter(*, as_json: bool = False, terminal: bool = True) -> tuple[Reporter, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), Terminal() if terminal else io.StringIO()
    return Reporter(as_json=as_json, stdout=out, stderr=err), out, err


def test_steps_and_result_share_a_line_on_a_terminal() -> None:
    report, out, err = reporter()
    report.step("Reading")
    report.step("Encoding")
    report.done("wrote mask.png", {})
    assert err.getvalue() == "Reading… Encoding… wrote mask.png\n"
    assert out.getvalue() == ""


def test_elsewhere_only_the_result_is_said() -> None:
    report, _, err = reporter(terminal=False)
    report.step("Reading")
    report.done("wrote mask.png", {})
    assert err.getvalue() == "Wrote mask.png\n"


def test_an_error_gets_a_line_of_its_own() -> None:
    report, _, err = reporter()
    report.step("Reading")
    report.failed("ImageUnreadable", "It is empty.")
    assert err.getvalue() == "Reading… \nsmart-select: It is empty.\n"


def test_json_is_alone_on_stdout() -> None:
    report, out, err = reporter(as_json=True)
    report.step("Reading")
    report.done("wrote mask.png", {"output": "mask.png"})
    assert out.getvalue() == '{"output": "mask.png"}\n'
    assert err.getvalue() == "Reading… \n"


def test_json_carries_errors_too() -> None:
    report, out, _ = reporter(as_json=True)
    report.failed("PromptInvalid", "Outside.")
    assert out.getvalue() == '{"error": {"kind": "PromptInvalid", "message": "Outside."}}\n'


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.png", r"a\nb.png"),
        ("\x1b[31mred.png", r"\x1b[31mred.png"),
        ("\x9b31m\u2028.png", r"\x9b31m\u2028.png"),
        (b"caf\xe9.png".decode("utf-8", "surrogateescape"), r"caf\xe9.png"),
        ("a\u202egnp.exe", r"a\u202egnp.exe"),
        ("naïve café 写真 🏳️‍🌈\u00a0.png", "naïve café 写真 🏳️‍🌈\u00a0.png"),
    ],
)
def test_names_can_not_break_the_line_nor_command_the_terminal(name: str, shown: str) -> None:
    report, _, err = reporter()
    report.failed("ImageUnreadable", f"{name} is empty.")
    report.warn(f"{name} is animated.")
    report.done(f"wrote {name}", {})
    LiveLine(err).say(name)
    assert err.getvalue() == (
        f"smart-select: {shown} is empty.\nsmart-select: {shown} is animated.\nWrote {shown}\n{shown}\n"
    )


def test_logs_on_the_terminal_can_not_command_it(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to_file(1):
        logging.getLogger("smart_select.photo").warning("no \x1b[31m.png\nsecond line")
    assert capsys.readouterr().err == "smart_select.photo: no \\x1b[31m.png\nsecond line\n"
