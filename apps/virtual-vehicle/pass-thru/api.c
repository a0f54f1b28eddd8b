/* The functions of SAE J2534-1 04.04. One adapter; periodic messages and programming voltage it has not. */
#include "pass-thru.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICE 1
#define OPENING 2000000

channel_t channels[CHANNELS];
static bool open_now;
static char last_error[80];

typedef struct { unsigned long parameter, value; } config_t;
typedef struct { unsigned long count; config_t *values; } config_list_t;

static long done(long code, const char *why) {
  snprintf(last_error, sizeof last_error, "%s", why);
  return code;
}

static long unlocked(long code, const char *why) {
  pthread_mutex_unlock(&lock);
  return done(code, why);
}

/* Locks; NULL, and unlocked, when there is no such channel. */
static channel_t *enter(unsigned long id) {
  pthread_mutex_lock(&lock);
  if (open_now && id >= 1 && id <= CHANNELS && channels[id - 1].protocol != 0) return &channels[id - 1];
  pthread_mutex_unlock(&lock);
  return NULL;
}

static int64_t in_ms(unsigned long ms) { return now_us() + (int64_t)ms * 1000; }

long PassThruOpen(const char *name, unsigned long *device) {
  const char *path = name != NULL && name[0] == '/' ? name : getenv("BAYLINK_CAR");
  if (device == NULL) return done(NULL_PARAMETER, "no room for the device");
  if (path == NULL) return done(FAILED, "name the socket of the virtual vehicle, or set BAYLINK_CAR");
  pthread_mutex_lock(&lock);
  if (open_now) return unlocked(DEVICE_IN_USE, "the adapter is open");
  if (!car_open(path)) return unlocked(NOT_CONNECTED, "no virtual vehicle listens at that socket");
  open_now = true;
  *device = DEVICE;
  return unlocked(NO_ERROR, "");
}

long PassThruClose(unsigned long device) {
  pthread_mutex_lock(&lock);
  if (!open_now || device != DEVICE) return unlocked(INVALID_DEVICE, "no such device");
  open_now = false;
  car_close();
  for (int i = 0; i < CHANNELS; i++) {
    free(channels[i].received);
    memset(&channels[i], 0, sizeof channels[i]);
  }
  return unlocked(NO_ERROR, "");
}

long PassThruConnect(unsigned long device, unsigned long protocol, unsigned long flags, unsigned long rate, unsigned long *id) {
  if (id == NULL) return done(NULL_PARAMETER, "no room for the channel");
  pthread_mutex_lock(&lock);
  if (!open_now || device != DEVICE) return unlocked(INVALID_DEVICE, "no such device");
  if (protocol != J_CAN && protocol != J_ISO15765) return unlocked(INVALID_PROTOCOL, "CAN and ISO15765 only");
  if (flags & ~(unsigned long)(WIDE_ID | BOTH_IDS)) return unlocked(INVALID_FLAGS, "reserved bits are set");
  if (rate != 500000) return unlocked(INVALID_BAUDRATE, "the bus of the virtual vehicle has 500000 bit/s");
  for (unsigned i = 0; i < CHANNELS; i++)
    if (channels[i].protocol == 0) {
      channels[i] = (channel_t){.protocol = protocol, .flags = flags, .rate = rate};
      channels[i].received = calloc(RECEIVED, sizeof(message_t));
      *id = i + 1;
      return unlocked(NO_ERROR, "");
    }
  return unlocked(CHANNEL_IN_USE, "all channels are in use");
}

long PassThruDisconnect(unsigned long id) {
  channel_t *channel = enter(id);
  if (channel == NULL) return done(INVALID_CHANNEL, "no such channel");
  free(channel->received);
  memset(channel, 0, sizeof *channel);
  return unlocked(NO_ERROR, "");
}

