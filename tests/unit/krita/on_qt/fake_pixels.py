"""Krita's selections and layers, as far as the plug-in uses them, in memory."""

import numpy as np
from fake_qt import QtCore, QtGui
from numpy.typing import NDArray
from scipy import ndimage


def plain(rows: NDArray[np.uint8]) -> QtCore.QByteArray:
    return QtCore.QByteArray(rows.tobytes())


class Selection:
    """An unbounded mask, kept as one array and where it begins."""

    def __init__(self) -> None:
        self.left, self.top, self.mask = 0, 0, np.zeros((0, 0), np.uint8)

    def _bounds(self) -> tuple[int, int, int, int]:
        rows, columns = np.nonzero(self.mask.any(1))[0], np.nonzero(self.mask.any(0))[0]
        if not len(rows):
            return 0, 0, 0, 0
        return (
            self.left + int(columns[0]),
            self.top + int(rows[0]),
            int(columns[-1] - columns[0]) + 1,
            int(rows[-1] - rows[0]) + 1,
        )

    def x(self) -> int:
        return self._bounds()[0]

    def y(self) -> int:
        return self._bounds()[1]

    def width(self) -> int:
        return self._bounds()[2]

    def height(self) -> int:
        return self._bounds()[3]

    def array(self, x: int, y: int, width: int, height: int) -> NDArray[np.uint8]:
        out = np.zeros((height, width), np.uint8)
        x0, y0 = max(x, self.left), max(y, self.top)
        x1 = min(x + width, self.left + self.mask.shape[1])
        y1 = min(y + height, self.top + self.mask.shape[0])
        if x1 > x0 and y1 > y0:
            part = self.mask[y0 - self.top : y1 - self.top, x0 - self.left : x1 - self.left]
            out[y0 - y : y1 - y, x0 - x : x1 - x] = part
        return out

    def pixelData(self, x: int, y: int, width: int, height: int) -> QtCore.QByteArray:
        return plain(self.array(x, y, width, height))

    def setPixelData(self, data: bytes, x: int, y: int, width: int, height: int) -> None:
        assert len(data) >= width * height, "Krita would read beyond the bytes"
        self._make_room(x, y, x + width, y + height)
        rows = np.frombuffer(bytes(data), np.uint8)[: width * height].reshape(height, width)
        self.mask[y - self.top : y - self.top + height, x - self.left : x - self.left + width] = rows

    def _make_room(self, x0: int, y0: int, x1: int, y1: int) -> None:
        if self.mask.size:
            x0, y0 = min(x0, self.left), min(y0, self.top)
            x1, y1 = max(x1, self.left + self.mask.shape[1]), max(y1, self.top + self.mask.shape[0])
        self.mask = self.array(x0, y0, x1 - x0, y1 - y0)
        self.left, self.top = x0, y0

    def duplicate(self) -> "Selection":
        copy = Selection()
        copy.left, copy.top, copy.mask = self.left, self.top, self.mask.copy()
        return copy

    def _with(self, other: "Selection") -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        self._make_room(
            other.left, other.top, other.left + other.mask.shape[1], other.top + other.mask.shape[0]
        )
        area = (self.left, self.top, self.mask.shape[1], self.mask.shape[0])
        return self.mask.astype(int), other.array(*area).astype(int)

    def add(self, other: "Selection") -> None:
        mine, theirs = self._with(other)
        self.mask = np.minimum(mine + theirs, 255).astype(np.uint8)

    def subtract(self, other: "Selection") -> None:
        mine, theirs = self._with(other)
        self.mask = np.maximum(mine - theirs, 0).astype(np.uint8)

    def intersect(self, other: "Selection") -> None:
        mine, theirs = self._with(other)
        self.mask = np.minimum(mine, theirs).astype(np.uint8)

    def grow(self, across: int, down: int) -> None:
        self._make_room(*self._around(across))
        self.mask = ndimage.maximum_filter(self.mask, size=(2 * down + 1, 2 * across + 1), mode="constant")

    def shrink(self, across: int, down: int, edge_lock: bool) -> None:
        assert not edge_lock
        self.mask = ndimage.minimum_filter(self.mask, size=(2 * down + 1, 2 * across + 1), mode="constant")

    def feather(self, radius: int) -> None:
        self._make_room(*self._around(radius))
        soft = ndimage.uniform_filter(self.mask.astype(float), size=2 * radius + 1, mode="constant")
        self.mask = np.round(soft).astype(np.uint8)

    def _around(self, by: int) -> tuple[int, int, int, int]:
        height, width = self.mask.shape
        return self.left - by, self.top - by, self.left + width + by, self.top + height + by


