/**
 * A checker for the part of JSON Schema 2020-12 that the shipped schemas use; a keyword it does not know is an
 * error, so that no schema says more than is tested.
 */

export type Schema = { readonly [keyword: string]: unknown }

const IGNORED = new Set(['$schema', '$id', '$defs', 'title', 'description', 'format'])

/** What is wrong, each with its place; empty if nothing is. */
export function violations(value: unknown, schema: Schema, root: Schema = schema, at = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, wanted]) => {
    if (IGNORED.has(keyword)) return []
    return check(keyword, wanted, { value, schema, root, at })
  })
}

interface Place {
  value: unknown
  schema: Schema
  root: Schema
  at: string
}

function check(keyword: string, wanted: unknown, { value, schema, root, at }: Place): string[] {
  const unless = (isFine: boolean) =>
    isFine ? [] : [`${at}: ${JSON.stringify(value)} breaks ${keyword} ${JSON.stringify(wanted)}`]
  switch (keyword) {
    case '$ref':
      return violations(value, definition(root, String(wanted)), root, at)
    case 'type':
      return unless([wanted].flat().some(type => isOfType(value, String(type))))
    case 'const':
      return unless(value === wanted)
    case 'enum':
      return unless(Array.isArray(wanted) && wanted.includes(value))
    case 'minimum':
      return unless(typeof value !== 'number' || value >= Number(wanted))
    case 'maximum':
      return unless(typeof value !== 'number' || value <= Number(wanted))
    case 'pattern':
      return unless(typeof value !== 'string' || new RegExp(String(wanted)).test(value))
    case 'anyOf':
      return unless(schemas(wanted).some(option => violations(value, option, root, at).length === 0))
    case 'required':
      return unless(!isObject(value) || (Array.isArray(wanted) && wanted.every(name => name in value)))
    case 'items':
      return Array.isArray(value)
        ? value.flatMap((item, index) => violations(item, asSchema(wanted), root, `${at}[${index}]`))
        : []
    case 'properties':
      return isObject(value) ? propertyViolations(value, asSchema(wanted), root, at) : []
    case 'additionalProperties':
      return isObject(value) ? additionalViolations(value, wanted, { schema, root, at, value }) : []
    default:
      return [`${at}: the schema uses ${keyword}, which this checker does not know`]
  }
}

function propertyViolations(value: Schema, properties: Schema, root: Schema, at: string): string[] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    name in value ? violations(value[name], asSchema(schema), root, `${at}.${name}`) : [],
  )
}

function additionalViolations(value: Schema, wanted: unknown, { schema, root, at }: Place): string[] {
  const known = isObject(schema.properties) ? Object.keys(schema.properties) : []
  const others = Object.keys(value).filter(name => !known.includes(name))
  if (wanted === false) return others.map(name => `${at}: ${name} is not allowed`)
  return others.flatMap(name => violations(value[name], asSchema(wanted), root, `${at}.${name}`))
}

function definition(root: Schema, reference: string): Schema {
  const name = reference.replace('#/$defs/', '')
  return asSchema(asSchema(root.$defs)[name])
}

function schemas(value: unknown): Schema[] {
  return Array.isArray(value) ? value.map(asSchema) : []
}

function asSchema(value: unknown): Schema {
  if (!isObject(value)) throw new TypeError(`no schema: ${JSON.stringify(value)}`)
  return value
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isObject(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}
