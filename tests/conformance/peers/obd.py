"""Scapy's OBD layers on python-can's SLCAN against the engine unit. obd.py PATH: one JSON object."""

import json
import sys
import time

from scapy.contrib.automotive.obd.obd import OBD
from scapy.layers.can import CAN
from scapy.contrib.cansocket_python_can import PythonCANSocket
from scapy.contrib.isotp.isotp_soft_socket import ISOTPSoftSocket

FUNCTIONAL = 0x7DF
PATIENCE = 10.0
SILENCE = 1.5


def answer(socket, bus, request, patience=PATIENCE):
    """What Scapy makes of the response to a request on the functional identifier, or None."""
    frame = bytes([len(request)]) + request
    bus.send(CAN(identifier=FUNCTIONAL, length=8, data=frame.ljust(8, b"\xcc")))
    end = time.monotonic() + patience
    while (left := end - time.monotonic()) > 0:
        if socket.select([socket], left) and (heard := socket.recv()) is not None:
            return heard
    return None


def main(path):
    bus = PythonCANSocket(bustype="slcan", channel=path, bitrate=500_000, sleep_after_open=0)
    socket = ISOTPSoftSocket(bus, tx_id=0x7E0, rx_id=0x7E8, padding=True, basecls=OBD)
    supported = answer(socket, bus, b"\x01\x00")
    live = answer(socket, bus, b"\x01\x0c\x0d\x05")
    stored = answer(socket, bus, b"\x03")
    vin = answer(socket, bus, b"\x09\x02")
    frozen = answer(socket, bus, b"\x02\x0c\x00")
    unknown = answer(socket, bus, b"\x01\x5b", SILENCE)
    cleared = answer(socket, bus, b"\x04")
    after = answer(socket, bus, b"\x03")
    socket.close()
    bus.close()
    return {
        "supported": bytes(supported).hex(),
        "live": [bytes(record).hex() for record in live.data_records],
        "stored": [bytes(dtc).hex() for dtc in stored.dtcs],
        "vin": bytes(vin)[3:].decode(),
        "frozen": bytes(frozen).hex(),
        "unknown": None if unknown is None else bytes(unknown).hex(),
        "cleared": bytes(cleared).hex(),
        "after": after.count,
    }


print(json.dumps(main(*sys.argv[1:])))
