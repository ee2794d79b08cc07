/** Who runs a next hop, as a number that the reader teaches; of a name that can be no operator's it needs no teaching. */
import { putBytes } from './event'
import { hashBytes, loOf } from './hash'
import { OPERATOR_SIGNS_AT, OPERATOR_SLOT, OPERATOR_SLOTS, OPERATORS_AT } from './memory'
import { RELAY_END, RELAY_HI, RELAY_START } from './row'
import { addTo, mayHold, SIGNS_BYTES } from './signs'
import { byteAt, find, isDigit, isLower, isWordByte, keepText, putText } from './text'

/** Next hops that are known. */
let known: u32 = 0
/** The number, and 1, of next hops that no operator runs and whose IP address is told. */
let nobody: u32 = 0

/** As src/report/operators.ts has them: of what operators are numbered by, and how many there may be. */
export const FORMS: u32 = 4
export const OPERATORS: u32 = 256

/** Of each operator, where the piece begins and ends that names him in rows of events. */
const PIECE: usize = 8
const PROVIDERS_BYTES: usize = 256 * PIECE
const providers = memory.data(2048)

/** The reader has made that piece of the operator with this number. */
export function learnProvider(number: u32, from: u32, to: u32): void {
  const at = providers + <usize>(number / FORMS) * PIECE
  if (at >= providers + PROVIDERS_BYTES) return
  store<u32>(at, from)
  store<u32>(at, to, 4)
}

/** Where that piece is told; 0: there is none. */
export function providerAt(number: u32): usize {
  const at = providers + <usize>(number / FORMS) * PIECE
  return at < providers + PROVIDERS_BYTES && load<u32>(at, 4) !== 0 ? at : 0
}

export function forgetOperators(itsNobody: u32): void {
  memory.fill(providers, 0, PROVIDERS_BYTES)
  memory.fill(OPERATORS_AT, 0, OPERATOR_SLOTS * OPERATOR_SLOT)
  memory.fill(OPERATOR_SIGNS_AT, 0, SIGNS_BYTES)
  known = 0
  nobody = itsNobody + 1
}

/** The hash of a name whose hosts an operator runs. */
export function addOperatorSuffix(lo: u32): void {
  addTo(OPERATOR_SIGNS_AT, lo)
}

/** Three letters that a label of an operator's names begins with. */
export function addOperatorLabel(letters: u32): void {
  addTo(OPERATOR_SIGNS_AT, letters)
}

/** Of a next hop: hash, the number of its operator and 1, and where the piece begins and ends that rows of events have for it. */
const PIECE_AT: usize = 12
const PIECE_END: usize = 16

/** The slot of this hash, or the free one where it belongs. */
function slotOf(hash: u64): usize {
  const mask = <u32>OPERATOR_SLOTS - 1
  let slot = loOf(hash) & mask
  let at = OPERATORS_AT + <usize>slot * OPERATOR_SLOT
  while (load<u32>(at, 8) !== 0 && load<u64>(at) !== hash) {
    slot = (slot + 1) & mask
    at = OPERATORS_AT + <usize>slot * OPERATOR_SLOT
  }
  return at
}

/** The operator's number and 1; 0 if it is not known. */
export function operatorOf(row: usize): u32 {
  const hash = load<u64>(row, RELAY_HI)
  const number = load<u32>(slotOf(hash), 8)
  if (number !== 0) return number
  const from = <usize>load<u32>(row, RELAY_START)
  const end = <usize>load<u32>(row, RELAY_END)
  if (isNobodys(from, end)) {
    put(hash, nobody)
    return nobody
  }
  const name = nameHash(from, end)
  const ofName = name === 0 ? 0 : load<u32>(slotOf(name), 8)
  if (ofName !== 0) put(hash, ofName)
  return ofName
}

export function learnOperator(row: usize, number: u32): void {
  const hash = load<u64>(row, RELAY_HI)
  if (load<u32>(slotOf(hash), 8) !== 0) return
  put(hash, number + 1)
  const name = nameHash(<usize>load<u32>(row, RELAY_START), <usize>load<u32>(row, RELAY_END))
  if (name !== 0) put(name, number + 1)
}

function put(hash: u64, number: u32): void {
  const at = slotOf(hash)
  if (load<u32>(at, 8) !== 0 || known * 2 >= <u32>OPERATOR_SLOTS) return
  known++
  store<u64>(at, hash)
  store<u32>(at, number, 8)
}

