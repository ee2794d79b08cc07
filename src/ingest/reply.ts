/**
 * An SMTP reply -> its basic reply code, its enhanced status code and its words on one line.
 *
 * Spec: RFC 5321 §4.2 (reply codes, multi-line replies), RFC 2034 §4 (the enhanced code follows the reply
 * code), RFC 3463 §2 (class.subject.detail, no leading zeros).
 */
import { toOneLine } from './text.ts'

export interface Reply {
  /** RFC 5321 §4.2; null if the text does not begin with one. */
  replyCode: number | null
  /** RFC 3463, as "5.1.1"; null if the text holds none in a place where servers put it. */
  enhancedCode: string | null
  /** The whole reply on one line: codes of its first line kept, the repeated ones of the others dropped. */
  text: string
}

/** 200 to 599, and the other 4yz/5yz-like inventions that vendors send, at the start of a text. */
const BASIC = /^[2-5]\d\d(?![\d.])/
/** class.subject.detail; never a part of a longer number, an IP address or a version. */
const ENHANCED = /(?<![\d.A-Za-z])[245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})(?![\d]|\.\d)/
const ENHANCED_FIRST = /^[245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})(?![\d]|\.\d)/
/** What may stand between the reply code and the enhanced code: "550 5.1.1", "550-5.1.1", "550 #5.1.1", "550 (#5.1.1)", "550 [5.1.1]". */
const BETWEEN = /^[\s-]{0,3}[[(<]?#?/

/** A reply's text, one line or several joined, -> codes and words. The reply code is sought at the start only. */
export function parseReply(text: string): Reply {
  const line = unfoldReply(toOneLine(text))
  return { replyCode: replyCodeOf(line), enhancedCode: enhancedCodeIn(line), text: line }
}

/** BASIC at the start: by hand, since every failure has one. */
function replyCodeOf(line: string): number | null {
  const first = line.charCodeAt(0) - 48
  const second = line.charCodeAt(1) - 48
  const third = line.charCodeAt(2) - 48
  if (!(first >= 2 && first <= 5 && second >= 0 && second <= 9 && third >= 0 && third <= 9)) return null
  const next = line.charCodeAt(3)
  return next === 46 || (next >= 48 && next <= 57) ? null : first * 100 + second * 10 + third
}

/** The enhanced code that belongs to the reply: right behind the reply code, else as "#5.1.1" or "(5.1.1)" in the text. */
export function enhancedCodeIn(reply: string): string | null {
  // "550 5.1.1 No such user", as most are.
  if (replyCodeOf(reply) !== null && reply.charCodeAt(3) === 32 && reply.charCodeAt(5) === 46) {
    const word = reply.slice(4, reply.indexOf(' ', 4))
    if (word.length <= 9 && ENHANCED_FIRST.exec(word)?.[0] === word) return word
  }
  let rest = reply
  const code = BASIC.exec(rest)
  if (code !== null) rest = rest.slice(code[0].length)
  // A proxy may put the code before the server's own: "550 550 5.1.1 no such user".
  if (code !== null && rest.startsWith(` ${code[0]} `)) rest = rest.slice(4)
  rest = rest.slice(BETWEEN.exec(rest)?.[0].length ?? 0)
  const first = ENHANCED_FIRST.exec(rest)
  if (first !== null) return first[0]
  const marked = /[#([]#?([245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2}))(?![\d]|\.\d)/.exec(rest)
  return marked?.[1] ?? null
}

/** RFC 3463 §2: null for what is no code, such as "5.01.01", which Postfix hands on in dsn=. */
export function validEnhancedCode(code: string): string | null {
  return ENHANCED_FIRST.exec(code)?.[0] === code ? code : null
}

/** The first enhanced code anywhere in a text: for free-form notices, where no place is agreed. */
export function anyEnhancedCode(text: string): string | null {
  return ENHANCED.exec(text)?.[0] ?? null
}

/**
 * "550-5.1.1 a 550-5.1.1 b 550 5.1.1 c" -> "550 5.1.1 a b c". MTAs join the lines of a reply with one space
 * and keep every line's code (Postfix smtp_chat.c); only a code equal to the first one is dropped.
 */
function unfoldReply(line: string): string {
  if (line.charCodeAt(3) !== 45) return line
  const head = /^([2-5]\d\d)-/.exec(line)
  if (head === null) return line
  const code = head[1] ?? ''
  const rest = line.slice(4)
  const enhanced = ENHANCED_FIRST.exec(rest.trimStart())?.[0] ?? null
  let words = rest.split(new RegExp(` ${code}[- ]`)).map(part => part.trim())
  if (enhanced !== null)
    words = words.map((part, i) =>
      i > 0 && part.startsWith(enhanced) ? part.slice(enhanced.length).trim() : part,
    )
  return `${code} ${words.filter(part => part !== '').join(' ')}`.trim()
}
