/** A name and a shell pattern of `*` (any characters) and `?` (one): no expression, so that no name can stall it. */
export function matchesGlob(name: string, glob: string): boolean {
  let at = 0
  let next = 0
  let star = -1
  let starAt = 0
  while (at < name.length) {
    if (glob[next] === '*') {
      star = next++
      starAt = at
    } else if (glob[next] === '?' || glob[next] === name[at]) {
      next++
      at++
    } else if (star >= 0) {
      next = star + 1
      at = ++starAt
    } else return false
  }
  while (glob[next] === '*') next++
  return next === glob.length
}
