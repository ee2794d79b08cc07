/**
 * What is known of next hops and of what texts say, as pieces of rows: the scanner is taught all of it.
 *
 * In:     rows of plain failures, and the attempts that the careful way has made of them
 * Out:    pieces in the scanner's memory
 * Errors: none; what finds no place is not known
 */
import { combineHashes, type Hash, newHash } from '../../hash.ts'
import { findEntry, type HashTable, newHashTable, putEntry } from '../../hash-table.ts'
import type { EventWriter, PlainFailure, SaidPieces } from '../../plain-results.ts'
import type { Attempt } from '../../types.ts'
import { type Area, keepPieces, type Piece, PLACE } from './event-pieces.ts'
import { parseRelay, type Relay } from './relay.ts'
import { numberAt, type Row, textAt } from './row.ts'
import { NO_WAIT, PIECES_AT, PIECES_BYTES, ROW, ROWS_AT, type Scanner } from './scanner.ts'
import { teach } from './teach.ts'
import { WORDS_BYTES, wordsKept } from './words-kept.ts'

export interface Said {
  /** Where its pieces and its words are told: assembly/event.ts. */
  at: number
  /** Nobody but the own host spoke. */
  isLocal: boolean
}

/** What somebody says, whoever it is: an attempt that was taken apart, and what was found in its line. */
interface Words extends Said {
  attempt: Attempt
  /** Seconds to wait that the text tells. */
  wait: number | null
  /** Those of the text that are the server's own: words-kept.ts. */
  kept: number[]
  pieces: SaidPieces
}

export interface Hop extends Relay {
  piece: Piece
  operator: number
  /** The same without the form of a next hop; null: the name tells of no operator. */
  owner: number | null
}

export interface EventKnowledge {
  writer: EventWriter
  scanner: Scanner
  texts: HashTable<Said>
  /** Of the same texts, whoever runs the next hop. */
  words: HashTable<Words>
  ofTexts: Area
  /** By the hash of how the log writes them. */
  hops: HashTable<Hop>
  ofHops: Area
  /** Operators whose names the scanner knows. */
  owners: Set<number>
}

/** Pieces that change from line to line have places of their own: event-rows.ts. */
export const PLACES_OF_LINE = 3
const TEXTS_AT = PIECES_AT + PLACES_OF_LINE * PLACE
const HOPS_AT = PIECES_AT + PIECES_BYTES / 3
/** What is told of a text: assembly/event.ts. */
const EXCEPTIONS = 4
const SAID_NUMBERS = 9
const SAID_BYTES = SAID_NUMBERS * 4 + WORDS_BYTES
/** In place of an operator, besides the form of a next hop: assembly/writing.ts. */
const ANYBODY = 1024
const OUTCOMES = ['deferred', 'bounced', 'expired'] as const

/** Nothing is known; whatever stood in the scanner's memory is forgotten. */
export function newEventKnowledge(writer: EventWriter, scanner: Scanner): EventKnowledge {
  teach(scanner, writer)
  return {
    writer,
    scanner,
    texts: newHashTable(),
    words: newHashTable(),
    ofTexts: { begin: TEXTS_AT, end: HOPS_AT, next: TEXTS_AT },
    hops: newHashTable(),
    ofHops: { begin: HOPS_AT, end: PIECES_AT + PIECES_BYTES, next: HOPS_AT },
    owners: new Set(),
  }
}

/** A failure as its row tells it, and what is known of its message. */
export interface PlainEvent
  extends Pick<PlainFailure, 'outcome' | 'code' | 'said'>,
    Pick<Attempt, 'time' | 'file' | 'line' | 'host' | 'messageId' | 'sender' | 'attempts'> {}

/** What is known of the row's text; undefined if it is not, or would be of another host. */
export function findSaid(knowledge: EventKnowledge, row: Row, event: PlainEvent, hop: Hop): Said | undefined {
  setKey(event, hop.operator, key)
  const said = findEntry(knowledge.texts, key.hi, key.lo)
  if (said !== undefined) return said.isLocal && isOwn(knowledge, row, event) ? undefined : said
  setKey(event, knowledge.writer.formOf(hop.operator), wordsKey)
  const words = findEntry(knowledge.words, wordsKey.hi, wordsKey.lo)
  if (words === undefined || (words.isLocal && isOwn(knowledge, row, event))) return undefined
  if (holdsFor(words, hop)) return words
  const pieces = saidBy(knowledge, words, hop)
  return pieces === null ? undefined : keepSaid(knowledge, row, hop, { ...words, pieces })
}

/** They mean the same, but for his name, from the host of this operator. */
function holdsFor({ pieces }: Words, { owner }: Hop): boolean {
  return owner !== null && pieces.exceptions?.includes(owner) === false
}

function saidBy({ writer }: EventKnowledge, { attempt, wait }: Words, hop: Hop): SaidPieces | null {
  const { relay, relayIp, relayPort } = hop
  return writer.said({ ...attempt, relay, relayIp, relayPort }, wait)
}

