/* The functions of SAE J2534-1 05.00. One adapter, one channel of CAN, and up to ten logical channels of ISO 15765 over it. */
#include "structures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPENING 2000000

channel_t channels[CHANNELS];
static bool open_now;
static unsigned untold;
static char last_error[80];

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

static long no_channel(void) { return done(open_now ? INVALID_CHANNEL : NOT_OPEN, "no such channel"); }

static void forget(channel_t *channel) {
  sender_forget(channel);
  free(channel->received);
  memset(channel, 0, sizeof *channel);
}

static unsigned long channel_of(unsigned long protocol, unsigned long flags, unsigned long rate) {
  for (unsigned i = 0; i < CHANNELS; i++)
    if (channels[i].protocol == 0) {
      channels[i] = (channel_t){.protocol = protocol, .flags = flags, .rate = rate};
      channels[i].received = calloc(RECEIVED, sizeof(message_t));
      return i + 1;
    }
  return 0;
}

long PassThruScanForDevices(unsigned long *count) {
  if (count == NULL) return done(NULL_PARAMETER, "no room for the count");
  untold = getenv("BAYLINK_CAR") != NULL;
  *count = untold;
  return done(NO_ERROR, "");
}

long PassThruGetNextDevice(device_t *device) {
  if (device == NULL) return done(NULL_PARAMETER, "no room for the device");
  if (untold == 0) return done(EXCEEDED_LIMIT, "all devices have been told");
  untold--;
  *device = (device_t){.name = "Virtual VCI", .available = open_now ? 2 : 1, .firmware = 1, .media = 2};
  return done(NO_ERROR, "");
}

long PassThruOpen(const char *name, unsigned long *device) {
  if (name == NULL || device == NULL) return done(NULL_PARAMETER, "no name, or no room for the device");
  if (strncmp(name, DESIGNATION, strlen(DESIGNATION)) != 0) return done(OPEN_FAILED, "only the API J2534-1 is spoken");
  const char *path = name + strlen(DESIGNATION);
  if (path[0] != '/') path = getenv("BAYLINK_CAR");
  if (path == NULL) return done(OPEN_FAILED, "name the socket of the virtual vehicle, or set BAYLINK_CAR");
  pthread_mutex_lock(&lock);
  if (open_now) return unlocked(DEVICE_IN_USE, "the adapter is open");
  if (!car_open(path)) return unlocked(NOT_CONNECTED, "no virtual vehicle listens at that socket");
  if (!sender_start()) return unlocked(FAILED, "no thread can be started");
  open_now = true;
  *device = DEVICE;
  return unlocked(NO_ERROR, "");
}

long PassThruClose(unsigned long device) {
  pthread_mutex_lock(&lock);
  if (!open_now) return unlocked(NOT_OPEN, "nothing is open");
  if (device != DEVICE) return unlocked(INVALID_DEVICE, "no such device");
  open_now = false;
  for (channel_t *c = channels; c < channels + CHANNELS; c++) forget(c);
  sender_stop();
  car_close();
  return unlocked(NO_ERROR, "");
}

static bool can_pins(const resource_t *wires) {
  return wires->connector == J1962 && wires->count == 2 && wires->pins[0] == 6 && wires->pins[1] == 14;
}

long PassThruConnect(unsigned long device, unsigned long protocol, unsigned long flags, unsigned long rate, resource_t wires, unsigned long *id) {
  if (id == NULL || wires.pins == NULL) return done(NULL_PARAMETER, "no pins, or no room for the channel");
  pthread_mutex_lock(&lock);
  if (!open_now) return unlocked(NOT_OPEN, "nothing is open");
  if (device != DEVICE) return unlocked(INVALID_DEVICE, "no such device");
  if (protocol != J_CAN) return unlocked(INVALID_PROTOCOL, "CAN only");
  if (!can_pins(&wires)) return unlocked(PIN_INVALID, "CAN is at pins 6 and 14");
  if (flags & ~(unsigned long)(WIDE_ID | BOTH_IDS)) return unlocked(INVALID_FLAGS, "reserved bits are set");
  if (rate != 500000) return unlocked(INVALID_BAUDRATE, "the bus of the virtual vehicle has 500000 bit/s");
  if (channels[0].protocol != 0) return unlocked(CHANNEL_IN_USE, "the pins are in use");
  *id = channel_of(J_CAN, flags, rate);
  return unlocked(NO_ERROR, "");
}

