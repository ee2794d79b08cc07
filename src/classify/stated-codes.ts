/**
 * The codes that a reply states.
 *
 * In:     a reply without framing
 * Out:    the basic code it begins with, the enhanced code that belongs to it; null where there is none
 * Spec:   RFC 5321 §4.2, RFC 2034 §4, RFC 3463 §2 (no leading zeros, never a part of an address or version)
 */

export interface StatedCodes {
  replyCode: number | null
  enhancedCode: string | null
  /** Where the words begin. */
  end: number
}

const BASIC = /^[#( ]{0,3}([2-5]\d\d)(?![\d.])[ -]{0,2}/
const ENHANCED = /^[#([<]{0,2}([245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2}))(?!\d|\.\d)[\])>]?[ :-]{0,3}/
const MARKED = /[#(['\s:]([245]\.(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2}))(?!\d|\.\d)/

export function codesIn(reply: string): StatedCodes {
  const basic = BASIC.exec(reply)
  const behind = basic?.[0].length ?? 0
  const rest = reply.slice(behind)
  const first = ENHANCED.exec(rest)
  if (first !== null)
    return {
      replyCode: basic === null ? null : Number(basic[1]),
      enhancedCode: first[1] ?? null,
      end: behind + first[0].length,
    }
  const marked = MARKED.exec(rest)
  return {
    replyCode: basic === null ? null : Number(basic[1]),
    enhancedCode: marked?.[1] ?? null,
    end: behind,
  }
}