/** What says the same as this row of an attempt, not seen for the first time, is written by the scanner from now on, if that is sure. */
export function learnRow(knowledge: EventKnowledge, row: Row, event: PlainEvent, attempt: Attempt): void {
  const hop = hopOf(knowledge, row)
  if (hop === null) return
  const isOfHop =
    attempt.relay === hop.relay && attempt.relayIp === hop.relayIp && attempt.relayPort === hop.relayPort
  const isLocal = attempt.origin === 'local'
  setKey(event, hop.operator, key)
  // What is known could not be written for another cause.
  if (findEntry(knowledge.texts, key.hi, key.lo) !== undefined || !isSeenAgain(event.said)) return
  if (!isOfHop || (isLocal && isOwn(knowledge, row, event))) return
  const wait = numberAt(row, ROW.SAID_WAIT)
  const kept = wordsKept(textAt(row, ROW.TEXT_START, ROW.TEXT_END), attempt.diagnostic)
  if (kept === null) return
  const told = wait === NO_WAIT ? null : wait
  const pieces = knowledge.writer.said(attempt, told)
  if (pieces === null) return
  const words = { attempt, wait: told, kept, isLocal, pieces }
  const said = keepSaid(knowledge, row, hop, words)
  if (said === undefined) return
  const form = knowledge.writer.formOf(hop.operator)
  setKey(event, form, wordsKey)
  putEntry(knowledge.words, wordsKey.hi, wordsKey.lo, { ...words, ...said })
  // What an operator's hosts say that holds for others' is told of all of them.
  const others = pieces.exceptions?.length ?? EXCEPTIONS + 1
  if (others <= EXCEPTIONS) teachSaid(knowledge, row, hop, ANYBODY + form, said)
}

/** Its pieces, which the scanner is taught; undefined if there is no room. */
function keepSaid(
  knowledge: EventKnowledge,
  row: Row,
  hop: Hop,
  { kept, isLocal, pieces: said }: Omit<Words, 'at'>,
): Said | undefined {
  const texts = [said.provider, said.verdict, said.rest] as const
  const pieces = keepPieces(knowledge.scanner, knowledge.ofTexts, texts, SAID_BYTES)
  if (pieces === null) {
    forgetPieces(knowledge)
    return undefined
  }
  const at = pieces[0].at - SAID_BYTES
  const places = pieces.flatMap(piece => [piece.at, piece.end])
  const { numbers, bytes } = knowledge.scanner
  numbers.set([...places, said.factor, ...exceptionsOf(said)], at >> 2)
  bytes.fill(0, at + SAID_NUMBERS * 4, at + SAID_BYTES).set(kept, at + SAID_NUMBERS * 4)
  const told = { at, isLocal }
  putEntry(knowledge.texts, key.hi, key.lo, told)
  teachSaid(knowledge, row, hop, hop.operator, told)
  return told
}

/** As two numbers of 32 bits, of which each holds two. */
function exceptionsOf({ exceptions }: SaidPieces): [number, number] {
  const [a = -1, b = -1, c = -1, d = -1] = exceptions ?? []
  return [a + 1 + (b + 1) * 65_536, c + 1 + (d + 1) * 65_536]
}

/** The scanner knows what the row's text says from the hosts of `whose`. */
function teachSaid(
  { scanner }: EventKnowledge,
  row: Row,
  { operator }: Hop,
  whose: number,
  { at, isLocal }: Said,
): void {
  const kind = numberAt(row, ROW.KIND)
  scanner.exports.learnFailure(ROWS_AT + row.at * 4, kind, operator, whose, at, isLocal ? 1 : 0)
}

/** The recipient is of the host that reports. */
function isOwn({ writer }: EventKnowledge, row: Row, { host }: PlainEvent): boolean {
  return writer.isHostOf(host, textAt(row, ROW.DOMAIN_START, ROW.VALUE_END))
}

/** Texts that were seen: by the low half of their hash, the high one. */
const seen = new Uint32Array(8192)

/** Many texts that are not known never come again: to learn one costs as much as to judge it. */
function isSeenAgain({ hi, lo }: Hash): boolean {
  const at = lo % seen.length
  if (seen[at] === hi) return true
  seen[at] = hi
  return false
}

/** There is no room for more pieces. */
function forgetPieces(knowledge: EventKnowledge): void {
  const { ofTexts, ofHops, scanner, writer } = knowledge
  knowledge.texts = newHashTable()
  knowledge.words = newHashTable()
  knowledge.hops = newHashTable()
  knowledge.owners = new Set()
  ofTexts.next = ofTexts.begin
  ofHops.next = ofHops.begin
  teach(scanner, writer)
}

const key = newHash()
const wordsKey = newHash()
const traits = newHash()

/** `whose`: what is told of the next hop. */
function setKey({ said, code, outcome }: PlainEvent, whose: number, into: Hash): void {
  traits.hi = code
  traits.lo = whose * OUTCOMES.length + OUTCOMES.indexOf(outcome)
  combineHashes(said, traits, into)
}

export function hopOf(knowledge: EventKnowledge, row: Row): Hop | null {
  const hi = numberAt(row, ROW.RELAY_HI)
  const lo = numberAt(row, ROW.RELAY_LO)
  const known = findEntry(knowledge.hops, hi, lo)
  if (known !== undefined) return known
  const relay = parseRelay(textAt(row, ROW.RELAY_START, ROW.RELAY_END))
  const { writer, scanner, ofHops, owners } = knowledge
  const operator = writer.operatorOf(relay)
  const provider = writer.provider(relay.relay)
  const owner = provider === null ? null : operator - writer.formOf(operator)
  const pieces = keepPieces(scanner, ofHops, [writer.hop(relay), provider ?? ''], 0)
  if (pieces === null) {
    forgetPieces(knowledge)
    return null
  }
  const [piece, ofOwner] = pieces
  // Field by field: objects of one shape.
  const hop: Hop = {
    relay: relay.relay,
    relayIp: relay.relayIp,
    relayPort: relay.relayPort,
    piece,
    operator,
    owner,
  }
  putEntry(knowledge.hops, hi, lo, hop)
  scanner.exports.learnHop(ROWS_AT + row.at * 4, operator, piece.at, piece.end)
  if (owner !== null && !owners.has(owner)) {
    owners.add(owner)
    scanner.exports.learnProvider(owner, ofOwner.at, ofOwner.end)
  }
  return hop
}
