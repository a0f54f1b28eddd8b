/*
 * The write job between a broker that cannot be trusted, a supply that sags, a link that resets, a client that dies and a
 * unit that bricks. States and records have the names of libs/safety/src/write-job. `npm run model` checks it; with -DMn
 * one mistake is planted, and the check has to find it.
 *
 * Durable variables begin with j_ and survive a death; u_ is the unit; everything else is memory of a process.
 */
#define SEGMENTS 2
#define BLOCKS 2
#ifndef REENTRIES
#define REENTRIES 3
#endif
#ifndef DEATHS
#define DEATHS 2
#endif
#define SAGS 1
#define LOST 1
#define ROTS 1
#ifndef MESSAGES
#define MESSAGES 2
#endif
#define AGREEMENTS 3

mtype = { DRAFT, STAGED, BACKED_UP, PREFLIGHT_OK, ARMED, ENTRY, ERASING, TRANSFER, PAUSED, EXITED, VERIFIED, CONFIRMED,
          DONE, UNDOING, ABORTED_CLEAN, REENTRY, RESTORED, HOLD };
/* What a segment of the unit holds. */
mtype = { OLD, ERASED, PART, NEW, BAD };

/* The journal: what the last durable records say. */
bool j_plan, j_backup, j_ack, j_erase_intent, j_erase_done, j_verified, j_reset_intent, j_restore, j_over;
byte j_counter;                 /* of the acknowledgement, the highest ever used */
byte j_epoch = 1;               /* the highest of the broker */
byte j_reentries, j_failed;
byte j_segment;                 /* of the last ERASE_DONE */
byte j_passed;                  /* segments whose VERIFY says so, as bits */

/* The unit. */
mtype u_holds[SEGMENTS] = OLD;
bool u_session;                 /* not in the default session */
bool u_checked = true;          /* its own check of the whole has passed since the last erase */
bool u_half;                    /* the point of no return has been passed and no check has passed since */
byte u_blocks;                  /* acknowledged since the last request to download */

/* Everybody else. */
mtype state = DRAFT;
mtype shown = DRAFT;            /* what expert and technician have been told */
bool alive = true;              /* the executor */
bool restoring;                 /* the backup is being written */
bool after;                     /* the point of no return may have been passed: no way back */
bool supply = true;
bool keeps = true;              /* the keeper has its time left */
bool stop;                      /* somebody has asked for an end */
byte epoch = 1;                 /* of the broker that really has the visit */
byte plan = 1;                  /* the plan that the broker shows now */
byte agreed;                    /* the plan that the technician has seen and agreed to; 0: none */
byte running;                   /* the plan that the job carries out */
byte counter;                   /* of the newest acknowledgement */
byte deaths, sags, lost, rots, heard, said, seen, asked;

#define bootable (u_checked && u_holds[0] == u_holds[1] && (u_holds[0] == OLD || u_holds[0] == NEW))
#define over (state == DONE || state == ABORTED_CLEAN || state == RESTORED || state == HOLD)

/* Gates, judged in the turn in which the request leaves. */
#ifdef M2
#define backed_up true
#else
#define backed_up j_backup
#endif
#define allowed_before (supply && backed_up && j_ack && agreed == running)
#ifdef M1
#define allowed_after true
#else
#define allowed_after supply
#endif

/* I1, I2, I3, I8: asked of every request that writes, from outside. */
inline leaves_write() {
  assert(supply); assert(j_backup); assert(j_ack); assert(agreed == running)
}

/* I10 */
inline leaves_reset() { assert(!u_half); u_session = false }

/* The process may die between any two operations; the unit may reset, an answer may be lost. */
inline may_die() { if :: deaths < DEATHS -> deaths++; goto dead :: true fi }
inline may_reset() { if :: u_session = false; goto reentry :: true fi }

/*
 * What may have come from the broker since the last look. Two owners of one visit: the old one does not know yet, and what
 * comes with an older epoch than was seen is not heard. A message swaps the plan that is shown, or asks for an end, or is a
 * reset of everybody from another conversation in the visit, which a job that is armed does not let through.
 */
inline hear() {
  atomic {
    if
    :: heard < MESSAGES ->
       heard++;
       if :: epoch < 2 -> epoch++ :: true fi;
       if :: said = epoch :: said = 1 fi;
       seen = j_epoch;
       if
#ifdef M16
       :: true ->
#else
       :: said >= j_epoch ->
#endif
          j_epoch = said;
          if
          :: plan = 3 - plan
          :: stop = true
#ifdef M17
          :: leaves_reset()
#endif
          fi
#ifndef M16
       :: else -> skip
#endif
       fi;
       assert(j_epoch >= seen);                         /* I15 */
       said = 0; seen = 0
    :: true -> skip
    fi }
}