class Node:
    """A layer or a mask. `image` is what a paint layer has, as large as the document."""

    takes_all = True
    """Whether `setChildNodes` does what its name says."""

    def __init__(self, document: "object", name: str, kind: str, image: "QtGui.QImage | None" = None) -> None:
        self.document, self._name, self._kind, self.image = document, name, kind, image
        self._id = QtCore.QUuid.createUuid()
        self.children: list[Node] = []
        self.parent: Node | None = None
        self._locked, self._visible, self._label, self._opacity = False, True, 0, 255
        self.mask: Selection | None = None
        self.at = (0, 0)

    def uniqueId(self) -> QtCore.QUuid:
        return self._id

    def name(self) -> str:
        return self._name

    def setName(self, name: str) -> None:
        self._name = name

    def type(self) -> str:
        return self._kind

    def locked(self) -> bool:
        return self._locked

    def setLocked(self, locked: bool) -> None:
        self._locked = locked

    def visible(self) -> bool:
        return self._visible

    def setVisible(self, visible: bool) -> None:
        self._visible = visible

    def colorLabel(self) -> int:
        return self._label

    def setColorLabel(self, label: int) -> None:
        self._label = label

    def opacity(self) -> int:
        return self._opacity

    def setOpacity(self, opacity: int) -> None:
        self._opacity = opacity

    def blendingMode(self) -> str:
        return "normal"

    def inheritAlpha(self) -> bool:
        return False

    def copied(self, document: "object") -> "Node":
        copy = Node(document, self._name, self._kind, self.image)
        copy._id, copy._visible, copy._label, copy._opacity = (
            self._id,
            self._visible,
            self._label,
            self._opacity,
        )
        copy.children = [child.copied(document) for child in self.children]
        for child in copy.children:
            child.parent = copy
        return copy

    def move(self, x: int, y: int) -> None:
        self.at = (x, y)

    def setBlendingMode(self, mode: str) -> None:
        """Krita draws anew what is where the layer is; this fake knows only of a layer's first 256 pixels."""
        self.document.draw_anew(*self.at)

    def colorModel(self) -> str:
        return "RGBA"

    def colorProfile(self) -> str:
        return "sRGB-elle-V2-srgbtrc.icc"

    def colorDepth(self) -> str:
        return "U8"

    def parentNode(self) -> "Node | None":
        return self.parent

    def childNodes(self) -> "list[Node]":
        return list(self.children)

    def setChildNodes(self, nodes: "list[Node]") -> None:
        """As libkis does it, without an undo step; up to Krita 5.2 only the first child makes room."""
        gone = self.children if Node.takes_all else self.children[:1]
        left = [] if Node.takes_all else self.children[1:]
        for node in gone:
            node.parent = None
        assert not set(map(id, left)) & set(map(id, nodes)), "Krita would have the same node twice"
        self.children = [*left, *nodes]
        for node in nodes:
            node.parent = self
        self.document.layers_changed()

    def addChildNode(self, node: "Node", above: "Node | None") -> bool:
        before = list(self.children)
        place = self.children.index(above) + 1 if above is not None else len(self.children)
        self.children.insert(place, node)
        node.parent = self
        self.document.note("Add Layer", lambda: setattr(self, "children", before))
        self.document.layers_changed()
        return True

    def remove(self) -> None:
        parent = self.parent
        assert parent is not None
        before = list(parent.children)
        parent.children.remove(self)
        self.document.note("Remove Layer", lambda: setattr(parent, "children", before))
        self.document.layers_changed()

    def setSelection(self, selection: Selection) -> None:
        self.mask = selection.duplicate()

    def _merged(self) -> "QtGui.QImage":
        if self._kind != "grouplayer":
            assert self.image is not None
            return self.image
        merged = self.document.empty_image()
        painter = QtGui.QPainter(merged)
        for child in self.children:
            if child._visible and child._kind in ("paintlayer", "grouplayer"):
                painter.setOpacity(child._opacity / 255)
                painter.drawImage(0, 0, child._merged())
        painter.end()
        return merged

    def bounds(self) -> "QtCore.QRect":
        return self._merged().rect()

    def thumbnail(self, width: int, height: int) -> "QtGui.QImage":
        return self._merged().scaled(width, height)

    def pixelData(self, x: int, y: int, width: int, height: int) -> QtCore.QByteArray:
        return bytes_of(self._merged(), x, y, width, height)

    projectionPixelData = pixelData

    def setPixelData(self, data: bytes, x: int, y: int, width: int, height: int) -> bool:
        assert self.image is not None
        if len(data) < width * height * 4:
            return False
        part = QtGui.QImage(bytes(data), width, height, 4 * width, QtGui.QImage.Format.Format_ARGB32)
        painter = QtGui.QPainter(self.image)
        painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(x, y, part)
        painter.end()
        return True


def bytes_of(image: "QtGui.QImage", x: int, y: int, width: int, height: int) -> QtCore.QByteArray:
    part = image.copy(x, y, width, height).convertToFormat(QtGui.QImage.Format.Format_ARGB32)
    return QtCore.QByteArray(bytes(part.constBits().asstring(part.sizeInBytes())))
