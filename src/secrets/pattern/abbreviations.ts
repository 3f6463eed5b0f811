/**
 * What the patterns of many detectors share, by the name that stands for it in their files: how a value is given to a name,
 * in any language of configuration.
 */
const abbreviations: Readonly<Record<string, string>> = {
  // quote and bracket that close the name; colon, equals, arrow, comma or a blank, or the key `value` of the next line or
  // member; quote and bracket that open the value
  '{gives}': String.raw`["'${'`'}\])]{0,3}(?:\s{0,4}(?:[:=]{1,2}>?|[,(])|\s|,?\s{1,40}["']?value["']?\s{0,4}[:=])\s{0,4}["'${'`'}(]{0,2}`,
  // what stands behind a name where there are several: API_KEY_PROD, api_key2
  '{variant}': '(?:[_.-]?(?:[0-9]{1,2}|prod(?:uction)?|dev|staging|test|live|value|ci))?',
}

/** A pattern as it is matched: `{gives}` and `{variant}` written out. */
export function written(pattern: string): string {
  return pattern.replace(/\{[a-z]+\}/g, (name) => abbreviations[name] ?? name)
}
