const FILE_HEADER = 24;
const PACKET_HEADER = 16;
/** Frames of Linux's SocketCAN, and messages that name their dissector themselves. (tcpdump.org, link types) */
export const LINK_TYPE = { can: 227, upperPdu: 252 } as const;
const DISSECTOR_NAME = 12;
const CAN_BYTES = 16;
const CAN_FD_BYTES = 72;
const LONGEST_CLASSIC = 8;
/** canfd_frame.flags: this is a frame of the FD format. */
const FDF = 0x04;

/** A capture file: one packet a second. */
export function pcap(linkType: number, packets: readonly Uint8Array[]): Uint8Array {
  const head = Buffer.alloc(FILE_HEADER);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(0x40000, 16);
  head.writeUInt32LE(linkType, 20);
  const parts = packets.flatMap((packet, second) => {
    const own = Buffer.alloc(PACKET_HEADER);
    own.writeUInt32LE(second, 0);
    own.writeUInt32LE(packet.length, 8);
    own.writeUInt32LE(packet.length, 12);
    return [own, packet];
  });
  return Buffer.concat([head, ...parts]);
}

/** A message for the dissector of that name; names are padded to four bytes. */
export function upperPdu(dissector: string, bytes: Uint8Array): Uint8Array {
  const name = Buffer.alloc(Math.ceil(dissector.length / 4) * 4);
  name.write(dissector);
  const tag = Buffer.alloc(4);
  tag.writeUInt16BE(DISSECTOR_NAME, 0);
  tag.writeUInt16BE(name.length, 2);
  return Buffer.concat([tag, name, Buffer.alloc(4), bytes]);
}

/** `bytes` as a link's tap has them: four of identifier, the top bit for 29 bits, and the data. */
export function canFrame(bytes: Uint8Array): Uint8Array {
  const length = bytes.length - 4;
  const frame = Buffer.alloc(length > LONGEST_CLASSIC ? CAN_FD_BYTES : CAN_BYTES);
  frame.set(bytes.subarray(0, 4));
  frame[4] = length;
  if (length > LONGEST_CLASSIC) frame[5] = FDF;
  frame.set(bytes.subarray(4), 8);
  return frame;
}
