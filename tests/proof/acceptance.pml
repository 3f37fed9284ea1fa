/*
 * Page acceptance against a host that may put any frame behind any address at any time (remapped pages, launch pages offered again;
 * AMD SNP white paper, "page validation"). The guest accepts what the host's map offers, in any
 * order, as often as it is offered; one address is launch-validated, one is a shared buffer that is
 * given back.
 *
 * Property: never are two frames validated for one address. If they were, the host could swap them,
 * and the guest would read old data. Only PVALIDATE validates, so it is checked there.
 *
 * LEDGER    the guest remembers what it accepted and refuses the second time (mem/ledger.c)
 * SEED      the ledger knows the launch page from the start (sev/memory.c, seed_ledger)
 * CHECK_CF  PVALIDATE's "nothing changed" ends the boot (sev/pvalidate.c)
 * tests/proof/run says with which of these the property must hold, and without which it must not.
 */
#define ADDRESSES 3 /* 0: launch page, 1: RAM, 2: the shared buffer */
#define FRAMES 3
#define OFFERS 5    /* how often the host offers an address for acceptance */
#define NONE 7

mtype = { UNACCEPTED, PRIVATE, SHARED };

byte frame_of[ADDRESSES]; /* nested page table */
byte owner[FRAMES];       /* RMP: for which address the frame is the guest's; NONE: the host's */
bool validated[FRAMES];
mtype ledger[ADDRESSES];
bool is_stopped;          /* the guest has ended the boot, or Linux runs */

#define IS_VALID(frame, address) (owner[frame] == address && validated[frame])
#define VALID_FRAMES(address) \
	(IS_VALID(0, address) + IS_VALID(1, address) + IS_VALID(2, address))

/* RMPUPDATE and the nested page table: the host's, whenever it likes. RMPUPDATE clears Validated. */
proctype host()
{
	byte address, frame;

end:	do
	:: atomic {
		!is_stopped;
		select (frame : 0 .. FRAMES - 1);
		select (address : 0 .. ADDRESSES - 1);
		if
		:: frame_of[address] = frame
		:: owner[frame] = address; validated[frame] = false
		:: owner[frame] = NONE; validated[frame] = false
		fi;
		frame = 0; address = 0
	}
	od
}

/*
 * PVALIDATE faults to the host until the frame is the guest's for this very address. The page-state
 * change before it is a wish: the host does it or not, as it does everything.
 */
inline pvalidate(address)
{
	atomic {
		owner[frame_of[address]] == address;
		if
		:: validated[frame_of[address]] ->
#ifdef CHECK_CF
			is_stopped = true
#else
			skip
#endif
		:: else ->
			validated[frame_of[address]] = true;
			assert(VALID_FRAMES(address) <= 1)
		fi
	}
}

inline accept(address)
{
#ifdef LEDGER
	if
	:: ledger[address] != UNACCEPTED -> is_stopped = true
	:: else ->
		ledger[address] = PRIVATE;
		pvalidate(address)
	fi
#else
	pvalidate(address)
#endif
}

proctype guest()
{
	byte offered, count = 0;

end:	do /* an end: the host may leave PVALIDATE waiting for ever */
	:: is_stopped || count == OFFERS -> break
	:: !is_stopped && count < OFFERS ->
		atomic { count++; select (offered : 0 .. ADDRESSES - 1) };
		accept(offered)
	:: ledger[2] == SHARED -> ledger[2] = UNACCEPTED /* the buffer is given back */
	od;
	is_stopped = true
}

init
{
	atomic {
		owner[1] = NONE; owner[2] = NONE;
		owner[0] = 0; validated[0] = true; /* LAUNCH_UPDATE */
		frame_of[1] = 1; frame_of[2] = 2;
		ledger[0] = UNACCEPTED; ledger[1] = UNACCEPTED; ledger[2] = SHARED;
#ifdef SEED
		ledger[0] = PRIVATE;
#endif
		run host();
		run guest()
	}
}
