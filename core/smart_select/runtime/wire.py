"""Protobuf's wire format, as far as is needed to change nodes of an ONNX file and copy all the rest.

The `onnx` package could do this, but it is larger than the rest of Smart Select and no runtime dependency.
Anything that is not well-formed raises `WireError`. https://protobuf.dev/programming-guides/encoding/
"""

from collections.abc import Iterator
from dataclasses import dataclass

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MAX_VARINT_BYTES = 10


class WireError(ValueError):
    """The bytes are no protobuf message."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message: `buffer[start:end]` is all of it, `buffer[body:end]` its payload.

    `wire_type` is one of protobuf's; payloads of bytes can be strings or messages.
    """

    number: int
    wire_type: int
    start: int
    body: int
    end: int

    @property
    def is_bytes(self) -> bool:
        """Whether the payload is a string, a message or packed numbers."""
        return self.wire_type == _BYTES

    @property
    def is_varint(self) -> bool:
        """Whether the payload is one number."""
        return self.wire_type == _VARINT

    @property
    def is_fixed32(self) -> bool:
        """Whether the payload is four bytes."""
        return self.wire_type == _FIXED32


def read_fields(buffer: memoryview, start: int, end: int) -> Iterator[Field]:
    """Yield the fields of the message in `buffer[start:end]` in order; payloads are skipped, not read."""
    position = start
    while position < end:
        tag, body = _read_varint(buffer, position, end)
        number, wire_type = tag >> 3, tag & 7
        if number == 0:
            raise WireError(f"field number 0 at byte {position}")
        if wire_type == _BYTES:
            length, body = _read_varint(buffer, body, end)
            after = body + length
        elif wire_type == _VARINT:
            _, after = _read_varint(buffer, body, end)
        elif wire_type in (_FIXED32, _FIXED64):
            after = body + (4 if wire_type == _FIXED32 else 8)
        else:
            raise WireError(f"wire type {wire_type} at byte {position}")
        if after > end:
            raise WireError(f"a field at byte {position} reaches past its message")
        yield Field(number=number, wire_type=wire_type, start=position, body=body, end=after)
        position = after


def read_number(buffer: memoryview, field: Field) -> int:
    """Return the payload of a varint field as an unsigned number."""
    return _read_varint(buffer, field.body, field.end)[0]


def read_numbers(buffer: memoryview, message: Field, number: int) -> Iterator[int]:
    """Yield the signed 64-bit numbers of a repeated field of `message`, packed or one by one."""
    for field in read_fields(buffer, message.body, message.end):
        if field.number != number or not (field.is_bytes or field.is_varint):
            continue
        position = field.body
        while position < field.end:
            value, position = _read_varint(buffer, position, field.end)
            yield value - (1 << 64) if value >> 63 else value


def encode_number_field(number: int, value: int) -> bytes:
    """Return a varint field of a number that is not negative."""
    return _encode_varint(number << 3 | _VARINT) + _encode_varint(value)


def encode_fixed32_field(number: int, value: bytes) -> bytes:
    """Return a field of four bytes as they are."""
    return _encode_varint(number << 3 | _FIXED32) + value


def encode_bytes_field(number: int, *parts: bytes | memoryview) -> bytes:
    """Return a length-delimited field whose payload is `parts` one after the other."""
    length = sum(len(part) for part in parts)
    return b"".join((_encode_varint(number << 3 | _BYTES), _encode_varint(length), *parts))


def _read_varint(buffer: memoryview, position: int, end: int) -> tuple[int, int]:
    """Return the number that starts at `position`, and the position after it."""
    value = 0
    for index in range(_MAX_VARINT_BYTES):
        if position >= end:
            raise WireError("the message ends within a number")
        byte = buffer[position]
        position += 1
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, position
    raise WireError(f"a number of more than {_MAX_VARINT_BYTES} bytes")


def _encode_varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
