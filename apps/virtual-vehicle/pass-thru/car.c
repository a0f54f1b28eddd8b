/* The socket to the virtual vehicle: one line a frame, in the form of SLCAN; "z" when one of ours was on the bus. */
#include "pass-thru.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static int car = -1;
static pthread_t listener;
static unsigned unconfirmed;
static long battery = -1;

int64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* With the lock; false when the time is over. */
bool wait_until(int64_t deadline) {
  struct timespec t = {.tv_sec = deadline / 1000000, .tv_nsec = (deadline % 1000000) * 1000};
  return pthread_cond_timedwait(&changed, &lock, &t) == 0 || now_us() < deadline;
}

static bool say(const char *line) {
  size_t length = strlen(line);
  return car >= 0 && send(car, line, length, MSG_NOSIGNAL) == (ssize_t)length;
}

static bool parse_frame(const char *line, frame_t *frame) {
  frame->wide = line[0] == 'T';
  int digits = frame->wide ? 8 : 3;
  char id[9] = {0};
  if (strlen(line) < (size_t)digits + 2) return false;
  memcpy(id, line + 1, digits);
  frame->id = (uint32_t)strtoul(id, NULL, 16);
  frame->length = (uint8_t)(line[1 + digits] - '0');
  if (frame->length > 8 || strlen(line) < (size_t)digits + 2 + 2u * frame->length) return false;
  for (unsigned i = 0; i < frame->length; i++) {
    char byte[3] = {line[2 + digits + 2 * i], line[3 + digits + 2 * i], 0};
    frame->data[i] = (uint8_t)strtoul(byte, NULL, 16);
  }
  return true;
}

static void hear(const char *line) {
  frame_t frame;
  pthread_mutex_lock(&lock);
  if (line[0] == 'z' && unconfirmed > 0) unconfirmed--;
  if (line[0] == 'b') battery = strtol(line + 1, NULL, 10);
  if ((line[0] == 't' || line[0] == 'T') && parse_frame(line, &frame))
    for (channel_t *c = channels; c < channels + CHANNELS; c++) {
      if (c->protocol == J_CAN && filter_passes(c, &frame))
        put_message(c, 0, frame.wide, frame.id, frame.data, frame.length);
      if (c->protocol == J_ISO15765) iso_tp_frame(c, &frame);
    }
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

static void *listen_to_car(void *from) {
  int fd = *(int *)from;
  char line[64], chunk[4096];
  size_t have = 0;
  ssize_t got;
  while ((got = recv(fd, chunk, sizeof chunk, 0)) > 0)
    for (ssize_t i = 0; i < got; i++) {
      if (chunk[i] == '\n') {
        line[have] = 0;
        hear(line);
        have = 0;
      } else if (have < sizeof line - 1)
        line[have++] = chunk[i];
    }
  pthread_mutex_lock(&lock);
  if (car == fd) car = -1;
  close(fd);
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  return NULL;
}

bool car_open(const char *path) {
  static int opened;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) return false;
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0) return false;
  if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
    close(fd);
    return false;
  }
  car = opened = fd;
  unconfirmed = 0;
  return pthread_create(&listener, NULL, listen_to_car, &opened) == 0;
}

void car_close(void) {
  if (car >= 0) shutdown(car, SHUT_RDWR);
  pthread_mutex_unlock(&lock);
  pthread_join(listener, NULL);
  pthread_mutex_lock(&lock);
}

bool car_is_open(void) { return car >= 0; }

bool car_send(const frame_t *frame, int64_t deadline) {
  char line[40];
  int at = sprintf(line, frame->wide ? "T%08X%u" : "t%03X%u", frame->id, frame->length);
  for (unsigned i = 0; i < frame->length; i++) at += sprintf(line + at, "%02X", frame->data[i]);
  sprintf(line + at, "\n");
  while (deadline != 0 && car >= 0 && unconfirmed >= WINDOW)
    if (!wait_until(deadline)) return false;
  unconfirmed++;
  return say(line);
}

bool car_all_sent(int64_t deadline) {
  while (car >= 0 && unconfirmed > 0)
    if (!wait_until(deadline)) return false;
  return car >= 0;
}

bool car_voltage(unsigned long *millivolts, int64_t deadline) {
  battery = -1;
  if (!say("b\n")) return false;
  while (car >= 0 && battery < 0)
    if (!wait_until(deadline)) return false;
  if (battery < 0) return false;
  *millivolts = (unsigned long)battery;
  return true;
}
