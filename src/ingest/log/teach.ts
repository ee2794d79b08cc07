/** What the classifier reads from names and numbers -> the scanner, which has to see for itself what they tell. */
import { hashText, newHash } from '../../hash.ts'
import type { FailureJudge } from '../../plain-results.ts'
import type { Scanner } from './scanner.ts'

const hash = newHash()

/** The scanner forgets all that it was taught, but for what the judge knows of names. */
export function teach(
  { exports }: Scanner,
  { operatorOf, signs, numbersSought, operators }: FailureJudge,
): void {
  exports.forgetFailures(operatorOf(NOBODYS))
  exports.clearSigns()
  for (const sign of signs) exports.addSign(lettersOf(sign))
  for (const number of numbersSought)
    exports.addNumber(lettersOf(number.slice(0, 4)), lettersOf(number.slice(4)))
  for (const label of operators.labels) exports.addOperatorLabel(lettersOf(label.slice(0, 3)))
  for (const suffix of operators.suffixes) {
    hashText(suffix, hash)
    exports.addOperatorSuffix(hash.lo)
  }
}

/** A next hop with an address, whose name tells nothing. */
const NOBODYS = { relay: 'nobody.invalid', relayIp: '192.0.2.1' }

/** Up to four letters, the first one in the lowest byte. */
function lettersOf(text: string): number {
  return Buffer.from(text.padEnd(4, '\0'), 'latin1').readUInt32LE()
}