/** Of a name that has an IPv4 address behind it, whichever; with the bracket no name of a next hop has. 0: there is none. */
function nameHash(from: usize, end: usize): u64 {
  const open = find(from, end, 91)
  return open === from || !isIpv4(open + 1, end) ? 0 : hashBytes(from, open + 1)
}

/** The reader has made the piece of this row's next hop. */
export function learnHop(row: usize, number: u32, from: u32, to: u32): void {
  learnOperator(row, number)
  const at = slotOf(load<u64>(row, RELAY_HI))
  if (load<u32>(at, 8) === 0) return
  store<u32>(at, from, PIECE_AT)
  store<u32>(at, to, PIECE_END)
}

/** The piece of the hop that findHop found, and its operator's number. */
export let hopPiece: usize = 0
export let hopPieceEnd: usize = 0
export let hopOperator: u32 = 0

/** False: the reader has to say who runs it, or to make its piece. */
export function findHop(row: usize): bool {
  // Where it is, or will be when it is known.
  const at = slotOf(load<u64>(row, RELAY_HI))
  let operator = load<u32>(at, 8)
  if (operator === 0) operator = operatorOf(row)
  if (operator === 0) return false
  hopOperator = operator - 1
  hopPiece = <usize>load<u32>(at, PIECE_AT)
  hopPieceEnd = <usize>load<u32>(at, PIECE_END)
  return hopPieceEnd !== 0 || makePiece(<usize>load<u32>(row, RELAY_START), <usize>load<u32>(row, RELAY_END))
}

/** The piece of the hop that was asked for last, if that is a plain one. */
const LONGEST_NAME: usize = 255
const made = memory.data(512)
const BEHIND_NAME = keepText('","relayIp":"')
const BEHIND_IP = keepText('","relayPort":')

/** Of "mx.example.net[192.0.2.7]:25", as src/report/ndjson.ts writes it; false for any other form. */
function makePiece(from: usize, end: usize): bool {
  const open = find(from, end, 91)
  if (open === from || open - from > LONGEST_NAME || !isIpv4(open + 1, end)) return false
  for (let p = from; p < open; p++) {
    const byte = byteAt(p)
    if (!isWordByte(byte) && byte !== 45 && byte !== 46) return false
  }
  const close = find(open, end, 93)
  const port = close + 2
  if (byteAt(close + 1) !== 58 || port >= end || end - port > 5 || byteAt(port) === 48) return false
  let number: u32 = 0
  for (let p = port; p < end; p++) {
    if (!isDigit(byteAt(p))) return false
    number = number * 10 + byteAt(p) - 48
  }
  if (number > 65535) return false
  store<u8>(made, 34)
  let to = putBytes(made + 1, from, open)
  to = putText(to, BEHIND_NAME)
  to = putBytes(to, open + 1, close)
  to = putText(to, BEHIND_IP)
  hopPiece = made
  hopPieceEnd = putBytes(to, port, end)
  return true
}

/** "mx.example.net[192.0.2.7]:25", Exim's "mx.example.net [192.0.2.7]": the name has no known suffix, and no label that begins so. */
function isNobodys(from: usize, end: usize): bool {
  const open = find(from, end, 91)
  const to = open > from && byteAt(open - 1) === 32 ? open - 1 : open
  if (to === from || !isIpv4(open + 1, end) || byteAt(to - 1) === 46) return false
  for (let p = from; p < to; p++) {
    const byte = byteAt(p)
    if (!isLower(byte) && !isDigit(byte) && byte !== 45 && byte !== 46) return false
    if (p !== from && byteAt(p - 1) !== 46) continue
    if (mayHold(OPERATOR_SIGNS_AT, load<u32>(p) & 0xffffff)) return false
    if (mayHold(OPERATOR_SIGNS_AT, loOf(hashBytes(p, to)))) return false
  }
  return true
}

/** Four numbers up to 255 without leading zeros, and "]". */
function isIpv4(at: usize, end: usize): bool {
  let p = at
  for (let group = 0; group < 4; group++) {
    let number: u32 = 0
    const first = p
    while (p < end && p < first + 3 && isDigit(byteAt(p))) number = number * 10 + byteAt(p++) - 48
    if (p === first || number > 255 || (p > first + 1 && byteAt(first) === 48)) return false
    if (p >= end || byteAt(p) !== <u32>(group < 3 ? 46 : 93)) return false
    p++
  }
  return true
}
