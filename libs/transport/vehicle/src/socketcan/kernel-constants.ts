/** Numbers of Linux's SocketCAN interface, the same on every processor. (linux/can.h, linux/can/raw.h, asm-generic/socket.h) */

export const PF_CAN = 29;
export const CAN_RAW = 1;
export const SOCK_RAW = 3;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;

export const SOL_SOCKET = 1;
export const SO_RCVBUF = 8;
/** The number of frames that the kernel has dropped comes with every frame that it delivers. */
export const SO_RXQ_OVFL = 40;

export const SOL_CAN_RAW = 101;
export const CAN_RAW_FILTER = 1;
export const CAN_RAW_ERR_FILTER = 2;
export const CAN_RAW_RECV_OWN_MSGS = 4;
export const CAN_RAW_FD_FRAMES = 5;

/** The frame was sent by this very socket, and has now been on the bus. */
export const MSG_CONFIRM = 0x800;

/** Sizes of `struct can_frame` and `struct canfd_frame`, which tell the two formats apart. */
export const CAN_MTU = 16;
export const CANFD_MTU = 72;

/** Upper bits of `can_id`. */
export const CAN_EFF_FLAG = 0x8000_0000;
export const CAN_RTR_FLAG = 0x4000_0000;
export const CAN_ERR_FLAG = 0x2000_0000;
export const CAN_ERR_MASK = 0x1fff_ffff;

/** `canfd_frame.flags`. */
export const CANFD_BRS = 0x01;
export const CANFD_FDF = 0x04;

/** `/sys/class/net/NAME/type` of a CAN interface, and the bit of its flags that says "up". (linux/if_arp.h, linux/if.h) */
export const ARPHRD_CAN = 280;
export const IFF_UP = 1;
