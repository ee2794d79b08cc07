/** What this program asks of V8. Flags that cannot be changed for a running program have no place here. */
import { setFlagsFromString } from 'node:v8'

interface Flag {
  flag: string
  /** The last version of V8 that was seen to know it: V8 complains on standard error of what it does not know. */
  until: number
}

/**
 * For runs of some seconds, a third of which V8 spends on compiling: an expression becomes native code at once (as bytecode it
 * takes up to eight times as long, and then it is compiled again); functions are compiled later. Later versions have another
 * compiler between, that needs no such help. Flags that V8 reads while it compiles in another thread have no place here: with
 * another --max-inlined-bytecode-size than at its begin V8 ends the program.
 *
 * What reads a text of a failure is large, and a log has some hundred of them: the larger a function, the more often it is to run.
 */
const COMPILING: readonly Flag[] = [
  { flag: '--regexp-tier-up-ticks=0', until: 13 },
  { flag: '--interrupt-budget=300000', until: 11 },
  { flag: '--bytecode-size-allowance-per-tick=20', until: 11 },
]

/** Each e-mail is read by large functions alone: V8's own measure of them. */
const FOR_MAILS: readonly Flag[] = [{ flag: '--bytecode-size-allowance-per-tick=150', until: 11 }]

/** The space for new objects has its size. */
const GROWN: readonly Flag[] = [{ flag: '--semi-space-growth-factor=1', until: 13 }]

/** The flags of them that a version of V8 knows, as V8 takes them. */
export function flagsFor(version: string, flags: readonly Flag[] = COMPILING): string {
  const known = flags.filter(({ until }) => Number.parseInt(version, 10) <= until)
  return known.map(({ flag }) => flag).join(' ')
}

/**
 * To be called when all is loaded: V8 takes what was compiled before, of Node itself (a thread starts in half the time) and of
 * this program (compiled.ts), only while its flags are the same.
 */
export function compileForSeconds(): void {
  setFlagsFromString(flagsFor(process.versions.v8))
}

/**
 * By so many bytes the space for new objects has grown to what reading needs. V8 would double it in the next 200 MB, for nothing
 * but memory: 7 MiB.
 */
const GROWN_AFTER = 50_000_000

let isArranged = false
let isForMails = false
let hasGrown = false

/** To be called before a thread is started: it says itself when all is loaded (counter.ts, worker.ts). */
export function leaveCompilingToThread(): void {
  isArranged = true
}

/** To be called before e-mails are read, and what reads them is loaded: many times. */
export function noteMails(): void {
  if (isForMails) return
  isArranged = true
  isForMails = true
  setFlagsFromString(flagsFor(process.versions.v8, [...COMPILING, ...FOR_MAILS]))
}

/** To be called when something was read: of a long run, many times. */
export function noteBytesRead(bytes: number): void {
  if (!isArranged) {
    isArranged = true
    compileForSeconds()
  }
  if (!hasGrown && bytes >= GROWN_AFTER) {
    hasGrown = true
    setFlagsFromString(flagsFor(process.versions.v8, GROWN))
  }
}
