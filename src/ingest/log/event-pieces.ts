/** Pieces of rows in the scanner's memory, from which it writes (assembly/event.ts). */
import type { Scanner } from './scanner.ts'

/** A piece in the scanner's memory. */
export interface Piece {
  at: number
  end: number
}

/** A part of the memory where pieces stay. */
export interface Area {
  begin: number
  end: number
  /** Where the next one goes. */
  next: number
}

/** Bytes of a piece, at most. */
export const PLACE = 4096
/** The scanner copies sixteen bytes at a time. */
const MARGIN = 16

/** Null if it is too long for its place. */
export function putPiece({ bytes }: Scanner, at: number, text: string): Piece | null {
  if (text.length * 3 + MARGIN > PLACE) return null
  return { at, end: at + bytes.write(text, at) }
}

/** Pieces that stay, behind so many free bytes; null, and all that stood there is to be forgotten, if there is no room. */
export function keepPieces<const Texts extends readonly string[]>(
  { bytes }: Scanner,
  area: Area,
  texts: Texts,
  before: number,
): { [At in keyof Texts]: Piece } | null {
  const length = texts.reduce((sum, text) => sum + Buffer.byteLength(text), before)
  const begin = area.next
  // A multiple of four, for there stand numbers.
  area.next += Math.ceil((length + MARGIN) / 16) * 16
  if (area.next > area.end || length > PLACE) {
    area.next = area.begin
    return null
  }
  let at = begin + before
  const pieces = texts.map(text => {
    const piece = { at, end: at + bytes.write(text, at) }
    at = piece.end
    return piece
  })
  // As many as texts.
  return pieces as { [At in keyof Texts]: Piece }
}
