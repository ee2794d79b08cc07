/**
 * Table: the first bytes of packed files -> how they are packed; by content, never by name.
 *
 * In:     the first bytes (512 are needed to know a tar)
 * Out:    the packing; a name of one that bouncelog cannot unpack; or null for a plain file
 */

export type Compression = 'gz' | 'bz2' | 'xz' | 'zst'
export type Packing = Compression | 'zip' | 'tar'

interface Signature {
  packing: Packing | null
  name: string
  bytes: readonly number[]
}

export const PACKINGS: readonly Signature[] = [
  { packing: 'gz', name: 'gz', bytes: [0x1f, 0x8b, 0x08] },
  { packing: 'bz2', name: 'bz2', bytes: [0x42, 0x5a, 0x68] },
  { packing: 'xz', name: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { packing: 'zst', name: 'zst', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  // A skippable frame (pzstd begins so): 184D2A50 is the commonest of its sixteen magic numbers.
  { packing: 'zst', name: 'zst', bytes: [0x50, 0x2a, 0x4d, 0x18] },
  { packing: 'zip', name: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { packing: 'zip', name: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { packing: null, name: '7z', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { packing: null, name: 'rar', bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { packing: null, name: 'lz4', bytes: [0x04, 0x22, 0x4d, 0x18] },
  { packing: null, name: 'lzip', bytes: [0x4c, 0x5a, 0x49, 0x50, 0x01] },
  { packing: null, name: 'lzop', bytes: [0x89, 0x4c, 0x5a, 0x4f, 0x00] },
  { packing: null, name: 'compress (.Z)', bytes: [0x1f, 0x9d] },
]

export const TAR_BLOCK = 512

export function packingOf(head: Uint8Array): { packing: Packing | null; name: string } | null {
  const found = PACKINGS.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte))
  if (found !== undefined && (found.packing !== 'bz2' || isBzip2(head))) return found
  return isTar(head) ? { packing: 'tar', name: 'tar' } : null
}

/** "BZh" may begin a text: the level and the magic number of the first block (or of the end) must follow. */
function isBzip2(head: Uint8Array): boolean {
  const level = head[3] ?? 0
  const block = Buffer.from(head.subarray(4, 10)).toString('hex')
  return level >= 0x31 && level <= 0x39 && (block === '314159265359' || block === '177245385090')
}

/** Every tar there ever was has the sum of its header's bytes in the header (counted with 8 spaces in its place). */
function isTar(head: Uint8Array): boolean {
  if (head.length < TAR_BLOCK || head[0] === 0) return false
  const written = Number.parseInt(Buffer.from(head.subarray(148, 156)).toString('latin1'), 8)
  let sum = 8 * 0x20
  for (let at = 0; at < TAR_BLOCK; at++) if (at < 148 || at >= 156) sum += head[at] ?? 0
  return sum === written
}
