/** What a forge sent, taken for no more than it is: readers give the empty value where the form is another. */
export type Json = Readonly<Record<string, unknown>>

/** A text of an object; empty where there is none. */
export const textIn = (json: Json | undefined, key: string): string =>
  typeof json?.[key] === 'string' ? (json[key] as string) : ''

/** A number of an object; 0 where there is none. */
export const numberIn = (json: Json | undefined, key: string): number => {
  const value = json?.[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

/** Undefined where the forge does not say. */
export const flagIn = (json: Json | undefined, key: string): boolean | undefined =>
  typeof json?.[key] === 'boolean' ? (json[key] as boolean) : undefined

/** An object of an object. */
export const objectIn = (json: Json | undefined, key: string): Json | undefined => {
  const value = json?.[key]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
}

/** The objects of a list in an object. */
export const listIn = (json: Json | undefined, key: string): readonly Json[] => {
  const value = json?.[key]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []
}

/** The texts of a list in an object. */
export const textsIn = (json: Json | undefined, key: string): readonly string[] => {
  const value = json?.[key]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
