from smart_select_gimp.steps import MORE, WAIT, Steps, at_once


def test_all_steps_are_done_and_the_result_is_returned() -> None:
    done = []

    def steps() -> Steps[str]:
        for number in range(3):
            done.append(number)
            yield WAIT if number == 1 else MORE
        return "result"

    assert at_once(steps()) == "result"
    assert done == [0, 1, 2]
