/**
 * HTML by construction: every value put into it is escaped, unless it is markup itself.
 *
 * In:   html`<b>${text}</b>`
 * Out:  Markup; text of others cannot open a tag, leave an attribute, or turn the direction of writing
 * Spec: HTML, 13.1.2.3 (attribute values are always written in double quotes here)
 */
import { printable } from '../width.ts'

export interface Markup {
  markup: string
}

type Part = Markup | string | number | null | readonly Part[]

export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = texts[0] ?? ''
  parts.forEach((part, index) => {
    markup += render(part) + (texts[index + 1] ?? '')
  })
  return { markup }
}

/** Text that this program wrote itself (a chart, the style sheet): not escaped. */
export function raw(markup: string): Markup {
  return { markup }
}

function render(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  if ('markup' in part) return part.markup
  return part.map(render).join('')
}

export function escapeHtml(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
