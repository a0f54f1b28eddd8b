#include "structures.h"

#include <string.h>

#define QUEUED 64
#define PATIENCE 5000000

typedef struct {
  channel_t *channel; /* NULL: taken back */
  message_t message;
  unsigned long handle;
} job_t;

static job_t jobs[QUEUED];
static unsigned first, count;
static bool running;
static pthread_t sender;

static void indicate(channel_t *channel, const job_t *job, unsigned long status) {
  uint8_t handle[4] = {(uint8_t)(job->handle >> 24), (uint8_t)(job->handle >> 16), (uint8_t)(job->handle >> 8), (uint8_t)job->handle};
  put_message(channel, status, job->message.tx_flags & WIDE_ID, id_of(job->message.data), handle, 4);
  pthread_cond_broadcast(&changed);
}

static long send_frame(const message_t *message, int64_t deadline) {
  frame_t frame = {.id = id_of(message->data), .wide = message->tx_flags & WIDE_ID};
  frame.length = (uint8_t)(message->data_size - 4);
  memcpy(frame.data, message->data + 4, frame.length);
  return car_send(&frame, deadline) && car_all_sent(deadline) ? NO_ERROR : FAILED;
}

static void *send_all(void *nothing) {
  static job_t job;
  pthread_mutex_lock(&lock);
  while (running) {
    if (count == 0) {
      wait_until(now_us() + 1000000);
      continue;
    }
    job = jobs[first];
    first = (first + 1) % QUEUED;
    count--;
    if (job.channel == NULL) continue;
    int64_t deadline = now_us() + PATIENCE;
    long outcome = job.channel->protocol == J_CAN ? send_frame(&job.message, deadline) : iso_tp_send(job.channel, &job.message, deadline);
    /* The channel may be gone by now. */
    if (job.channel->protocol != 0) indicate(job.channel, &job, outcome == NO_ERROR ? TX_SUCCESS : TX_BROKEN);
  }
  pthread_mutex_unlock(&lock);
  return nothing;
}

bool sender_start(void) {
  first = count = 0;
  running = true;
  return pthread_create(&sender, NULL, send_all, NULL) == 0;
}

void sender_stop(void) {
  running = false;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  pthread_join(sender, NULL);
  pthread_mutex_lock(&lock);
}

bool sender_queue(channel_t *channel, const message_t *message, unsigned long handle) {
  if (count == QUEUED) return false;
  jobs[(first + count++) % QUEUED] = (job_t){.channel = channel, .message = *message, .handle = handle};
  pthread_cond_broadcast(&changed);
  return true;
}

void sender_forget(const channel_t *channel) {
  for (unsigned i = 0; i < count; i++) {
    job_t *job = &jobs[(first + i) % QUEUED];
    if (job->channel == channel) job->channel = NULL;
  }
}
