/**
 * The page's only script: sorts and filters its tables. Without it everything is readable. It makes no markup
 * from text, so that it opens nothing that the page closed.
 */

export const SCRIPT = `
for (const table of document.querySelectorAll('table[data-sort]')) {
  const body = table.tBodies[0]
  const heads = [...table.tHead.rows[0].cells]
  heads.forEach((head, column) => {
    if (head.classList.contains('b')) return
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => {
      const ascending = head.getAttribute('aria-sort') === 'descending'
      for (const other of heads) other.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending')
      const value = row => row.cells[column].dataset.v ?? row.cells[column].textContent
      const isNumber = head.classList.contains('n')
      const rows = [...body.rows]
      rows.sort((one, other) => {
        const [a, b] = [value(one), value(other)]
        const order = isNumber ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0
        return ascending ? order : -order
      })
      body.append(...rows)
    })
  })
}
const filter = document.querySelector('.filter')
if (filter) {
  filter.hidden = false
  const input = filter.querySelector('input')
  const status = filter.querySelector('output')
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase()
    let shown = 0
    for (const row of document.querySelectorAll('table[data-sort] tbody tr')) {
      row.hidden = wanted !== '' && !row.cells[0].textContent.toLowerCase().includes(wanted)
      if (!row.hidden) shown++
    }
    status.textContent = wanted === '' ? '' : shown + ' rows'
  })
}
`
