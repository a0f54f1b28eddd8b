/* J2534-1 libraries, 04.04 and 05.00, whose adapter is the virtual vehicle's socket: CAN and ISO 15765. */
#ifndef PASS_THRU_H
#define PASS_THRU_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define MAX_DATA 4128
#define CHANNELS 12
#define FILTERS 10
/* Messages that wait to be read: the longest message in single frames, seven times over. */
#define RECEIVED 4096
#define LONGEST_MESSAGE 4095
/* Frames that may be on their way to the bus unconfirmed. */
#define WINDOW 16

enum { J_CAN = 5, J_ISO15765 = 6 };
enum { PASS_FILTER = 1, BLOCK_FILTER = 2, FLOW_CONTROL_FILTER = 3 };
enum { GET_CONFIG = 1, SET_CONFIG, READ_VBATT, CLEAR_TX_BUFFER = 7, CLEAR_RX_BUFFER, CLEAR_PERIODIC_MSGS, CLEAR_MSG_FILTERS };
enum { DATA_RATE = 1, LOOPBACK = 3, ISO15765_BS = 0x1e, ISO15765_STMIN = 0x1f };
enum { RX_ECHO = 1, RX_START = 2, RX_INDICATION = 8, TX_PAD = 0x40, WIDE_ID = 0x100, BOTH_IDS = 0x800 };
enum {
  NO_ERROR, NOT_SUPPORTED, INVALID_CHANNEL, INVALID_PROTOCOL, NULL_PARAMETER, INVALID_IOCTL_VALUE, INVALID_FLAGS,
  FAILED, NOT_CONNECTED, TIMEOUT, INVALID_MSG, INVALID_INTERVAL, EXCEEDED_LIMIT, INVALID_MSG_ID, DEVICE_IN_USE,
  INVALID_IOCTL, BUFFER_EMPTY, BUFFER_FULL, BUFFER_OVERFLOW, PIN_INVALID, CHANNEL_IN_USE, MSG_PROTOCOL, INVALID_FILTER,
  NO_FLOW_CONTROL, NOT_UNIQUE, INVALID_BAUDRATE, INVALID_DEVICE
};

typedef struct {
  unsigned long protocol, rx_status, tx_flags, timestamp, data_size, extra;
  unsigned char data[MAX_DATA];
} message_t;

typedef struct {
  uint32_t id;
  bool wide;
  uint8_t length;
  uint8_t data[8];
} frame_t;

/* One direction of one unit: a message that is being put together. */
typedef struct {
  uint16_t length, have;
  uint8_t sequence, left_in_block;
  bool begun;
  uint8_t bytes[LONGEST_MESSAGE];
} reception_t;

typedef struct {
  unsigned long type; /* 0: free */
  uint32_t mask, pattern, flow;
  bool wide, pad;
  reception_t reception;
  /* The newest flow control of this unit, for who is sending to it. */
  uint8_t flow_control[3];
  unsigned flow_controls;
} filter_t;

typedef struct {
  unsigned long protocol; /* 0: free */
  unsigned long flags, rate, loopback, block_size, st_min;
  filter_t filters[FILTERS];
  message_t *received;
  unsigned first, count;
  bool overflow;
} channel_t;

/* Everything below is guarded by the one lock; `changed` is signalled for whatever happens. */
extern pthread_mutex_t lock;
extern pthread_cond_t changed;
extern channel_t channels[CHANNELS];

/* car.c: the socket. */
bool car_open(const char *path);
void car_close(void);
bool car_is_open(void);
/* Called with the lock; waits for room until `deadline`, or never when that is 0. */
bool car_send(const frame_t *frame, int64_t deadline);
bool car_all_sent(int64_t deadline);
bool car_voltage(unsigned long *millivolts, int64_t deadline);
int64_t now_us(void);
bool wait_until(int64_t deadline);

/* messages.c: what applications get to read. */
void put_message(channel_t *channel, unsigned long status, bool wide, uint32_t id, const uint8_t *bytes, unsigned length);
bool filter_passes(const channel_t *channel, const frame_t *frame);
uint32_t id_of(const unsigned char *bytes);

/* iso-tp.c */
void iso_tp_frame(channel_t *channel, const frame_t *frame);
long iso_tp_send(channel_t *channel, const message_t *message, int64_t deadline);

#endif
