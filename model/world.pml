/* What is around a write job: units, disk, supply, link, people, broker; and what of it is asked from outside. */
#ifndef FAULTS
#define FAULTS 4
#endif
#ifndef REENTRIES
#define REENTRIES 3
#endif
#ifndef UNITS
#define UNITS 2
#endif
#define SEGMENTS 2
#define BLOCKS 2
#define LOOKS 1
#define CHECKS 2

/* What a segment of a unit holds. */
#define OLD 0
#define NEW 1
#define ERASED 2
#define PART 3
#define BAD 4

byte faults;
#define disturbed faults < FAULTS -> faults++

/* The units of the car, and which of them the present job is for: there is one job at a time. */
byte unit;
byte u_holds[UNITS * SEGMENTS];
bool u_session[UNITS];          /* not in the default session */
bool u_checked[UNITS] = true;   /* its own check of the whole has passed since the last erase */
bool u_half[UNITS];             /* the point of no return has been passed and no check has passed since */
bool u_wild;                    /* the present one resets whenever it likes, until a person has seen to it */
bool u_open;                    /* it takes blocks: a download was asked for since its last erase, end or reset */
byte u_blocks;                  /* acknowledged since the last request to download, as the keeper has seen it */
byte u_seg;                     /* which segment that download was for, */
bool u_old, u_exited;           /* whether it was of the backup, and whether it was ended: likewise */
#define holds(segment) u_holds[unit * SEGMENTS + segment]
#define whole(u) (u_checked[u] && u_holds[(u) * SEGMENTS] == u_holds[(u) * SEGMENTS + 1] && u_holds[(u) * SEGMENTS] <= NEW)

/* The journal of the present job: what it says to somebody who reads it after a death. */
bool j_plan, j_staged, j_backup, j_ack, j_erased, j_restore, j_reset, j_open;
byte j_n, j_failed, j_verified, j_seg;
byte j_end = STATES;            /* the state in which it has ended; STATES: it has not */
byte j_epoch = 1;               /* the highest of the broker; kept by the shop, not by the job */
byte j_counter;                 /* the highest acknowledgement ever used; likewise */
byte word, disk;                /* of the automaton: what is written, and what is forced to the disk */
bool poisoned;                  /* an fsync has failed: this file gets no more records */

/* The executor. */
byte state = DRAFT;
byte shown = DRAFT;             /* how expert and technician have been told that it ended; DRAFT: they have not */
bool restoring;                 /* the backup is being written */
bool after;                     /* the point of no return has been passed */
bool opened;                    /* a session that an abort has to close */
bool finished;                 /* the jobs of this car have come to their ends */
bool written;                  /* its check of the whole has passed: what is left is to look at it */
bool tells;                     /* after a restart the journal may say: checked, to be reset */
byte seg, blk, n, failed, looks, verified;
byte back;                      /* where a pause returns to */
#define AT_ERASE 1
#define AT_BLOCK 2
#define AT_EXIT 3
#define AT_CHECK 4
#define AT_ALL 5
#define AT_RESET 6
#define AT_READING 7
#define AT_ENTER 8
#define AT_DOWNLOAD 9

bool supply = true;
bool dark;                      /* the supply does not come back by itself */

/* People and broker. */
byte plan = 1;                  /* the plan that the broker shows now */
byte agreed;                    /* the plan that the technician has seen and agreed to; 0: none */
byte running;                   /* the plan that the job carries out */
byte counter;                   /* of the newest acknowledgement */
bool stop;
byte epoch = 1, said;

#define terminal(s) (s == DONE || s == ABORTED_CLEAN || s == RESTORED || s == HOLD)
#define wanted (restoring -> OLD : NEW)

/* I1, I2, I3, I8: asked of every request that writes. */
inline leaves_write() {
  assert(supply && j_backup && j_ack && agreed == running);
  assert(j_erased || poisoned)
}

/* I10 */
inline leaves_reset(whose) { assert(!u_half[whose]); u_session[whose] = false }

/* Nobody asks any more which of them it was: states that differ in nothing else are one. */
#define FORGET_AGREEMENT plan = 1; counter = 1; j_counter = 1

inline may_die() { if :: true :: disturbed; goto dead fi }

/* What else may become of a request: a death, a refusal or silence, a reset of the unit; and a reset may not be the last. */
#define may_fail(there) \
  if \
  :: !u_wild \
  :: disturbed; goto dead \
  :: disturbed; goto there \
  :: disturbed; u_session[unit] = false; u_open = false; if :: true :: after -> u_wild = true fi; goto there \
  :: u_wild -> u_session[unit] = false; u_open = false; goto there \
  fi

/* The supply is looked at whenever gates are judged. */
inline look() {
  if
  :: supply
  :: supply && disturbed; supply = false; if :: true :: after -> dark = true fi
  :: !supply
  :: !supply && !dark -> supply = true
  fi
}

/* Before the first erase a no, a stop, a trouble all end it clean. */
inline judge_before() { look(); if :: supply && !stop :: else -> goto undo fi }

/* After it the supply is waited for. */
inline judge_after(here) {
#ifndef M1
  look();
  if
  :: supply
  :: !supply -> back = here; goto paused
  :: !supply && dark -> WROTE(R_PAUSE); goto hold      /* critically low */
  fi
#else
  look()
#endif
}

/*
 * What may have come from the broker since the last look. Two owners of one visit: the old one does not know yet, and what
 * comes with an older epoch than was seen is not heard. A message swaps the plan that is shown, or asks for an end, or is a
 * reset of everybody from another conversation in the visit, which a job that is armed does not let through.
 */
inline hear() {
  if
  :: disturbed;
     if :: epoch < 2 -> epoch++ :: true fi;
     if :: said = epoch :: said = 1 fi;
     if
#ifndef M16
     :: said < j_epoch
     :: said >= j_epoch ->
#else
     :: true ->
#endif
        assert(said >= j_epoch);                        /* I15 */
        j_epoch = said;
        if
        :: !agreed -> plan = 3 - plan
#ifdef M7
        :: stop = true
#else
        :: !after -> stop = true
        :: after                        /* it is told, and the write goes on */
#endif
#ifdef M17
        :: agreed -> leaves_reset(0); leaves_reset(UNITS - 1)
#endif
        fi
     fi;
     said = 0
  :: true
  fi
}