/* Battery and charger, looked at whenever gates are judged: every sag ends. */
inline look() {
  if
  :: supply && sags < SAGS -> sags++; supply = false
  :: !supply -> supply = true
  :: true
  fi
}

active proctype Shop() {
  byte seg, blk, verified;
  bool again;

  /* The disk has the plan before anything is read; then the backup, on two media and read back. */
  atomic { running = plan; j_plan = true; state = STAGED }
  may_die();
#ifndef M2
  j_backup = true;
#endif
  state = BACKED_UP;
  may_die();
  state = PREFLIGHT_OK;
agree:
  hear();
  /* What is agreed to is what was shown. */
  if
  :: atomic { !stop && asked < AGREEMENTS ->
       asked++;
       agreed = running;
       if :: counter++ :: true fi }                     /* a new acknowledgement, or an old one once more */
  :: stop || asked == AGREEMENTS -> goto undo         /* patience has an end */
  fi;
#ifdef M3
  running = plan;                       /* whatever is newest, not what was shown */
#endif
#ifdef M4
  atomic { assert(counter > j_counter); j_ack = true; j_counter = counter };    /* I8 */
#else
  if
  :: atomic { counter > j_counter -> j_ack = true; j_counter = counter }
  :: counter <= j_counter -> agreed = 0; goto agree
  fi;
#endif
  state = ARMED;
  may_die();
  hear();
  look();
  if
  :: atomic { allowed_before && !stop -> state = ENTRY; u_session = true }
  :: stop -> goto undo
  :: !supply -> j_ack = false; agreed = 0; state = PREFLIGHT_OK; goto agree
  fi;
  may_die();
  hear();
  if
  :: !stop -> skip
  :: stop -> goto undo
  fi;

erase:
  /* The next segment that has not passed its check. */
  do
  :: seg < SEGMENTS && (verified & (1 << seg)) -> seg++
  :: else -> break
  od;
  if :: seg >= SEGMENTS -> goto whole :: else fi;
  state = ERASING;
#ifndef M5
  atomic { j_erase_intent = true; j_erase_done = false; j_verified = false; j_reset_intent = false;
    j_passed = j_passed & ~(1 << seg) };
#endif
  may_die();
judge:
  look();
  if
  :: atomic { (after -> allowed_after : allowed_before) ->
       after = true;
       leaves_write(); assert(j_erase_intent);
       u_holds[seg] = ERASED; u_checked = false; u_half = true; u_blocks = 0 }
#ifdef M5
     j_erase_intent = true;
#endif
  :: !supply && !after -> goto undo
  :: !supply && after -> state = PAUSED;
     look(); if :: supply -> goto judge :: !supply -> goto hold fi
  fi;
  may_die();
  may_reset();
  atomic { j_erase_done = true; j_segment = seg };
  blk = 0;
  state = TRANSFER;

transfer:
  do
  :: blk < BLOCKS ->
     hear();
     look();
     if
     :: atomic { allowed_after ->
          leaves_write();
          u_blocks++;
          if
          :: rots < ROTS -> rots++; u_holds[seg] = BAD
          :: u_holds[seg] != BAD -> u_holds[seg] = (u_blocks < BLOCKS -> PART : (restoring -> OLD : NEW))
          :: u_holds[seg] == BAD -> skip
          fi }
        if
#ifdef M6
        :: lost < LOST -> lost++; blk = blk + 2         /* a block whose answer was lost counts, and one more */
#else
        :: lost < LOST -> lost++                        /* the same block with the same counter: the unit does not write twice */
           u_blocks--
#endif
        :: true -> blk++
        fi;
        assert(blk <= u_blocks)                         /* I6 */
     :: !supply -> state = PAUSED;
        look();
        if
        :: supply -> state = TRANSFER
        :: !supply -> goto hold                         /* a quarter of an hour, or critically low */
        fi
#ifdef M7
     :: stop -> goto undo                               /* a stop in the middle of the write */
#endif
     fi;
     may_die();
     may_reset()
  :: blk >= BLOCKS -> break
  od;
  state = EXITED;
  may_die();
  /* The unit compares what it holds with what was staged. */
  if
#ifdef M8
  :: true -> again = false
#else
  :: u_holds[seg] == (restoring -> OLD : NEW) -> again = false
  :: else -> again = true
#endif
  fi;
  if
  :: again -> atomic { j_failed++; verified = 0; j_passed = 0; seg = 0 };
     if :: j_failed >= 2 -> goto restore :: else -> goto reentry fi
  :: else -> atomic { verified = verified | (1 << seg); j_passed = verified; j_erase_done = false; seg = 0 }; goto erase
  fi;

whole:
#ifdef M9
  leaves_reset();                                       /* to see whether it starts, before it was asked to check itself */
#endif
#ifdef M8
  atomic { u_checked = true; u_half = false };
#else
  atomic {
    if
    :: u_holds[0] == u_holds[1] && u_holds[0] == (restoring -> OLD : NEW) -> u_checked = true; u_half = false
    :: else -> goto reentry
    fi };
#endif
  j_verified = true;
  state = VERIFIED;
  may_die();
reset:
  j_reset_intent = true;
  may_die();
  atomic { leaves_reset() };
  may_die();
  /* Back, read, compared; then a person confirms. */
  assert(bootable);
  if
  :: restoring -> atomic { j_over = true; state = RESTORED; shown = RESTORED }
  #ifdef M10
  :: else -> state = CONFIRMED; shown = DONE; may_die(); atomic { j_over = true; state = DONE }
#else
  :: else -> state = CONFIRMED; may_die(); atomic { j_over = true; state = DONE; shown = DONE }
#endif
  fi;
  goto end;

reentry:
  state = REENTRY;
  j_erase_done = false;
#ifndef M11
  j_reentries++;
#endif
  may_die();
  if
  :: j_reentries > REENTRIES -> goto restore
  :: else
  fi;
  u_session = true;
  /* What had passed stays only where the unit itself compares it again. */
  verified = ((verified & 1) && u_holds[0] == (restoring -> OLD : NEW) -> 1 : 0);
  seg = 0;
  goto erase;

restore:
  if
  :: restoring -> goto hold
  :: else
  fi;
  atomic { restoring = true; j_restore = true; j_reentries = 0; j_failed = 0; verified = 0; j_passed = 0; seg = 0 };
  may_die();
  goto reentry;

hold:
  atomic { j_over = true; state = HOLD; shown = HOLD };
  goto end;

undo:
  state = UNDOING;
#ifndef M14
  atomic { leaves_reset() };
#endif
  may_die();
  atomic { j_over = true; state = ABORTED_CLEAN; shown = ABORTED_CLEAN };
  goto end;

dead:
  /* Memory is gone. Keeper and unit go on; somebody starts the client again. */
  atomic { alive = false; agreed = (j_ack -> running : 0); stop = false; verified = 0; seg = 0; blk = 0; after = j_erase_intent;
    assert(shown != DONE || j_over);                    /* nobody is told before it is durable */
#ifdef M12
    restoring = false                                   /* what is written was only in memory */
#else
    restoring = j_restore
#endif
  };
  alive = true;
  if
  :: j_over -> goto end
  :: else
  fi;
  if
#ifdef M13
  :: !j_erase_done -> goto undo                         /* an intent alone is taken for nothing */
  :: else
#else
  :: !j_erase_intent -> goto undo
  :: else
#endif
  fi;
  if
  :: j_reset_intent && j_verified -> goto reset
  /* The keeper has seen how far the unit came, and its session has never lapsed: on with the next block. */
  :: atomic { !(j_reset_intent && j_verified) && j_erase_done && keeps && u_session ->
       seg = j_segment; verified = j_passed; state = TRANSFER;
#ifdef M18
       blk = u_blocks + 1;                              /* one block too far */
#else
       blk = u_blocks;
#endif
       assert(blk <= u_blocks) }                        /* I6, I7 */
     goto transfer
  :: !(j_reset_intent && j_verified) -> goto reentry
  fi;

end:
  assert(state != DONE || (bootable && u_holds[0] == NEW && j_verified && !j_restore)); /* I5 */
  assert(state != ABORTED_CLEAN || (bootable && u_holds[0] == OLD && !u_session)); /* I4 */
  assert(state != RESTORED || (bootable && u_holds[0] == OLD));                  /* I24 */
  assert(over)
}

/* Owns the link. It sends 3E 80 for an executor that is gone, for a bounded time, and nothing else. */
active proctype Keeper() {
  do
  :: atomic { !alive && u_session && keeps -> skip }
  :: atomic { !alive && keeps -> keeps = false }
#ifdef M15
  :: atomic { !alive && u_session -> leaves_reset() }   /* tidies up behind a dead executor */
#endif
  :: over -> break
  od
}

/* S3: without 3E 80 the unit falls back into its default session by itself. (ISO 14229-2) */
active proctype S3() {
  do
  :: atomic { !alive && !keeps && u_session -> u_session = false }
  :: over -> break
  od
}

/* I21: whatever happens, it ends. */
ltl ends { <> over }
/* Nobody is told of an abort by a unit that is half written, and nothing that is over becomes anything else. */
ltl honest { [] (shown == ABORTED_CLEAN -> bootable) }
/* From the point of no return on the only ways out are a unit that starts, or a person. */
ltl forward { [] (u_half -> <> (bootable || state == HOLD)) }
