#include "pass-thru.h"

#include <string.h>

uint32_t id_of(const unsigned char *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Only what it holds is written: what stands behind it in the application's memory stays as it was. */
void put_message(channel_t *channel, unsigned long status, bool wide, uint32_t id, const uint8_t *bytes, unsigned length) {
  if (channel->count == RECEIVED) {
    channel->overflow = true;
    return;
  }
  message_t *message = &channel->received[(channel->first + channel->count++) % RECEIVED];
  message->protocol = channel->protocol;
  message->rx_status = status | (wide ? WIDE_ID : 0);
  message->tx_flags = 0;
  message->timestamp = (unsigned long)(uint32_t)now_us();
  message->data_size = message->extra = 4 + length;
  for (int i = 0; i < 4; i++) message->data[i] = (unsigned char)(id >> (24 - 8 * i));
  if (length > 0) memcpy(message->data + 4, bytes, length);
}

/* Without a pass filter nothing passes; a block filter outweighs it. */
bool filter_passes(const channel_t *channel, const frame_t *frame) {
  bool passes = false;
  for (const filter_t *f = channel->filters; f < channel->filters + FILTERS; f++) {
    if (f->type == 0 || f->wide != frame->wide || (frame->id & f->mask) != f->pattern) continue;
    if (f->type == BLOCK_FILTER) return false;
    passes = true;
  }
  return passes;
}
