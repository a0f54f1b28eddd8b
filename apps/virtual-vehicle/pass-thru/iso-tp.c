/* ISO 15765-2 as a pass-thru adapter does it: normal addressing, one reception and one transmission a unit. */
#include "pass-thru.h"

#include <string.h>

#define N_BS 1000000

static void frame_of(frame_t *frame, uint32_t id, bool wide, bool pad, const uint8_t *bytes, unsigned length) {
  frame->id = id;
  frame->wide = wide;
  frame->length = pad ? 8 : (uint8_t)length;
  memset(frame->data, 0, sizeof frame->data);
  memcpy(frame->data, bytes, length);
}

static void answer_flow_control(const channel_t *channel, const filter_t *filter) {
  uint8_t bytes[3] = {0x30, (uint8_t)channel->block_size, (uint8_t)channel->st_min};
  frame_t frame;
  frame_of(&frame, filter->flow, filter->wide, filter->pad, bytes, 3);
  car_send(&frame, 0);
}

static void consecutive(channel_t *channel, filter_t *filter, const frame_t *frame) {
  reception_t *r = &filter->reception;
  if (!r->begun) return;
  if ((frame->data[0] & 0x0f) != r->sequence) {
    r->begun = false;
    return;
  }
  unsigned room = r->length - r->have;
  unsigned piece = frame->length - 1u < room ? frame->length - 1u : room;
  memcpy(r->bytes + r->have, frame->data + 1, piece);
  r->have += piece;
  r->sequence = (r->sequence + 1) & 0x0f;
  if (r->have == r->length) {
    r->begun = false;
    put_message(channel, 0, frame->wide, frame->id, r->bytes, r->length);
  } else if (channel->block_size > 0 && --r->left_in_block == 0) {
    r->left_in_block = (uint8_t)channel->block_size;
    answer_flow_control(channel, filter);
  }
}

static void received(channel_t *channel, filter_t *filter, const frame_t *frame) {
  const uint8_t *d = frame->data;
  unsigned length;
  switch (d[0] >> 4) {
    case 0:
      length = d[0] & 0x0f;
      if (length > 0 && length < frame->length) put_message(channel, 0, frame->wide, frame->id, d + 1, length);
      return;
    case 1:
      length = (unsigned)(d[0] & 0x0f) << 8 | d[1];
      if (frame->length < 8 || length < 8) return;
      filter->reception.begun = true;
      filter->reception.length = (uint16_t)length;
      filter->reception.have = 6;
      filter->reception.sequence = 1;
      filter->reception.left_in_block = (uint8_t)channel->block_size;
      memcpy(filter->reception.bytes, d + 2, 6);
      put_message(channel, RX_START, frame->wide, frame->id, NULL, 0);
      answer_flow_control(channel, filter);
      return;
    case 2:
      consecutive(channel, filter, frame);
      return;
    case 3:
      memcpy(filter->flow_control, d, 3);
      filter->flow_controls++;
      return;
  }
}

void iso_tp_frame(channel_t *channel, const frame_t *frame) {
  for (filter_t *f = channel->filters; f < channel->filters + FILTERS; f++)
    if (f->type == FLOW_CONTROL_FILTER && f->wide == frame->wide && (frame->id & f->mask) == f->pattern && frame->length > 0)
      received(channel, f, frame);
}

/* Microseconds; reserved values count as the longest. */
static int64_t gap_of(uint8_t st_min) {
  if (st_min <= 0x7f) return st_min * 1000;
  return st_min >= 0xf1 && st_min <= 0xf9 ? (st_min - 0xf0) * 100 : 127000;
}

/* With the lock: whatever else happens meanwhile is dealt with, and the wait goes on. */
static void pause_for(int64_t gap) {
  int64_t end = now_us() + gap;
  while (gap > 0 && now_us() < end && wait_until(end)) {
  }
}

static long await_flow_control(const filter_t *filter, unsigned seen, int64_t deadline) {
  for (int64_t end = now_us() + N_BS;;) {
    while (filter->flow_controls == seen)
      if (!car_is_open()) return NOT_CONNECTED;
      else if (!wait_until(end < deadline ? end : deadline)) return TIMEOUT;
    seen = filter->flow_controls;
    if ((filter->flow_control[0] & 0x0f) == 0) return NO_ERROR;
    if ((filter->flow_control[0] & 0x0f) != 1) return FAILED;
    end = now_us() + N_BS;
  }
}

static filter_t *filter_of(channel_t *channel, uint32_t id, bool wide) {
  for (filter_t *f = channel->filters; f < channel->filters + FILTERS; f++)
    if (f->type == FLOW_CONTROL_FILTER && f->flow == id && f->wide == wide) return f;
  return NULL;
}

static long segmented(filter_t *filter, uint32_t id, bool wide, bool pad, const uint8_t *bytes, unsigned length, int64_t deadline) {
  frame_t frame;
  uint8_t part[8] = {(uint8_t)(0x10 | length >> 8), (uint8_t)length};
  memcpy(part + 2, bytes, 6);
  frame_of(&frame, id, wide, pad, part, 8);
  unsigned seen = filter->flow_controls;
  if (!car_send(&frame, deadline)) return TIMEOUT;
  unsigned left = 0;
  bool endless = false;
  for (unsigned at = 6, sequence = 1; at < length; sequence = (sequence + 1) & 0x0f) {
    if (!endless && left == 0) {
      long outcome = await_flow_control(filter, seen, deadline);
      if (outcome != NO_ERROR) return outcome;
      seen = filter->flow_controls;
      left = filter->flow_control[1];
      endless = left == 0;
    }
    unsigned piece = length - at < 7 ? length - at : 7;
    part[0] = (uint8_t)(0x20 | sequence);
    memcpy(part + 1, bytes + at, piece);
    frame_of(&frame, id, wide, pad, part, piece + 1);
    if (!car_send(&frame, deadline)) return TIMEOUT;
    at += piece;
    if (!endless) left--;
    int64_t gap = gap_of(filter->flow_control[2]);
    if (gap > 0 && !car_all_sent(deadline)) return TIMEOUT;
    if (at < length) pause_for(gap);
  }
  return NO_ERROR;
}

long iso_tp_send(channel_t *channel, const message_t *message, int64_t deadline) {
  uint32_t id = id_of(message->data);
  bool wide = message->tx_flags & WIDE_ID, pad = message->tx_flags & TX_PAD;
  unsigned length = (unsigned)message->data_size - 4;
  const uint8_t *bytes = message->data + 4;
  long outcome = NO_ERROR;
  if (length <= 7) {
    uint8_t single[8] = {(uint8_t)length};
    frame_t frame;
    memcpy(single + 1, bytes, length);
    frame_of(&frame, id, wide, pad, single, length + 1);
    if (!car_send(&frame, deadline)) outcome = TIMEOUT;
  } else {
    filter_t *filter = filter_of(channel, id, wide);
    if (filter == NULL) return NO_FLOW_CONTROL;
    outcome = segmented(filter, id, wide, pad, bytes, length, deadline);
  }
  if (outcome == NO_ERROR && !car_all_sent(deadline)) outcome = TIMEOUT;
  return car_is_open() ? outcome : NOT_CONNECTED;
}
