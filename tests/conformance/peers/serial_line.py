"""pyserial alone on the adapter: noise, torn and endless lines first, then whether it still works. One JSON object."""

import json
import random
import sys
import time

import serial

VERSION = b"V\r"
ASK_VIN = b"t7E0803" + b"22F190" + b"CC" * 4 + b"\r"
FLOW_CONTROL = b"t7E08300000" + b"CC" * 5 + b"\r"
NOISE = random.Random(7).randbytes(20_000)

UNFINISHED = {
    "half a frame": b"t7E0803",
    "noise": NOISE,
    "an endless line": b"t" * 100_000,
    "zeros": bytes(4096),
}

ODD_FRAMES = {
    "first frame without the rest": b"t7E081FFF36" + b"00" * 5 + b"\r",
    "consecutive frame of nothing": b"t7E0825" + b"00" * 7 + b"\r",
    "flow control for nobody": FLOW_CONTROL,
    "single frame of length zero": b"t7E0800" + b"00" * 7 + b"\r",
    "single frame longer than the frame": b"t7E0307" + b"22F1\r",
    "frame without data": b"t7E00\r",
    "extended first frame beyond any memory": b"t7E081000FFFFFFFF3600\r",
    "functional first frame": b"t7DF81014222222222222\r",
    "29-bit frame": b"T18DA10F18" + b"0322F190CCCCCCCC\r",
    "frame with nine bytes": b"t7E09" + b"00" * 9 + b"\r",
}


def hear(line, until, patience=3.0):
    """What came until a line with this beginning is whole."""
    heard, end = b"", time.monotonic() + patience
    while time.monotonic() < end:
        heard += line.read(max(1, line.in_waiting))
        if any(part.startswith(until) for part in heard.replace(b"\x07", b"\r").split(b"\r")[:-1]):
            return heard
    raise TimeoutError(f"no {until!r} in {heard[-60:]!r}")


def reopen(line):
    """As every tool begins, whatever happened before."""
    line.write(b"\r\r\rC\rS6\rO\r")
    line.write(VERSION)
    hear(line, b"V")
    line.reset_input_buffer()


def vin(line):
    line.write(ASK_VIN)
    heard = hear(line, b"t7E8810")
    line.write(FLOW_CONTROL)
    heard += hear(line, b"t7E8822")
    frames = [bytes.fromhex(part[5:].decode()) for part in heard.split(b"\r") if part.startswith(b"t7E88")]
    first, *rest = [frame for frame in frames if frame[0] >> 4 in (1, 2)]
    return (first[2:] + b"".join(frame[1:] for frame in rest))[3:20].decode()


def main(path):
    results = {}
    with serial.Serial(path, timeout=0.05) as line:
        for name, sent in {**UNFINISHED, **ODD_FRAMES}.items():
            if name in ODD_FRAMES:
                reopen(line)
            line.write(sent)
            if name not in ODD_FRAMES:
                reopen(line)
            results[name] = vin(line)
    return results


print(json.dumps(main(sys.argv[1])))
