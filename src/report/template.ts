/**
 * A reply without what differs from message to message, so that equal replies can be counted.
 *
 * In:  the server's words on one line
 * Out: the same words with addresses, host names, IP addresses, numbers and ids replaced by {address}, {host},
 *      {ip}, {n} and {id}; codes and vendor tokens (550, 5.1.1, S3150, OFR_506) stay; at most 200 characters
 *
 * One pass by hand: this runs once for each failure, and a word without digit, dot, colon and @ costs nothing.
 */

const LONGEST = 200

export function templateOf(text: string): string {
  let result = ''
  let copied = 0
  let nameEnd = -1
  let start = 0
  const end = Math.min(text.length, LONGEST * 2)
  let traits = 0
  for (let index = 0; index <= end; index++) {
    const trait = index < end ? traitOf(text.charCodeAt(index)) : DELIMITER
    if (trait !== DELIMITER) {
      traits |= trait
      continue
    }
    if ((traits & MASKABLE) !== 0) {
      const stop = wordEnd(text, start, index)
      const word = text.slice(start, stop)
      const isNumber =
        traits === DIGIT && (isTime(text, stop) || (nameEnd === start - 1 && endsBrackets(text, stop)))
      const masked = isNumber ? '{n}' : maskWord(word, traits)
      if (masked === '{host}') nameEnd = stop
      if (masked !== word) {
        result += text.slice(copied, start) + masked
        copied = stop
      }
    }
    start = index + 1
    traits = 0
  }
  result = copied === 0 ? text.slice(0, end) : result + text.slice(copied, end)
  return result.length > LONGEST ? `${result.slice(0, LONGEST - 1)}…` : result
}

const DELIMITER = 0
const PLAIN = 1
const DIGIT = 2
const DOT = 4
const COLON = 8
const AT = 16
const MASKABLE = DIGIT | DOT | COLON | AT

function traitOf(unit: number): number {
  return unit < 128 ? (TRAITS[unit] ?? PLAIN) : PLAIN
}

/** By ASCII code. */
const TRAITS = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  if (unit <= 32 || unit === 127 || '<>()[]{}"\',;=|'.includes(character)) return DELIMITER
  if (character >= '0' && character <= '9') return DIGIT
  return character === '.' ? DOT : character === ':' ? COLON : character === '@' ? AT : PLAIN
})

/** Without the full stop or colon that ends a sentence, not the word. */
function wordEnd(text: string, start: number, end: number): number {
  let stop = end
  while (stop > start && (text.charCodeAt(stop - 1) === 46 || text.charCodeAt(stop - 1) === 58)) stop--
  return stop
}

const CODE = /^(?:[2-5]\d\d|[245]\.\d{1,3}\.\d{1,3}|[2-5]\d\d-[245]\.\d{1,3}\.\d{1,3})$/
const VENDOR_TOKEN = /^[A-Z]{1,4}[_-]?\d{2,5}$/
const IPV4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/
const IPV6 = /^[0-9a-f:]*:[0-9a-f]*:[0-9a-f.:]*$/i
const NUMBER = /^[\d.:/+-]+$/
const HOST = /^[\w-]+(?:\.[\w-]+)*\.[a-z][a-z0-9-]+$/i

/** "in 289 seconds": no code, although it may look like one. */
function isTime(text: string, end: number): boolean {
  return UNITS.some(unit => text.startsWith(unit, end))
}

/** "[mx.example.net 592]": behind a name, at the end of brackets. */
function endsBrackets(text: string, end: number): boolean {
  return text.charCodeAt(end) === CLOSING_BRACKET
}

const CLOSING_BRACKET = 93
const UNITS = [' second', ' minute', ' hour']

function maskWord(word: string, traits: number): string {
  if ((traits & AT) !== 0) return word.length > 1 ? '{address}' : word
  if (word.startsWith('http://') || word.startsWith('https://')) return maskUrl(word)
  if ((traits & DIGIT) !== 0) {
    if (CODE.test(word) || VENDOR_TOKEN.test(word)) return word
    if (IPV4.test(word)) return '{ip}'
    if (NUMBER.test(word)) return '{n}'
  }
  if ((traits & COLON) !== 0 && IPV6.test(word)) return '{ip}'
  if ((traits & DOT) !== 0 && HOST.test(word)) return '{host}'
  return (traits & DIGIT) !== 0 && word.length > 4 ? '{id}' : word
}

/** The site that is linked to, without the page: its path and query often name the message. */
function maskUrl(url: string): string {
  const slash = url.indexOf('/', url.indexOf('//') + 2)
  return slash === -1 ? url : `${url.slice(0, slash)}/…`
}
