"""What a tester says to the sample car, over any `ask(request, patience) -> response` of a foreign stack."""

import struct
import zlib

START = 0x8000
PENDING = 0x78


class Refused(Exception):
    """A negative response; `nrc` is its code."""

    def __init__(self, response):
        super().__init__(response.hex())
        self.nrc = response[2]


def positive(ask, request):
    response = ask(request)
    if response[0] == 0x7F:
        raise Refused(response)
    assert response[0] == request[0] + 0x40, f"{request[:8].hex()} was answered {response.hex()}"
    return response


def nrc_of(ask, request):
    """The NRC with which a request is refused, or None."""
    try:
        positive(ask, request)
    except Refused as refusal:
        return refusal.nrc
    return None


def read_did(ask, did):
    request = struct.pack(">BH", 0x22, did)
    response = positive(ask, request)
    assert response[1:3] == request[1:3]
    return response[3:]


def is_final(response):
    """False for 7F .. 78: the answer follows."""
    return not (response[0] == 0x7F and response[2] == PENDING)


def program(ask, image):
    """The sample car's programming sequence, from the default session to the reset. Answers the number of blocks."""
    where = b"\x44" + struct.pack(">II", START, len(image))
    positive(ask, b"\x10\x03")
    positive(ask, b"\x10\x02")
    seed = positive(ask, b"\x27\x01")[2:]
    positive(ask, b"\x27\x02" + bytes(byte ^ 0xFF for byte in seed))
    positive(ask, b"\x31\x01\xff\x00" + where)
    blocks = transfer(image, ask, positive(ask, b"\x34\x00" + where))
    positive(ask, b"\x37")
    checked = positive(ask, b"\x31\x01\xff\x01" + struct.pack(">I", zlib.crc32(image)))
    assert checked[4:] == b"\x00", checked.hex()
    positive(ask, b"\x11\x01")
    return blocks


def transfer(image, ask, granted):
    length_size = granted[1] >> 4
    room = int.from_bytes(granted[2 : 2 + length_size], "big") - 2
    chunks = [image[at : at + room] for at in range(0, len(image), room)]
    for number, chunk in enumerate(chunks, start=1):
        counter = number & 0xFF
        assert positive(ask, bytes([0x36, counter]) + chunk)[1] == counter
    return len(chunks)


def software_after_reset(ask):
    """F189 as soon as the unit answers again; the reset takes it some time."""
    for _ in range(20):
        try:
            return read_did(lambda request: ask(request, patience=0.5), 0xF189).decode()
        except TimeoutError:
            continue
    raise TimeoutError("the unit does not come back after its reset")


def visit(ask, image):
    """Everything that one tester does with the engine unit; a report in JSON's types."""
    return {
        "vin": read_did(ask, 0xF190).decode(),
        "unknown": nrc_of(ask, b"\x22\x12\x34"),
        "blocks": program(ask, image),
        "software": software_after_reset(ask),
    }
