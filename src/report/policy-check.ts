/**
 * Is a JSON value what a schema asks for? The few words of JSON Schema that our schemas use.
 *
 * In:  a parsed JSON value and a schema
 * Out: the first thing that is wrong, with the path to it; null if all is well
 */

export type JsonObject = { [key: string]: unknown }

export interface Schema {
  $schema?: string
  title?: string
  description?: string
  type: string | readonly string[]
  enum?: readonly string[]
  minimum?: number
  maximum?: number
  items?: Schema
  properties?: { [name: string]: Schema }
  additionalProperties?: false | Schema
}

export interface SchemaError {
  /** rules.mailbox-full.pause.days */
  path: string
  what: string
}

export function findSchemaError(value: unknown, schema: Schema, path = ''): SchemaError | null {
  const type = typeOf(value)
  const expected = typeof schema.type === 'string' ? [schema.type] : schema.type
  const isOfType = expected.includes(type) || (type === 'integer' && expected.includes('number'))
  if (!isOfType) return wrong(path, `expected ${expected.join(' or ')}, found ${JSON.stringify(value)}`)
  if (typeof value === 'string') return checkText(value, schema, path)
  if (typeof value === 'number') return checkNumber(value, schema, path)
  if (Array.isArray(value)) return checkList(value, schema, path)
  if (isJsonObject(value)) return checkObject(value, schema, path)
  return null
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function checkText(value: string, schema: Schema, path: string): SchemaError | null {
  if (schema.enum === undefined || schema.enum.includes(value)) return null
  return wrong(path, `"${value}" is none of ${schema.enum.join(', ')}`)
}

function checkNumber(value: number, schema: Schema, path: string): SchemaError | null {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema
  if (value >= minimum && value <= maximum) return null
  return wrong(path, `${value} is not between ${minimum} and ${maximum}`)
}

function checkList(value: readonly unknown[], schema: Schema, path: string): SchemaError | null {
  if (value.length === 0) return wrong(path, 'is empty')
  for (const [index, item] of value.entries()) {
    const error = schema.items === undefined ? null : findSchemaError(item, schema.items, `${path}[${index}]`)
    if (error !== null) return error
  }
  return null
}

function checkObject(value: JsonObject, schema: Schema, path: string): SchemaError | null {
  const { properties = {}, additionalProperties = false } = schema
  for (const [name, inner] of Object.entries(value)) {
    const innerPath = path === '' ? name : `${path}.${name}`
    const rule = Object.hasOwn(properties, name) ? properties[name] : additionalProperties || undefined
    if (rule === undefined)
      return wrong(innerPath, `is not known here (known: ${Object.keys(properties).join(', ')})`)
    const error = findSchemaError(inner, rule, innerPath)
    if (error !== null) return error
  }
  return null
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (Number.isInteger(value)) return 'integer'
  return typeof value
}

function wrong(path: string, what: string): SchemaError {
  return { path: path === '' ? '(the whole)' : path, what }
}
