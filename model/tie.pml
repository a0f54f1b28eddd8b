/*
 * How the model is held to the tables of the machine: a step that is not in them is an error, and when the verifier ends it
 * tells which entries it has never used.
 */
c_decl {
  static unsigned char moved[STATES][STATES], restarted[STATES][STATES], wrote[WORDS][LETTERS];

  /* A restore is one state to the outside, whatever it does inside. */
  static int seen_as(int state, int restoring) {
    int ends = state == DONE || state == ABORTED_CLEAN || state == RESTORED || state == HOLD;
    return restoring && !ends ? RESTORING : state;
  }
  static int refuse(const char *what, const char *from, const char *to) {
    printf("no such %s: %s to %s\n", what, from, to);
    return 0;
  }
  static int may_move(int from, int to) {
    return from == to || moves[from][to] || refuse("move", state_names[from], state_names[to]);
  }
  static int may_restart(int from, int to) {
    return from == to || restarts[from][to] || refuse("restart", state_names[from], state_names[to]);
  }
  static int move(int from, int to) { moved[from][to] = 1; return to; }
  static int restart(int from, int to) { restarted[from][to] = 1; return to; }
  static int may_write(int word, int letter) {
    char after[8];
    snprintf(after, sizeof after, "%d", word);
    return journals[word][letter] != 255 || refuse("record", after, letter_names[letter]);
  }
  static int writes(int word, int letter) { wrote[word][letter] = 1; return journals[word][letter]; }

  __attribute__((destructor)) static void tell(void) {
    int from, to, letter;
    for (from = 0; from < STATES; from++)
      for (to = 0; to < STATES; to++) {
        if (moves[from][to] && !moved[from][to]) printf("unused move %s %s\n", state_names[from], state_names[to]);
        if (restarts[from][to] && !restarted[from][to])
          printf("unused restart %s %s\n", state_names[from], state_names[to]);
      }
    for (from = 0; from < WORDS; from++)
      for (letter = 0; letter < LETTERS; letter++)
        if (journals[from][letter] != 255 && !wrote[from][letter])
          printf("unused record %d %s\n", from, letter_names[letter]);
  }
}

/* The job goes on in another state; or is taken up in it after a restart. */
#define TO(s) c_code [may_move(now.state, seen_as(s, now.restoring))] { now.state = move(now.state, seen_as(s, now.restoring)); }
#define AGAIN(s) c_code [may_restart(now.state, seen_as(s, now.restoring))] { now.state = restart(now.state, seen_as(s, now.restoring)); }

#define NEXT_WORD(letter) c_code [may_write(now.word, letter)] { now.word = writes(now.word, letter); }

/* A record that is forced with the next one that has to be durable. */
#define WROTE(letter) if :: poisoned :: !poisoned -> NEXT_WORD(letter) fi

/* Where it may be there already. */
#define WROTE_MAYBE(letter) if :: c_expr { journals[now.word][letter] != 255 } -> WROTE(letter) :: true fi

/* A record that has to be durable: the job stands still. A failed fsync may have left it there or not. */
#define SYNC(letter, meaning) \
  if \
  :: poisoned \
  :: atomic { !poisoned -> \
       if \
       :: NEXT_WORD(letter); meaning; disk = word \
       :: disturbed; if :: NEXT_WORD(letter); meaning; disk = word :: true fi; goto dead \
       :: disturbed; poisoned = true; \
          if :: NEXT_WORD(letter); meaning; disk = word :: true fi \
       fi } \
  fi

/* The last record of a job: nobody is told before it is durable, as long as there is a journal. (I22) */
#define LAST(letter) SYNC(letter, j_end = state); shown = state; may_die()

/* Without a journal nothing begins. */
#define FORCED_BEFORE if :: poisoned && !after -> goto undo :: else fi

/* What a record means to somebody who reads it after a death. */
#define ERASE_INTENDED j_erased = true; j_reset = false; j_open = false; j_verified = j_verified & (3 - (1 << seg))
#define ERASED_AND_OPEN j_open = true; j_seg = seg
#define CHECK_PASSED j_open = false; j_verified = j_verified | (1 << seg)
#define CHECK_FAILED j_open = false; j_failed++; j_verified = 0
#define REENTERED j_n = n; j_reset = false; j_open = false; j_end = STATES
#define RESTORE_INTENDED j_restore = true; j_n = 0; j_failed = 0; j_verified = 0; j_reset = false; j_open = false
