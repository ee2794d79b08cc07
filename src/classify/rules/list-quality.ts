/** Table: words by which a receiver complains of too many unknown recipients, whatever else it says. */
export const listQualitySigns: readonly { match: RegExp; examples: readonly string[] }[] = [
  {
    match:
      /\b(?:too many|excessive|high (?:number|rate) of|number of) (?:\S{1,20} )?(?:unknown|invalid|bad|non-?existent|nonexisting) (?:recipients?|users?|addresses|rcpts?|mailboxes)\b/,
    examples: [
      '550 5.7.1 Too many invalid recipients',
      '451 excessive unknown recipients - possible Open Relay',
    ],
  },
  {
    match:
      /\b(?:too many|excessive) (?:recipients?|users?|addresses) (?:are |were )?(?:unknown|invalid|not found|rejected)\b/,
    examples: ['421 too many recipients unknown, closing connection'],
  },
]