long PassThruReadMsgs(unsigned long id, message_t *messages, unsigned long *count, unsigned long timeout) {
  channel_t *channel = enter(id);
  if (channel == NULL) return done(INVALID_CHANNEL, "no such channel");
  if (messages == NULL || count == NULL) return unlocked(NULL_PARAMETER, "no room for messages");
  unsigned long wanted = *count, got = 0;
  for (int64_t end = in_ms(timeout); got < wanted;) {
    if (channel->count > 0) {
      message_t *from = &channel->received[channel->first];
      memcpy(&messages[got++], from, sizeof *from - MAX_DATA + from->data_size);
      channel->first = (channel->first + 1) % RECEIVED;
      channel->count--;
    } else if (!car_is_open() || timeout == 0 || !wait_until(end))
      break;
  }
  *count = got;
  bool overflow = channel->overflow;
  channel->overflow = false;
  if (overflow) return unlocked(BUFFER_OVERFLOW, "messages were lost");
  if (got == wanted) return unlocked(NO_ERROR, "");
  if (got > 0) return timeout == 0 ? unlocked(NO_ERROR, "") : unlocked(TIMEOUT, "fewer messages than asked for");
  if (!car_is_open()) return unlocked(NOT_CONNECTED, "the virtual vehicle is gone");
  return unlocked(BUFFER_EMPTY, "nothing was received");
}

static long send_frame(channel_t *channel, const message_t *message, int64_t deadline) {
  frame_t frame = {.id = id_of(message->data), .wide = message->tx_flags & WIDE_ID};
  frame.length = (uint8_t)(message->data_size - 4);
  memcpy(frame.data, message->data + 4, frame.length);
  if (!car_send(&frame, deadline)) return car_is_open() ? BUFFER_FULL : NOT_CONNECTED;
  if (channel->loopback) put_message(channel, RX_ECHO, frame.wide, frame.id, frame.data, frame.length);
  return NO_ERROR;
}

static long send_message(channel_t *channel, const message_t *message, int64_t deadline) {
  long outcome = iso_tp_send(channel, message, deadline);
  bool wide = message->tx_flags & WIDE_ID;
  uint32_t id = id_of(message->data);
  if (outcome == NO_ERROR) put_message(channel, RX_ECHO | RX_INDICATION, wide, id, NULL, 0);
  if (outcome == NO_ERROR && channel->loopback)
    put_message(channel, RX_ECHO, wide, id, message->data + 4, message->data_size - 4);
  return outcome;
}

/* A timeout of 0 asks to queue only; here it is sent all the same, within what ISO-TP allows. */
long PassThruWriteMsgs(unsigned long id, const message_t *messages, unsigned long *count, unsigned long timeout) {
  channel_t *channel = enter(id);
  if (channel == NULL) return done(INVALID_CHANNEL, "no such channel");
  if (messages == NULL || count == NULL) return unlocked(NULL_PARAMETER, "no messages");
  unsigned long wanted = *count;
  int64_t deadline = in_ms(timeout == 0 ? 5000 : timeout);
  unsigned long most = 4 + (channel->protocol == J_CAN ? 8 : LONGEST_MESSAGE);
  long code = NO_ERROR;
  for (*count = 0; code == NO_ERROR && *count < wanted;) {
    const message_t *message = &messages[*count];
    if (message->protocol != channel->protocol) code = MSG_PROTOCOL;
    else if (message->data_size < 4 || message->data_size > most || message->tx_flags & 0x3f) code = INVALID_MSG;
    else if (!car_is_open()) code = NOT_CONNECTED;
    else if (channel->protocol == J_CAN) code = send_frame(channel, message, deadline);
    else code = send_message(channel, message, deadline);
    if (code == NO_ERROR) ++*count;
  }
  return unlocked(code, code == NO_ERROR ? "" : code == TIMEOUT ? "no flow control came in time" : "the message was not sent");
}

long PassThruStartMsgFilter(unsigned long id, unsigned long type, const message_t *mask, const message_t *pattern, const message_t *flow, unsigned long *filter) {
  channel_t *channel = enter(id);
  if (channel == NULL) return done(INVALID_CHANNEL, "no such channel");
  bool wants_flow = channel->protocol == J_ISO15765;
  if (mask == NULL || pattern == NULL || filter == NULL || (flow != NULL) != wants_flow) return unlocked(NULL_PARAMETER, "a filter message is missing or too much");
  if (wants_flow != (type == FLOW_CONTROL_FILTER)) return unlocked(INVALID_MSG, "no filter of this type on this protocol");
  if (mask->data_size != 4 || pattern->data_size != 4) return unlocked(INVALID_MSG, "a filter is about the four bytes of the identifier");
  for (unsigned i = 0; i < FILTERS; i++)
    if (channel->filters[i].type == 0) {
      filter_t *f = &channel->filters[i];
      *f = (filter_t){.type = type, .mask = id_of(mask->data), .pattern = id_of(pattern->data), .wide = pattern->tx_flags & WIDE_ID};
      if (wants_flow) {
        f->flow = id_of(flow->data);
        f->pad = flow->tx_flags & TX_PAD;
      }
      *filter = i + 1;
      return unlocked(NO_ERROR, "");
    }
  return unlocked(EXCEEDED_LIMIT, "ten filters are in use");
}

