/* A pass-thru library as bad as they come: the name given to PassThruOpen says what it does, and where. For tests. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char fault[64];
static int written;

static void at(const char *place) {
  const char *where = strchr(fault, ' ');
  if (where == NULL || strcmp(where + 1, place) != 0) return;
  if (strncmp(fault, "hang", 4) == 0)
    for (;;) pause();
  if (strncmp(fault, "crash", 5) == 0) *(volatile int *)0 = 0;
  if (strncmp(fault, "exit", 4) == 0) _exit(3);
}

static int claims(const char *what) { return strcmp(fault, what) == 0; }

long PassThruOpen(const char *name, unsigned long *device) {
  strncpy(fault, name == NULL ? "" : name, sizeof fault - 1);
  at("open");
  *device = 1;
  return claims("no adapter") ? 8 : 0;
}
long PassThruClose(unsigned long device) {
  at("close");
  return (void)device, 0;
}
long PassThruConnect(unsigned long device, unsigned long protocol, unsigned long flags, unsigned long rate, unsigned long *channel) {
  (void)device, (void)protocol, (void)flags, (void)rate;
  at("connect");
  *channel = 1;
  return 0;
}
long PassThruDisconnect(unsigned long channel) { return (void)channel, 0; }

/* "impatient": a timeout of zero is for ever, and one message is an answer only to who asks for one. */
static long read_of_the_impatient(void *messages, const unsigned long *count, unsigned long timeout) {
  static const unsigned char answer[] = {0, 0, 7, 0xe8, 0x7e, 0};
  while (timeout == 0) pause();
  if (!written || *count > 1) return 0;
  written = 0;
  ((unsigned long *)messages)[4] = sizeof answer;
  memcpy((unsigned long *)messages + 6, answer, sizeof answer);
  return 0;
}

/* "stale": success, a full count, and the application's memory untouched. "endless": a count that no memory holds. */
long PassThruReadMsgs(unsigned long channel, void *messages, unsigned long *count, unsigned long timeout) {
  (void)channel, (void)messages, (void)timeout;
  at("read");
  if (claims("stale")) return 0;
  if (claims("unplugged")) return 8;
  if (claims("impatient")) return read_of_the_impatient(messages, count, timeout);
  *count = claims("endless") ? 4000000000ul : 0;
  return claims("endless") ? 0 : 16;
}
long PassThruWriteMsgs(unsigned long channel, const void *messages, unsigned long *count, unsigned long timeout) {
  (void)channel, (void)messages, (void)timeout;
  at("write");
  written = 1;
  if (claims("full")) {
    *count = 0;
    return 17;
  }
  return 0;
}
long PassThruStartMsgFilter(unsigned long channel, unsigned long type, const void *m, const void *p, const void *f, unsigned long *id) {
  (void)channel, (void)type, (void)m, (void)p, (void)f;
  *id = 1;
  return 0;
}
long PassThruStopMsgFilter(unsigned long channel, unsigned long id) { return (void)channel, (void)id, 0; }
long PassThruReadVersion(unsigned long device, char *firmware, char *dll, char *api) {
  (void)device;
  memset(firmware, 'F', 79);
  firmware[79] = 0;
  strcpy(dll, "\x1b[31mred\n");
  strcpy(api, "04.04");
  return 0;
}
long PassThruGetLastError(char *text) {
  strcpy(text, "as bad as they come");
  return 0;
}
long PassThruIoctl(unsigned long handle, unsigned long id, void *input, void *output) {
  (void)handle, (void)id, (void)input, (void)output;
  return 1;
}
