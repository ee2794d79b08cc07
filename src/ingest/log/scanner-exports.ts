/** What the scanner's code does, by name: assembly/scan.ts exports it. */

interface Global {
  value: number
}

export interface Exports {
  scan(from: number, to: number, wanted: number, counting: number, before: number): number
  /** 1: of a part of a log, before which messages may have begun. */
  startTracking(isPart: number): void
  endTracking(): void
  /** Hands a message over -> where its record begins, to be read at once like STATUS.TAKEN; NO_RECORD, if it waits; 0 if it is not there. */
  take(hi: number, lo: number): number
  freePending(first: number): void
  /** Failures that were counted and wait to be taken out. */
  facts: Global
  /** Numbers their names, and works out their times: to be asked once. */
  finishFacts(): void
  clearFacts(): void
  /** Another reader numbers names. */
  forgetNumbers(): void
  /**
   * The row at this place of the memory was counted by the reader: its next hop has this number of an operator, and what it says,
   * when `whose` hosts say it, that number.
   */
  learnFailure(
    row: number,
    kind: number,
    operator: number,
    whose: number,
    said: number,
    isLocal: number,
  ): void
  /** What rows of events have for the row's next hop stands in [from, to); it has this number of an operator. */
  learnHop(row: number, operator: number, from: number, to: number): void
  /** What rows of events have for the operator of this number, whatever his hosts say. */
  learnProvider(operator: number, from: number, to: number): void
  /**
   * What rows of events of this zone and quarter of an hour begin with ends here; in the hour of UTC, which it names, the
   * quarter begins after so many milliseconds.
   */
  setHead(date: number, time: number, zone: number, millis: number, end: number): void
  forgetHead(): void
  /** The reader has other numbers, of which this one is that of next hops with an address that no operator runs. */
  forgetFailures(nobody: number): void
  /** The low half of the hash of a name whose hosts an operator runs; three letters that a label of such a name begins with. */
  addOperatorSuffix(lo: number): void
  addOperatorLabel(letters: number): void
  /** Another file is read, or another reader reads; dates without a year may be of this one. */
  beginFile(year: number): void
  /** The queue has this message. */
  hold(hi: number, lo: number): void
  /** It is forgotten, whoever had it. */
  release(hi: number, lo: number): void
  /** Under what messages of lines are kept that name no host. */
  setLogHash(hi: number, lo: number): void
  /** What hashes of failures' texts begin with; the same for all of them. */
  seedRuns(hi: number, lo: number): void
  /** Three or four letters that a rule may look for in the name of a host, the first one in the lowest byte. */
  addSign(letters: number): void
  /** A number that a rule looks for: its first four digits, and those behind, as letters of a sign. */
  addNumber(digits: number, more: number): void
  /** Also numbers. */
  clearSigns(): void
  /** Writes the event of a failure's row to `out` -> its bytes; 0 if it is not plain: assembly/writing.ts. */
  writeEvent(
    row: number,
    out: number,
    said: number,
    head: number,
    headEnd: number,
    reporter: number,
    reporterEnd: number,
    parties: number,
    partiesEnd: number,
    operator: number,
    hop: number,
    hopEnd: number,
    line: number,
    attempts: number,
  ): number
  /** Recipients in the tally. */
  recipients: Global
  names: Global
  /** The place of the first name from this one on, over all tables, with deliveries. */
  nextName(from: number): number
  pairs: Global
  /** Messages handed over to a content filter, since the scanner began. */
  handedOver: Global
  /** Recipients, and pairs, stand one behind the other from the begin of their places on, until they are cleared. */
  packHashes(): void
  clearHashes(): void
  clearNames(): void
  /** Makes the open quarter of an hour the first row -> the number of rows. */
  closeQuarter(): number
  /** 1: results outside a period are not counted. */
  setPeriod(isSet: number): void
  /** Such results, since the scanner began. */
  passedOver: Global
}