long PassThruStopMsgFilter(unsigned long id, unsigned long filter) {
  channel_t *channel = enter(id);
  if (channel == NULL) return done(INVALID_CHANNEL, "no such channel");
  if (filter < 1 || filter > FILTERS || channel->filters[filter - 1].type == 0) return unlocked(INVALID_FILTER, "no such filter");
  channel->filters[filter - 1].type = 0;
  return unlocked(NO_ERROR, "");
}

static unsigned long *parameter(channel_t *channel, unsigned long id) {
  switch (id) {
    case DATA_RATE: return &channel->rate;
    case LOOPBACK: return &channel->loopback;
    case ISO15765_BS: return &channel->block_size;
    case ISO15765_STMIN: return &channel->st_min;
    default: return NULL;
  }
}

static long configure(channel_t *channel, unsigned long ioctl, config_list_t *list) {
  if (list == NULL) return NULL_PARAMETER;
  for (unsigned long i = 0; i < list->count; i++) {
    unsigned long *place = parameter(channel, list->values[i].parameter);
    if (place == NULL) return NOT_SUPPORTED;
    if (ioctl == SET_CONFIG) *place = list->values[i].value;
    else list->values[i].value = *place;
  }
  return NO_ERROR;
}

long PassThruIoctl(unsigned long handle, unsigned long ioctl, void *input, void *output) {
  if (ioctl == READ_VBATT) {
    pthread_mutex_lock(&lock);
    if (output == NULL) return unlocked(NULL_PARAMETER, "no room for the voltage");
    return car_voltage(output, now_us() + OPENING) ? unlocked(NO_ERROR, "") : unlocked(FAILED, "no voltage came");
  }
  channel_t *channel = enter(handle);
  if (channel == NULL) return done(INVALID_CHANNEL, "no such channel");
  switch (ioctl) {
    case GET_CONFIG:
    case SET_CONFIG:
      return unlocked(configure(channel, ioctl, input), "a parameter is not known");
    case CLEAR_RX_BUFFER:
      channel->count = 0;
      return unlocked(NO_ERROR, "");
    case CLEAR_TX_BUFFER:
    case CLEAR_PERIODIC_MSGS:
      return unlocked(NO_ERROR, "");
    case CLEAR_MSG_FILTERS:
      memset(channel->filters, 0, sizeof channel->filters);
      return unlocked(NO_ERROR, "");
    default:
      return unlocked(INVALID_IOCTL, "no such ioctl");
  }
}

long PassThruReadVersion(unsigned long device, char *firmware, char *dll, char *api) {
  if (!open_now || device != DEVICE) return done(INVALID_DEVICE, "no such device");
  if (firmware == NULL || dll == NULL || api == NULL) return done(NULL_PARAMETER, "no room for versions");
  strcpy(firmware, "virtual 1.0");
  strcpy(dll, "1.0");
  strcpy(api, "04.04");
  return NO_ERROR;
}

long PassThruGetLastError(char *text) {
  if (text == NULL) return NULL_PARAMETER;
  strcpy(text, last_error);
  return NO_ERROR;
}

long PassThruStartPeriodicMsg(unsigned long id, const message_t *message, unsigned long *periodic, unsigned long interval) {
  (void)id, (void)message, (void)periodic, (void)interval;
  return done(NOT_SUPPORTED, "no periodic messages");
}

long PassThruStopPeriodicMsg(unsigned long id, unsigned long periodic) {
  (void)id, (void)periodic;
  return done(NOT_SUPPORTED, "no periodic messages");
}

long PassThruSetProgrammingVoltage(unsigned long device, unsigned long pin, unsigned long voltage) {
  (void)device, (void)pin, (void)voltage;
  return done(NOT_SUPPORTED, "no programming voltage");
}
