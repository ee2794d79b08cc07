/**
 * Text rules: the SMTP dialogue.
 */
import type { Rule } from '../rule.ts'

export const protocolRules: readonly Rule[] = [
  {
    id: 'protocol-error.sequence',
    reason: 'protocol-error',
    match: [
      /\b(?:bad|improper|incorrect|invalid|wrong|out of) (?:command )?(?:sequence|order)\b/,
      /\bsequence of commands?\b/,
      /\b(?:need|valid|no valid|must (?:have|send|give|issue)|missing|send|expect\S{0,3}) (?:a |an )?(?:valid )?(?:rcpt|mail|data|helo|ehlo|sender|recipient)(?: to| from)?(?:\/\S{1,10})? ?(?:command|first|before|required|must precede|\(recipient\))/,
      /\brcpt (?:first|command must precede|to first)/,
      /\b(?:command|syntax) (?:\S{1,40} )?(?:not (?:recogni[sz]ed|implemented|supported|understood|allowed|accepted)|unrecogni[sz]ed|unknown|error|is invalid|disabled|rejected|unimplemented)\b/,
      /\b(?:unrecogni[sz]ed|unknown|unimplemented|invalid|unsupported|illegal|bad|unexpected|improper) (?:smtp )?(?:command|parameter|argument|verb|option)s?\b/,
      /\bsyntax error\b/,
      /\bparameters? (?:\S{1,40} )?(?:not (?:implemented|recogni[sz]ed|supported|allowed)|unrecogni[sz]ed|invalid|error)\b/,
      /\bprotocol (?:error|violation|synchroni[sz]ation)\b|\bsynchroni[sz]ation error\b|\bpipelining\b/,
      /\bno (?:valid )?recipients?(?: specified)?$|\bno valid recipients\b|\bpolite people say\b/,
      /\bunsupported (?:body|extension)|\bsize parameter\b|\bline too long in command\b|\bnested mail\b/,
      /\bsender already specified\b|\bmail first\b|\bduplicate (?:helo|mail|rcpt)/,
    ],
    source: 'RFC 5321 §4.2.3: 500 to 504, 555; Sendmail, Postfix, Exim words',
    examples: [
      '503 Improper sequence of commands',
      '500 Command unrecognized',
      '504 Command parameter not implemented',
      '503 Error: need MAIL command',
      '554 Error: no valid recipients',
      '502 Error: command not recognized',
      '503 5.0.0 Need RCPT (recipient)',
    ],
    butNot: [
      '501 5.1.3 syntax error in recipient address',
      '504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname',
    ],
  },
]
