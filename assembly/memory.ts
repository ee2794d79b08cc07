/** Where things are in the scanner's memory. In the first MiB: rows, and the text (row.ts). */

/** Messages by their key, and their records: messages.ts. */
export const SLOTS_AT: usize = 1024 * 1024
export const SLOTS: usize = 65536
export const SLOT: usize = 16
export const RECORDS_AT: usize = SLOTS_AT + SLOTS * SLOT
export const RECORDS: usize = 32768
export const RECORD: usize = 288

/** Names and recipients of tallied deliveries: tally.ts. */
export const TABLES: usize = 4
export const TABLE_SLOTS: usize = 8192
export const TABLE_SLOT: usize = 32
export const TABLES_AT: usize = RECORDS_AT + RECORDS * RECORD
export const NAMES_AT: usize = TABLES_AT + TABLES * TABLE_SLOTS * TABLE_SLOT
export const NAMES_BYTES: usize = 512 * 1024
export const RECIPIENTS_AT: usize = NAMES_AT + NAMES_BYTES
export const RECIPIENT_SLOTS: usize = 32768
/** Pairs of message and recipient that were no first result: as recipients. */
export const PAIRS_AT: usize = RECIPIENTS_AT + RECIPIENT_SLOTS * 8
/** What a rule may look for in a name: said.ts; names of operators: operators.ts. Behind them are build.js's constants. */
export const SIGNS_AT: usize = PAIRS_AT + RECIPIENT_SLOTS * 8
export const OPERATOR_SIGNS_AT: usize = SIGNS_AT + 4096

/** What failures say, operators of next hops, facts and deferrals: failures.ts. In front of them are build.js's constants. */
export const KNOWN_AT: usize = SIGNS_AT + 64 * 1024
export const KNOWN_SLOTS: usize = 32768
export const KNOWN_SLOT: usize = 40
export const OPERATORS_AT: usize = KNOWN_AT + KNOWN_SLOTS * KNOWN_SLOT
export const OPERATOR_SLOTS: usize = 16384
export const OPERATOR_SLOT: usize = 24
export const FACTS_AT: usize = OPERATORS_AT + OPERATOR_SLOTS * OPERATOR_SLOT
export const FACTS: usize = 2048
/** Bytes of a fact: 18 columns of FACTS numbers each. */
export const FACT: usize = 72
export const PENDING_AT: usize = FACTS_AT + FACTS * FACT
export const PENDINGS: usize = 4096
export const PENDING: usize = 512

/** What rows of events are made of, and the rows: event.ts. The reader has both in its care. */
export const PIECES_AT: usize = PENDING_AT + PENDINGS * PENDING
export const PIECES_BYTES: usize = 3 * 1024 * 1024
export const EVENTS_AT: usize = PIECES_AT + PIECES_BYTES
export const EVENTS_BYTES: usize = 3 * 1024 * 1024
/** A piece, at most; the row of an event is made of some of them. */
export const PIECE: usize = 4096
export const LONGEST_EVENT: usize = 8 * PIECE

/** Where messages go when they are too many for the slots above: memory that is not touched before. */
export const MORE_SLOTS_AT: usize = EVENTS_AT + EVENTS_BYTES
export const MORE_SLOTS: usize = 256 * 1024
export const MOST_SLOTS_AT: usize = MORE_SLOTS_AT + MORE_SLOTS * SLOT
export const MOST_SLOTS: usize = 1024 * 1024
/** Where they begin: so few that they stay in the cache, where those above will never be needed at the same time. */
export const FEW_SLOTS_AT: usize = MORE_SLOTS_AT
export const FEW_SLOTS: usize = 4096

/** Deferrals of messages that nothing else is known of: waiting.ts. As much as there are of them is touched. */
export const WAITING_AT: usize = MOST_SLOTS_AT + MOST_SLOTS * SLOT
export const WAITING_BYTES: usize = 64 * 1024 * 1024

/** Behind them text that is scanned where it was read to: src/ingest/log/scanner.ts. */

/** Places in a message's record; the sender and the Message-ID stand behind them. */
/** The lowest bit: a result was seen; above it where its deferrals are kept (failures.ts). */
export const HAS_RESULT: usize = 0
/** 0: not seen; else its length and 1. */
export const SENDER: usize = 4
export const SENDER_HI: usize = 8
export const SENDER_LO: usize = 12
/** 0: none; else its length and 1. */
export const MESSAGE_ID: usize = 16
/** As in a row; 0 for a log that is not Exim's. */
export const ARRIVAL_DATE: usize = 20
export const ARRIVAL_TIME: usize = 24
export const ARRIVAL_ZONE: usize = 28
export const SENDER_AT: usize = 32
export const SENDER_MAX: usize = 112
export const MESSAGE_ID_AT: usize = SENDER_AT + SENDER_MAX
export const MESSAGE_ID_MAX: usize = RECORD - MESSAGE_ID_AT