long PassThruDisconnect(unsigned long id) {
  channel_t *channel = enter(id);
  if (channel == NULL) return no_channel();
  if (channel->protocol != J_CAN) return unlocked(INVALID_CHANNEL, "that is a logical channel");
  for (channel_t *c = channels; c < channels + CHANNELS; c++) forget(c);
  return unlocked(NO_ERROR, "");
}

long PassThruLogicalConnect(unsigned long physical, unsigned long protocol, unsigned long flags, const descriptor_t *ends, unsigned long *id) {
  channel_t *channel = enter(physical);
  if (channel == NULL) return no_channel();
  if (ends == NULL || id == NULL) return unlocked(NULL_PARAMETER, "no ends, or no room for the channel");
  if (protocol != J_LOGICAL) return unlocked(INVALID_PROTOCOL, "ISO 15765 only");
  if (channel->protocol != J_CAN) return unlocked(LOGICAL_NOT_ALLOWED, "not on a logical channel");
  if (flags != 0) return unlocked(INVALID_FLAGS, "a logical channel has no flags");
  uint32_t local = id_of(ends->local), remote = id_of(ends->remote);
  if (local == remote) return unlocked(NOT_UNIQUE, "both ends are the same");
  unsigned logical = 0;
  for (channel_t *c = channels; c < channels + CHANNELS; c++) {
    if (c->protocol != J_ISO15765) continue;
    logical++;
    if (c->filters[0].pattern == local || c->filters[0].flow == remote) return unlocked(NOT_UNIQUE, "these ends are in use");
  }
  if (logical == 10) return unlocked(EXCEEDED_LIMIT, "ten logical channels are in use");
  *id = channel_of(J_ISO15765, ends->remote_flags, channel->rate);
  channels[*id - 1].filters[0] = (filter_t){
    .type = FLOW_CONTROL_FILTER, .mask = 0xffffffff, .pattern = local, .flow = remote,
    .wide = ends->local_flags & WIDE_ID, .pad = ends->remote_flags & TX_PAD,
  };
  return unlocked(NO_ERROR, "");
}

long PassThruLogicalDisconnect(unsigned long id) {
  channel_t *channel = enter(id);
  if (channel == NULL) return no_channel();
  if (channel->protocol != J_ISO15765) return unlocked(INVALID_CHANNEL, "that is no logical channel");
  forget(channel);
  return unlocked(NO_ERROR, "");
}

long PassThruSelect(set_t *set, unsigned long type, unsigned long timeout) {
  if (set == NULL || set->list == NULL) return done(NULL_PARAMETER, "no channels");
  if (type != READABLE) return done(SELECT_TYPE, "only what can be read");
  if (set->threshold > set->count) return done(EXCEEDED_LIMIT, "more than there are");
  pthread_mutex_lock(&lock);
  if (!open_now) return unlocked(NOT_OPEN, "nothing is open");
  for (unsigned i = 0; i < set->count; i++)
    if (set->list[i] < 1 || set->list[i] > CHANNELS || channels[set->list[i] - 1].protocol == 0) return unlocked(INVALID_CHANNEL, "no such channel");
  int64_t end = now_us() + (int64_t)timeout * 1000;
  for (;;) {
    if (!car_is_open()) return unlocked(NOT_CONNECTED, "the virtual vehicle is gone");
    unsigned ready = 0;
    for (unsigned i = 0; i < set->count; i++) ready += channels[set->list[i] - 1].count > 0;
    bool late = timeout == 0 || (ready < set->threshold && !wait_until(end));
    if (ready < set->threshold && !late) continue;
    unsigned kept = 0;
    for (unsigned i = 0; i < set->count; i++)
      if (channels[set->list[i] - 1].count > 0) set->list[kept++] = set->list[i];
    unsigned long threshold = set->threshold;
    set->count = kept;
    if (kept == 0) return unlocked(BUFFER_EMPTY, "nothing was received");
    return kept < threshold && timeout > 0 ? unlocked(TIMEOUT, "fewer channels than asked for") : unlocked(NO_ERROR, "");
  }
}

