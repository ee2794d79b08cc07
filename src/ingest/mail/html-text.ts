/**
 * HTML of a notice -> its text, one line for each line that a reader would see.
 *
 * Only what notices need: tags off, line breaks kept, entities decoded. Linear on any input.
 */
import { entities } from './html-entities.ts'

const MAX_HTML = 500_000

export function textOfHtml(html: string): string {
  const visible = dropElements(html.slice(0, MAX_HTML), ['style', 'script', 'title', '!--'])
  return keepPreformatted(visible)
    .replace(/[\r\n\t ]+/g, ' ')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d|\/table|hr|p|li|pre|\/pre)\b[^<>]*>/gi, '\n')
    .replace(/<\/?[a-z!][^<>]*>/gi, '')
    .replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => characterOf(name) ?? whole)
    .replace(/[ \u00a0]+/g, ' ')
    .replace(/\n /g, '\n')
}

/** Line ends in <pre> are line ends: Exchange shows the header of the original message there. */
function keepPreformatted(html: string): string {
  const lower = html.toLowerCase()
  let out = ''
  let from = 0
  for (let at = lower.indexOf('<pre'); at >= 0; at = lower.indexOf('<pre', from)) {
    const end = lower.indexOf('</pre', at)
    const stop = end < 0 ? html.length : end
    out += html.slice(from, at) + html.slice(at, stop).replaceAll('\n', '<br>')
    from = stop
  }
  return out + html.slice(from)
}

function characterOf(name: string): string | null {
  const lower = name.toLowerCase()
  if (!lower.startsWith('#')) return entities[lower] ?? null
  const point = lower.startsWith('#x') ? Number.parseInt(lower.slice(2), 16) : Number(lower.slice(1))
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : null
}

/** Elements whose content nobody sees. An unclosed one ends with the text. */
function dropElements(html: string, names: readonly string[]): string {
  let kept = html
  for (const name of names) {
    const lower = kept.toLowerCase()
    const close = name === '!--' ? '-->' : `</${name}>`
    let out = ''
    let from = 0
    for (let at = lower.indexOf(`<${name}`); at >= 0; at = lower.indexOf(`<${name}`, from)) {
      out += kept.slice(from, at)
      const end = lower.indexOf(close, at)
      from = end < 0 ? kept.length : end + close.length
      if (end < 0) break
    }
    kept = out + kept.slice(from)
  }
  return kept
}
