/* What SAE J2534-1 05.00 has in other forms than 04.04. */
#ifndef STRUCTURES_H
#define STRUCTURES_H

#include "../pass-thru.h"

#define DEVICE 1
#define DESIGNATION "J2534-1:"
#define J1962 1
#define BATTERY_PIN 16
#define READABLE 1
#define J_LOGICAL 0x200

enum { TX_SUCCESS = 8, TX_BROKEN = 0x200 };
enum { MSG_NOT_ALLOWED = 0x17, NOT_OPEN = 0x1b, NULL_REQUIRED = 0x1c, OPEN_FAILED = 0x22, BUFFER_TOO_SMALL = 0x23, LOGICAL_NOT_ALLOWED = 0x24, SELECT_TYPE = 0x25 };

typedef struct {
  unsigned long protocol, handle, rx_status, tx_flags, timestamp, length, extra;
  unsigned char *buffer;
  unsigned long size;
} head_t;

typedef struct { unsigned long connector, count, *pins; } resource_t;
typedef struct { unsigned long local_flags, remote_flags; unsigned char local[5], remote[5]; } descriptor_t;
typedef struct { unsigned long count, threshold, *list; } set_t;
typedef struct { char name[80]; unsigned long available, firmware, media, speed, quality, strength; } device_t;
typedef struct { unsigned long parameter, value; } config_t;
typedef struct { unsigned long count; config_t *values; } config_list_t;

/* sender.c: what is queued leaves in its order, and an indication with its handle says what became of it. */
bool sender_start(void);
void sender_stop(void);
/* Called with the lock; false when the queue is full. */
bool sender_queue(channel_t *channel, const message_t *message, unsigned long handle);
void sender_forget(const channel_t *channel);

#endif
