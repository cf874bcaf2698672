"""Selections as JSON for data sets: COCO's run lengths, or polygons."""

from typing import Any, Literal, TypeAlias

from smart_select.photo.coco_rle import coco_segmentation
from smart_select.photo.polygons import DEFAULT_TOLERANCE_PX, trace_polygons
from smart_select.values import SOLID, Candidate

AnnotationKind: TypeAlias = Literal["rle", "polygon"]


def annotate(
    candidate: Candidate, kind: AnnotationKind, *, tolerance_px: float = DEFAULT_TOLERANCE_PX
) -> dict[str, Any]:
    """Return a JSON-ready object: `segmentation`, `area`, `bbox`, `score`, `image_size`.

    A pixel counts as inside from mask value 128 on. `bbox` is COCO's [x, y, width, height] (all 0 when
    nothing is selected), `area` the number of selected pixels, `image_size` {"width", "height"}.
    `segmentation` is

    - "rle": COCO's {"size": [height, width], "counts": string}, without any loss;
    - "polygon": {"polygons": [[outline, hole, hole, …], …]}, rings of [x, y] in pixels, largest piece first,
      simplified by `tolerance_px`. (COCO's own polygons have no holes, so this is GeoJSON's arrangement.)
    """
    inside = candidate.mask >= SOLID
    height, width = inside.shape
    x0, y0, x1, y1 = candidate.bounding_box or (0, 0, 0, 0)
    segmentation: dict[str, Any] = (
        coco_segmentation(inside)
        if kind == "rle"
        else {
            "polygons": [
                polygon.coordinates() for polygon in trace_polygons(inside, tolerance_px=tolerance_px)
            ]
        }
    )
    return {
        "segmentation": segmentation,
        "area": candidate.area,
        "bbox": [x0, y0, x1 - x0, y1 - y0],
        "score": round(float(candidate.score), 4),
        "image_size": {"width": width, "height": height},
    }
