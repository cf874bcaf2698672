"""Candidates in order, the best among them, and no jumping."""

import numpy as np

from smart_select.masks.choosing import Clicks, choose

NO_CLICKS = Clicks(cells=np.empty((0, 2)), wanted=np.empty(0, np.bool_))


def boxes(*areas: tuple[int, int, int, int]) -> np.ndarray:
    logits = np.full((len(areas), 32, 32), -4, np.float32)
    for row, (x0, y0, x1, y1) in enumerate(areas):
        logits[row, y0:y1, x0:x1] = 4
    return logits


PART, OBJECT, WHOLE = (10, 10, 14, 14), (8, 8, 18, 18), (2, 2, 30, 30)
ELSEWHERE = (20, 20, 31, 31)


def clicks(*points: tuple[float, float, bool]) -> Clicks:
    return Clicks(cells=np.array([p[:2] for p in points], float), wanted=np.array([p[2] for p in points]))


def test_candidates_are_ordered_by_area_and_the_best_scored_is_best() -> None:
    choice = choose(
        boxes(WHOLE, PART, OBJECT),
        np.array([0.5, 0.7, 0.9]),
        clicks((12, 12, True)),
        ambiguous=True,
        previous=None,
    )
    assert choice.order == (1, 2, 0)
    assert choice.best == 1


def test_first_of_four_masks_answers_a_clear_prompt_and_is_left_out_for_an_ambiguous_one() -> None:
    logits, scores = boxes(OBJECT, PART, WHOLE, ELSEWHERE), np.array([0.1, 0.9, 0.8, 0.7])
    clear = choose(logits, scores, NO_CLICKS, ambiguous=False, previous=None)
    assert clear.order[clear.best] == 0
    ambiguous = choose(logits, scores, clicks((12, 12, True)), ambiguous=True, previous=None)
    assert 0 not in ambiguous.order
    assert ambiguous.order[ambiguous.best] == 1


def test_correction_stays_with_the_chosen_object_though_another_scores_higher() -> None:
    previous = boxes(OBJECT)[0]
    choice = choose(
        boxes(ELSEWHERE, OBJECT, WHOLE),
        np.array([0.99, 0.4, 0.8]),
        clicks((12, 12, True), (9, 9, True)),
        ambiguous=False,
        previous=previous,
    )
    assert choice.order[choice.best] == 1


def test_correction_of_an_unsteady_model_goes_by_its_score_among_what_answers_the_clicks() -> None:
    choice = choose(
        boxes(PART, OBJECT, WHOLE),
        np.array([0.9, 0.5, 0.6]),
        clicks((12, 12, True), (9, 9, True)),
        ambiguous=False,
        previous=boxes(OBJECT)[0],
        steady=False,
    )
    assert choice.order[choice.best] == 2


def test_correction_prefers_a_mask_that_answers_the_new_click() -> None:
    previous = boxes(PART)[0]
    choice = choose(
        boxes(PART, OBJECT, WHOLE),
        np.array([0.9, 0.5, 0.6]),
        clicks((12, 12, True), (9, 9, True), (3, 3, False)),
        ambiguous=False,
        previous=previous,
    )
    assert choice.order[choice.best] == 1


def test_several_clicks_at_once_prefer_the_mask_that_answers_them() -> None:
    choice = choose(
        boxes(PART, OBJECT, WHOLE),
        np.array([0.9, 0.5, 0.6]),
        clicks((12, 12, True), (25, 25, True)),
        ambiguous=False,
        previous=None,
    )
    assert choice.order[choice.best] == 2