static long give(channel_t *channel, head_t *head) {
  message_t *from = &channel->received[channel->first];
  bool indication = from->rx_status & (TX_SUCCESS | TX_BROKEN);
  unsigned long length = indication ? 4 : from->data_size;
  channel->first = (channel->first + 1) % RECEIVED;
  channel->count--;
  head->protocol = channel->protocol == J_CAN ? J_CAN : J_LOGICAL;
  head->handle = indication ? id_of(from->data + 4) : 0;
  head->rx_status = from->rx_status;
  head->tx_flags = 0;
  head->timestamp = from->timestamp;
  head->extra = from->rx_status & (RX_START | TX_SUCCESS | TX_BROKEN) ? 0 : length;
  head->length = length < head->size ? length : head->size;
  memcpy(head->buffer, from->data, head->length);
  return length > head->size ? BUFFER_TOO_SMALL : NO_ERROR;
}

long PassThruReadMsgs(unsigned long id, head_t *heads, unsigned long *count, unsigned long timeout) {
  channel_t *channel = enter(id);
  if (channel == NULL) return no_channel();
  if (heads == NULL || count == NULL) return unlocked(NULL_PARAMETER, "no room for messages");
  unsigned long wanted = *count, got = 0;
  for (int64_t end = now_us() + (int64_t)timeout * 1000; got < wanted;) {
    if (channel->count > 0) {
      if (give(channel, &heads[got]) != NO_ERROR) return unlocked(BUFFER_TOO_SMALL, "a message did not fit");
      got++;
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

static long queue_one(channel_t *channel, const head_t *head) {
  static message_t message;
  bool can = channel->protocol == J_CAN;
  if (head->protocol != (can ? J_CAN : J_LOGICAL)) return MSG_PROTOCOL;
  if (head->buffer == NULL || head->length < 4 || head->length > 4 + (can ? 8 : LONGEST_MESSAGE) || head->tx_flags & 0x3f) return INVALID_MSG;
  if (!car_is_open()) return NOT_CONNECTED;
  bool others = id_of(head->buffer) != channel->filters[0].flow || head->tx_flags != channel->flags;
  if (!can && head->length > 4 + 7 && others) return MSG_NOT_ALLOWED;
  message.protocol = channel->protocol;
  message.tx_flags = head->tx_flags;
  message.data_size = head->length;
  memcpy(message.data, head->buffer, head->length);
  return sender_queue(channel, &message, head->handle) ? NO_ERROR : BUFFER_FULL;
}

long PassThruQueueMsgs(unsigned long id, const head_t *heads, unsigned long *count) {
  channel_t *channel = enter(id);
  if (channel == NULL) return no_channel();
  if (heads == NULL || count == NULL) return unlocked(NULL_PARAMETER, "no messages");
  unsigned long wanted = *count;
  long code = NO_ERROR;
  for (*count = 0; code == NO_ERROR && *count < wanted;) {
    code = queue_one(channel, &heads[*count]);
    if (code == NO_ERROR) ++*count;
  }
  return unlocked(code, code == NO_ERROR ? "" : "the message was not queued");
}

long PassThruStartMsgFilter(unsigned long id, unsigned long type, const head_t *mask, const head_t *pattern, unsigned long *filter) {
  channel_t *channel = enter(id);
  if (channel == NULL) return no_channel();
  if (mask == NULL || pattern == NULL || filter == NULL) return unlocked(NULL_PARAMETER, "a filter message is missing");
  if (channel->protocol != J_CAN) return unlocked(NOT_SUPPORTED, "a logical channel has no filters");
  if (type != PASS_FILTER && type != BLOCK_FILTER) return unlocked(INVALID_MSG, "no filter of this type");
  if (mask->length != 4 || pattern->length != 4) return unlocked(INVALID_MSG, "a filter is about the four bytes of the identifier");
  for (unsigned i = 0; i < FILTERS; i++)
    if (channel->filters[i].type == 0) {
      channel->filters[i] = (filter_t){.type = type, .mask = id_of(mask->buffer), .pattern = id_of(pattern->buffer), .wide = pattern->tx_flags & WIDE_ID};
      *filter = i + 1;
      return unlocked(NO_ERROR, "");
    }
  return unlocked(EXCEEDED_LIMIT, "ten filters are in use");
}

long PassThruStopMsgFilter(unsigned long id, unsigned long filter) {
  channel_t *channel = enter(id);
  if (channel == NULL) return no_channel();
  if (filter < 1 || filter > FILTERS || channel->filters[filter - 1].type == 0) return unlocked(INVALID_FILTER, "no such filter");
  channel->filters[filter - 1].type = 0;
  return unlocked(NO_ERROR, "");
}

static long set_config(channel_t *channel, const config_list_t *list) {
  if (list == NULL) return NULL_PARAMETER;
  for (unsigned long i = 0; i < list->count; i++) {
    const config_t *wanted = &list->values[i];
    if (channel->protocol != J_ISO15765) return NOT_SUPPORTED;
    if (wanted->parameter == ISO15765_BS) channel->block_size = wanted->value;
    else if (wanted->parameter == ISO15765_STMIN) channel->st_min = wanted->value;
    else return NOT_SUPPORTED;
  }
  return NO_ERROR;
}

static long read_voltage(const resource_t *wires, unsigned long *millivolts) {
  if (wires == NULL || wires->pins == NULL || millivolts == NULL) return done(NULL_PARAMETER, "no pin, or no room for the voltage");
  if (wires->connector != J1962 || wires->count != 1 || wires->pins[0] != BATTERY_PIN) return done(PIN_INVALID, "only the battery's pin is measured");
  pthread_mutex_lock(&lock);
  return car_voltage(millivolts, now_us() + OPENING) ? unlocked(NO_ERROR, "") : unlocked(FAILED, "no voltage came");
}

long PassThruIoctl(unsigned long target, unsigned long ioctl, void *input, void *output) {
  if (ioctl == READ_VBATT) return read_voltage(input, output);
  channel_t *channel = enter(target);
  if (channel == NULL) return no_channel();
  switch (ioctl) {
    case SET_CONFIG:
      return unlocked(set_config(channel, input), "a parameter is not known");
    case CLEAR_TX_BUFFER:
    case CLEAR_RX_BUFFER:
      if (input != NULL || output != NULL) return unlocked(NULL_REQUIRED, "nothing goes in and nothing comes out");
      if (ioctl == CLEAR_TX_BUFFER) sender_forget(channel);
      else channel->count = 0;
      return unlocked(NO_ERROR, "");
    default:
      return unlocked(INVALID_IOCTL, "no such ioctl");
  }
}

long PassThruReadVersion(unsigned long device, char *firmware, char *dll, char *api) {
  if (!open_now) return done(NOT_OPEN, "nothing is open");
  if (device != DEVICE) return done(INVALID_DEVICE, "no such device");
  if (firmware == NULL || dll == NULL || api == NULL) return done(NULL_PARAMETER, "no room for versions");
  strcpy(firmware, "virtual 1.0");
  strcpy(dll, "1.0");
  strcpy(api, "05.00");
  return NO_ERROR;
}

long PassThruGetLastError(char *text) {
  if (text == NULL) return NULL_PARAMETER;
  strcpy(text, last_error);
  return NO_ERROR;
}
