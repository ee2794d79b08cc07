/** An object whose members are made when they are first read, and never if nobody reads them. */

type Makers<Made> = { [Name in keyof Made]: () => Made[Name] }

/** What is made when it is first asked for. */
export function madeOnce<Value extends object>(make: () => Value): () => Value {
  let made: Value | null = null
  return () => {
    made ??= make()
    return made
  }
}

/** To JSON, to a copy, to a comparison it is the plain object that it becomes. */
export function onDemand<Made extends object>(makers: Makers<Made>): Made {
  const made = {}
  for (const [name, make] of Object.entries<() => unknown>(makers)) {
    const become = (value: unknown): void => {
      Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true })
    }
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = make()
        become(value)
        return value
      },
      set: become,
    })
  }
  // Every member of Made has its maker.
  return made as Made
}
