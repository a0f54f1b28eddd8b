/*
 * Write jobs of one car between a broker that cannot be trusted, a supply that sags, a link that resets, a disk that fails,
 * a client that dies, a keeper that may die with it, and a unit that bricks. `npm run model` checks it; with -DMn one
 * mistake is planted, and the check has to find it.
 *
 * States, transitions and journals are those of the machine: `machine.pml` is generated from its code. Every transition
 * and every record of this model has to be in those tables, and every transition of the tables has to be taken here.
 *
 * Whatever goes wrong is a disturbance. FAULTS of them come in any combination, any order, at any place; a unit that resets
 * whenever it likes and a supply that stays away are one each.
 *
 * Durable variables begin with j_ and survive a death; u_ is a unit; everything else is memory of the executor.
 */
#include "machine.pml"
#include "tie.pml"
#include "world.pml"

/*
 * A label with `skip` is a place where the verifier remembers the state: between two of them nothing else can happen, because
 * whatever else could is a disturbance of the step itself.
 */
active proctype Shop() {

draft: skip; atomic {
    running = plan; written = false;
    if :: true :: disturbed; goto undo fi;
    SYNC(R_PLAN, j_plan = true); FORCED_BEFORE;
    TO(STAGING);
    SYNC(R_STAGED, j_staged = true); FORCED_BEFORE;
    TO(STAGED);
    judge_before(); may_fail(undo)
  };
  /* Identified; its memory is read twice, in a session of its own, and kept on two media. */
  skip; atomic {
    opened = true; u_session[unit] = true;
    judge_before(); may_fail(undo);
    u_session[unit] = false; opened = false;
    may_fail(undo);
#ifndef M2
    SYNC(R_BACKUP, j_backup = true); FORCED_BEFORE;
#endif
    TO(BACKED_UP)
  };
  skip; atomic {
    may_fail(undo);
    SYNC(R_REHEARSAL, skip); FORCED_BEFORE;
    judge_before(); may_fail(undo);
    WROTE(R_GATES);
    TO(PREFLIGHT_OK)
  };

agree: skip; atomic {
    hear();
    may_fail(undo);
    if :: stop -> goto undo :: else fi;
    if :: supply :: !supply -> supply = true :: !supply -> goto undo fi; /* patience has an end */
    /* What is agreed to is what was shown. A new acknowledgement; an old one once more is a disturbance. */
    agreed = running;
    if :: counter = j_counter + 1 :: disturbed; counter = j_counter fi;
#ifdef M3
    running = plan;                     /* whatever is newest, not what was shown */
#endif
#ifndef M4
    if :: counter <= j_counter -> agreed = 0; goto agree :: else fi;
#endif
    TO(ARMED);
    assert(counter > j_counter);                        /* I8 */
#ifndef M23
    SYNC(R_ACK, j_ack = true; j_counter = counter); FORCED_BEFORE
#endif
  };
  /* The copies are read back, the unit is read once more, every gate is asked. */
  skip; atomic {
    may_fail(undo);
    hear();
    look();
    if
    :: stop -> goto undo
    :: !stop && !supply -> agreed = 0; TO(PREFLIGHT_OK); goto agree
    :: !stop && supply
    fi;
    TO(ENTRY);
    WROTE(R_ENTRY);
    FORGET_AGREEMENT
  };
  skip; atomic {
    opened = true; u_session[unit] = true;
    hear();
    judge_before(); may_fail(undo)
  };

erase: skip; atomic {
    /* The next segment that has not passed its check. */
    seg = 0;
    do
    :: seg < SEGMENTS && (verified & (1 << seg)) -> seg++
    :: else -> break
    od;
    blk = 0;
    if :: seg >= SEGMENTS -> goto all :: else fi;
    TO(ERASING);
#ifndef M5
    if
    :: restoring -> SYNC(R_ERASE_INTENT_backup, ERASE_INTENDED)
    :: !restoring -> SYNC(R_ERASE_INTENT_new, ERASE_INTENDED)
    fi;
    FORCED_BEFORE
#endif
  };
judge_erase: skip; atomic {
    if
    :: !after -> judge_before()
    :: after -> judge_after(AT_ERASE)
    fi;
    after = true; opened = false;
    leaves_write();
    holds(seg) = ERASED; u_checked[unit] = false; u_half[unit] = true; u_open = false;
#ifdef M5
    SYNC(R_ERASE_INTENT_new, ERASE_INTENDED);
#endif
    may_fail(reentry);
    SYNC(R_ERASE_DONE, ERASED_AND_OPEN);
    TO(TRANSFER)
  };
download: skip; atomic {
    judge_after(AT_DOWNLOAD);
    may_fail(reentry);
    u_open = true; u_blocks = 0; u_seg = seg; u_old = restoring; u_exited = false
  };

transfer: skip; atomic {
    if :: blk >= BLOCKS -> goto leave :: else fi;
    hear();
    judge_after(AT_BLOCK);
#ifdef M7
    if :: stop -> goto undo :: else fi; /* a stop in the middle of the write */
#endif
    may_fail(reentry);
    leaves_write();
    if :: u_open :: !u_open -> goto reentry fi;       /* the unit refuses what it has not opened */
    assert(u_seg == seg && u_old == restoring && u_blocks == blk); /* I7: what leaves goes on where the unit stands */
    u_blocks++;
    if
    :: disturbed; holds(seg) = BAD
    :: holds(seg) == BAD
    :: holds(seg) != BAD -> holds(seg) = (u_blocks < BLOCKS -> PART : wanted)
    fi;
    if
#ifdef M6
    :: disturbed; blk = BLOCKS          /* a block whose answer was lost counts, and all the others with it */
#else
    :: disturbed; u_blocks--            /* the same block with the same counter: the unit does not write twice */
#endif
    :: blk++
    fi;
    assert(blk <= u_blocks);                            /* I6 */
    if :: blk == BLOCKS -> WROTE(R_BLK) :: else fi
  };
  goto transfer;

leave: skip; atomic {
    judge_after(AT_EXIT); may_fail(reentry);
    if :: u_open :: !u_open -> goto reentry fi;
    u_open = false; u_exited = true;
    TO(EXITED)
  };

check: skip; atomic {
    /* The unit compares what it holds with what was staged, and says so, right or wrong. */
    judge_after(AT_CHECK); may_fail(reentry);
    if
#ifdef M8
    :: true
#else
    :: holds(seg) == wanted
    :: holds(seg) != wanted -> goto wrong
#endif
    :: disturbed; goto wrong
    fi;
    verified = verified | (1 << seg);
    SYNC(R_VERIFY_passed, CHECK_PASSED)
  };
  goto erase;

wrong: skip; atomic { SYNC(R_VERIFY_failed, CHECK_FAILED) };
  goto failed_check;

all:
  TO(EXITED);
check_all: skip; atomic {
#ifdef M9
    leaves_reset(unit);                 /* to see whether it starts, before it was asked to check itself */
#endif
    judge_after(AT_ALL); may_fail(reentry);
    if
#ifndef M8
    :: holds(0) != wanted || holds(1) != wanted -> goto wrong
    :: holds(0) == wanted && holds(1) == wanted
#else
    :: true
#endif
    :: disturbed; goto wrong
    fi;
    u_checked[unit] = true; u_half[unit] = false;
    SYNC(R_VERIFY_passed, skip);
    TO(VERIFIED)
  };

reset: skip; atomic {
    tells = true; written = true;
#ifndef M18
    SYNC(R_RESET_INTENT, j_reset = true; j_end = STATES)
#endif
  };
judge_reset: skip; atomic { judge_after(AT_RESET); may_fail(reentry); leaves_reset(unit); may_die() };

looking: skip; atomic {
    /* Back, identified, read, compared. Silence is no reason to erase it again. */
    if
    :: true
    :: disturbed; goto failed_check
    :: disturbed; goto hold             /* another unit answers */
    :: disturbed; if :: looks < LOOKS -> looks++; goto looking :: looks == LOOKS -> goto hold fi
    fi
  };
reading: skip; atomic {
    judge_after(AT_READING); may_fail(reentry);
    assert(whole(unit) && holds(0) == wanted);
    SYNC(R_POST, skip);
    if
    :: !restoring
    :: restoring -> TO(RESTORED); LAST(R_RESTORED); goto end
    fi;
    TO(CONFIRMED)
  };
  skip; atomic {
    if
    :: true
    :: disturbed; goto dead
    :: disturbed; goto hold             /* nobody looks at the car */
    fi;
#ifdef M10
    shown = DONE;
#endif
    TO(DONE);
    LAST(R_DONE)
  };
  goto end;

failed_check: skip; atomic { failed++; verified = 0; if :: failed >= CHECKS -> goto restore :: else fi };

reentry: skip; atomic {
#ifndef M11
    if :: n == REENTRIES -> goto restore :: else -> n++ fi
#else
    skip
#endif
  };
reentered: skip; atomic {
    written = false;
    TO(REENTRY);
#ifndef M19
    SYNC(R_REENTRY, REENTERED);
#endif
    /* What a restart would take for checked is not erased again before the journal says so. */
#ifndef M22
    if :: poisoned && tells -> goto hold :: else fi;
#endif
    tells = false
  };
enter: skip; atomic {
    judge_after(AT_ENTER);
    may_fail(reentry);
    if
    :: true
    :: disturbed; goto hold             /* a refused key, another unit, a link that does not come back */
    fi;
    u_session[unit] = true;
    /* What had passed stays only where the unit itself compares it again. */
    seg = 0;
    do
    :: seg < SEGMENTS && (verified & (1 << seg)) ->
       if
       :: holds(seg) != wanted -> verified = verified & (3 - (1 << seg))
       :: holds(seg) == wanted
       :: disturbed; verified = verified & (3 - (1 << seg))
       fi;
       seg++
    :: seg < SEGMENTS && !(verified & (1 << seg)) -> seg++
    :: seg == SEGMENTS -> break
    od
  };
  goto erase;

restore: skip; atomic {
    if :: restoring -> goto hold :: else fi;
    restoring = true; n = 0; failed = 0; looks = 0; verified = 0;
    TO(REENTRY);
#ifndef M12
    SYNC(R_RESTORE_INTENT, RESTORE_INTENDED)
#endif
  };
  goto reentered;

paused: skip; atomic { TO(PAUSED); WROTE(R_PAUSE) };
waiting: skip; atomic {
    may_die();
    /* Critically low, or for too long; or the unit has reset meanwhile. */
    if
    :: !dark
#ifndef M20
    :: dark -> goto hold
#else
    :: dark -> goto waiting
#endif
    :: disturbed; goto hold
    :: disturbed; u_session[unit] = false; u_open = false; goto reentry
    fi;
    supply = true;
    WROTE(R_RESUME);
    if
    :: back == AT_ERASE -> TO(ERASING); back = 0; goto judge_erase
    :: back == AT_DOWNLOAD -> TO(TRANSFER); back = 0; goto download
    :: back == AT_BLOCK -> TO(TRANSFER); back = 0; goto transfer
    :: back == AT_EXIT -> TO(TRANSFER); back = 0; goto leave
    :: back == AT_CHECK -> TO(EXITED); back = 0; goto check
    :: back == AT_ALL -> TO(EXITED); back = 0; goto check_all
    :: back == AT_RESET -> TO(VERIFIED); back = 0; goto judge_reset
    :: back == AT_READING -> TO(VERIFIED); back = 0; goto reading
    :: back == AT_ENTER -> TO(REENTRY); back = 0; goto enter
    fi
  };

hold: skip; atomic {
    back = 0; seg = 0; blk = 0; stop = false;
    TO(HOLD);
    LAST(R_HOLD);
    /* A person has seen to it and presses continue. */
    if
    :: true
    :: disturbed; n = 0; failed = 0; looks = 0; supply = true; dark = false; u_wild = false; shown = DRAFT;
       /* What has passed its check is only looked at again. */
       if :: written -> TO(VERIFIED); goto reset :: !written -> goto reentered fi
    fi
  };
  goto end;

undo: skip; atomic {
    if
    :: !opened
    :: opened ->
       TO(UNDOING);
#ifndef M14
       leaves_reset(unit); opened = false;
#endif
       may_die()
    fi;
    TO(ABORTED_CLEAN);
    LAST(R_ABORT)
  };
  goto end;

dead: skip; atomic {
    /*
     * Memory is gone. The keeper owns the link and keeps the session for a bounded time with 3E 80 and nothing else, unless
     * it dies, too, or its time is over: then the unit falls back by itself after S3. (ISO 14229-2) Then the client is
     * started again and has nothing but the journal; of what was not forced to the disk some may be there.
     */
    assert(shown != DONE || j_end == DONE || poisoned);        /* I22 */
    if :: word != disk -> if :: word = disk :: disk = word fi :: else fi;
    if
#ifndef M15
    :: true
    :: u_session[unit] && disturbed; u_session[unit] = false; u_open = false
#else
    :: leaves_reset(unit)               /* it tidies up behind a dead executor */
#endif
    fi;
    poisoned = false; stop = false; supply = true; seg = 0; blk = 0; looks = 0; back = 0; opened = false; written = false;
    n = j_n; failed = j_failed; verified = j_verified; after = j_erased;
#ifdef M13
    after = j_erased && j_verified;     /* an intent alone is taken for nothing */
#endif
    restoring = j_restore; tells = j_reset;
    agreed = (j_ack -> running : 0);
    if
    :: j_end != STATES -> state = j_end; shown = j_end; goto end
    :: j_end == STATES && !j_plan -> goto forgotten
    :: j_end == STATES && j_plan
    fi;
    if
    :: !after -> shown = DRAFT; opened = j_staged; AGAIN(UNDOING)
    :: after && j_reset -> shown = DRAFT; AGAIN(VERIFIED); goto reset
    :: after && !j_reset && j_open -> shown = DRAFT; AGAIN(TRANSFER); goto rejoin
    :: after && !j_reset && !j_open -> shown = DRAFT; if :: n < REENTRIES -> n++ :: else fi; AGAIN(REENTRY); goto reentered
    fi;
    may_die();
    if :: opened -> leaves_reset(unit); opened = false; may_die() :: else fi;
    TO(ABORTED_CLEAN);
    LAST(R_ABORT)
  };
  goto end;

rejoin: skip; atomic {
    /* The keeper has seen what the unit took. Where that is, block for block, what is staged, the write goes on. */
    may_die();
    seg = j_seg;
#ifndef M24
    if
    :: u_session[unit] && u_seg == seg && u_old == restoring -> blk = u_blocks
    :: !u_session[unit] || u_seg != seg || u_old != restoring -> goto lost
    :: disturbed; goto lost             /* an answer is out, other bytes, a keeper without a memory */
    fi;
#else
    blk = u_blocks;                     /* whatever it was that the unit took */
#endif
    if :: blk > 0 -> WROTE_MAYBE(R_BLK) :: else fi;
    if :: u_exited -> TO(EXITED); goto check :: !u_exited -> goto transfer fi
  };

lost: skip; atomic { if :: n < REENTRIES -> n++ :: else fi; seg = 0; blk = 0 };
  goto reentered;

forgotten:
  /* Nothing had begun. */
  atomic { state = ABORTED_CLEAN; shown = ABORTED_CLEAN };

end: skip; atomic {
    assert(terminal(state) && shown == state);
    assert(state != DONE || (whole(unit) && holds(0) == NEW && !restoring));      /* I5 */
    assert(state != ABORTED_CLEAN || (whole(unit) && holds(0) == OLD && !u_session[unit] && !u_half[unit])); /* I4 */
    assert(state != RESTORED || (whole(unit) && holds(0) == OLD));                /* I24 */
    if
#ifndef M21
    :: state == HOLD -> goto over       /* it stays the job of this car */
    :: state != HOLD
#else
    :: true
#endif
    fi;
    if :: unit + 1 == UNITS -> goto over :: else fi;
    /* The next plan, for the next unit of the car, in a journal of its own. */
    assert(!u_half[unit]);
    unit++;
    j_plan = false; j_staged = false; j_backup = false; j_ack = false; j_erased = false; j_restore = false;
    j_reset = false; j_end = STATES; j_n = 0; j_failed = 0; j_verified = 0; word = 0; disk = 0; poisoned = false;
    restoring = false; after = false; opened = false; supply = true; dark = false; u_wild = false; stop = false;
    seg = 0; blk = 0; n = 0; failed = 0; looks = 0; verified = 0; back = 0;
    u_open = false; u_blocks = 0; u_seg = 0; u_old = false; u_exited = false; j_open = false; j_seg = 0;
    tells = false; FORGET_AGREEMENT; agreed = 0; state = DRAFT; shown = DRAFT
  };
  goto draft;

over:
  finished = true
}

/* I21: whatever happens, it ends. */
ltl ends { <> finished }
/* Nobody is told of an abort, a restore or success of a unit that is half written. */
ltl honest { [] ((shown == ABORTED_CLEAN || shown == DONE || shown == RESTORED) -> whole(unit)) }
/* From the point of no return on the only ways out are a unit that starts, or a person. */
ltl forward { [] (u_half[0] -> <> (whole(0) || state == HOLD)) }
