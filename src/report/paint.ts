/** Colours of a terminal (ECMA-48 SGR), or none. */

export interface Paint {
  plain: (text: string) => string
  bold: (text: string) => string
  dim: (text: string) => string
  red: (text: string) => string
  yellow: (text: string) => string
  green: (text: string) => string
}

const CODES = { bold: 1, dim: 2, red: 31, yellow: 33, green: 32 } as const

export function painter(colour: boolean): Paint {
  const plain = (text: string) => text
  const wrap = (name: keyof typeof CODES) =>
    colour ? (text: string) => `\x1b[${CODES[name]}m${text}\x1b[0m` : plain
  return {
    plain,
    bold: wrap('bold'),
    dim: wrap('dim'),
    red: wrap('red'),
    yellow: wrap('yellow'),
    green: wrap('green'),
  }
}
