/**
 * A row: what the scanner found in one line, in words of 32 bits. src/ingest/log/scanner.ts reads them by the same
 * numbers.
 */

/** A hash is two words, which are written and read as one of 64 bits (hash.ts) at the place of the first. */

/** What a line is. OTHER: it may matter, and the reader has to look at it itself. */
export const OTHER: u32 = 0
export const POSTFIX_SENDER: u32 = 1
export const POSTFIX_MESSAGE_ID: u32 = 2
export const POSTFIX_REMOVED: u32 = 3
export const POSTFIX_SENT: u32 = 4
export const EXIM_ARRIVAL: u32 = 5
export const EXIM_DELIVERED: u32 = 6
export const EXIM_COMPLETED: u32 = 7
export const POSTFIX_BOUNCED: u32 = 8
export const POSTFIX_DEFERRED: u32 = 9
/** No line: how many deliveries were tallied, when. */
export const QUARTER_ROW: u32 = 10
export const EXIM_BOUNCED: u32 = 12
export const EXIM_DEFERRED: u32 = 13
/** "sender non-delivery notification: 1DF35917": the message with that id is one; OTHER to the reader. */
export const POSTFIX_NOTIFICATION: u32 = 14
/** Returned to the sender: the row tells of the last deferral of its only recipient. */
export const POSTFIX_EXPIRED: u32 = 15
/** Given to a content filter on loopback, which has queued it again. */
export const POSTFIX_HANDED_OVER: u32 = 11

export const KIND: usize = 0
/** Lines before it since the scan began. */
export const LINE: usize = 4
export const START: usize = 8
export const END: usize = 12
/** yyyymmdd; yyyy is 0 where the stamp names no year. */
export const DATE: usize = 16
/** Milliseconds since midnight. */
export const TIME: usize = 20
/** Minutes east of UTC; NO_ZONE where the stamp names none. */
export const ZONE: usize = 24
/** Rows with the same number have the same host. */
export const HOST: usize = 28
export const HOST_START: usize = 32
export const HOST_END: usize = 36
export const ID_START: usize = 40
export const ID_END: usize = 44
export const ID_HI: usize = 48
export const ID_LO: usize = 52
/** The recipient, the sender or the Message-ID. */
export const VALUE_START: usize = 56
export const VALUE_END: usize = 60
export const VALUE_HI: usize = 64
export const VALUE_LO: usize = 68
/** The recipient's domain, up to VALUE_END. */
export const DOMAIN_START: usize = 72
export const DOMAIN_HI: usize = 76
export const DOMAIN_LO: usize = 80
/**
 * The next hop's name; empty where there is none. Of a failure: the name with its address, as the log writes it; of an arrival:
 * the Message-ID.
 */
export const RELAY_START: usize = 84
export const RELAY_END: usize = 88
export const RELAY_HI: usize = 92
export const RELAY_LO: usize = 96

/**
 * Of a failure: its delay; its enhanced code as class * 1,000,000 + subject * 1000 + detail, 0 without a valid one (Exim: the
 * error number of a deferral); its text.
 */
export const DELAY_START: usize = 100
export const DELAY_END: usize = 104
export const DSN: usize = 108
export const TEXT_START: usize = 112
export const TEXT_END: usize = 116

/** By what the queue knows the message: the hash of host and queue id. */
export const KEY_HI: usize = 120
export const KEY_LO: usize = 124
/** Of a failure: what its text says, said.ts; 0/0 if that is not known. */
export const SAID_HI: usize = 128
export const SAID_LO: usize = 132
/** Of a quarter of an hour, whose first time is in TIME: the last one, how many deliveries, and how many of them first results. */
export const LAST_TIME: usize = 56
export const COUNT: usize = 60
export const FIRSTS: usize = 64

/** 1: the hash knows the message's sender. */
export const SAID_SENDER: usize = 136
/** The waiting time that the text tells, as it stands there; NO_WAIT where it tells none or several. */
export const SAID_WAIT: usize = 140
export const NO_WAIT: u32 = 0xffffffff

export const ROW_BYTES: usize = 144
export const NO_ZONE: i32 = 0x7fff

/** What the last scan came to, where the reader finds it in a tenth of the time that a global takes: words. */
export const STATUS_AT: usize = 512
/** Where the next scan goes on; lines that it passed; whether room is to be made (tally.ts); whether messages are followed. */
export const POSITION: usize = 0
export const LINES: usize = 4
export const FULL: usize = 8
export const TRACKING: usize = 12
/** Of the record that was taken last: its first word. */
export const TAKEN: usize = 16
/** Where the next row of an event goes; rows that the last scan wrote. */
export const EVENTS_END: usize = 20
export const WRITTEN: usize = 24
/** Where the slots of messages are, and how many. */
export const SLOTS_PLACE: usize = 28
export const SLOT_COUNT: usize = 32
/** Between which times of a quarter of an hour results count: period.ts. */
export const PERIOD_FROM: usize = 36
export const PERIOD_TO: usize = 40

/** Rows that one scan gives, at most; they and the text behind them stay in the cache. */
export const ROWS: i32 = 420
export const ROWS_AT: usize = 1024
/** The host of the last line, to be compared with the next. */
export const HOST_AT: usize = 60 * 1024
export const HOST_MAX: usize = 256
/** A domain as it was written, before it was put in lower case; LONGEST bytes and a few. */
export const WRITTEN_AT: usize = 62 * 1024
/** Where the text begins. */
export const TEXT_AT: usize = 64 * 1024
