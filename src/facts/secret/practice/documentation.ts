import type { Evidence, FileNames } from './index.ts'

/** A key in a text that people read, as what it tells about looks like; a text that is all key is a key. */
export const inProse: Evidence = ({ file, member }) =>
  /\.(?:md|markdown|mdx|rst|adoc|asciidoc)$/i.test(member || file) ? 'it is shown in a text' : undefined

/**
 * In a text, where no id of Amazon's stands around it (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html):
 * it is one of another server, which makes keys of the same form itself.
 */
export const ofAnotherServer =
  ({ isProse }: FileNames): Evidence =>
  async ({ file, member, place }, text) => {
    const content = !isProse(member || file) || place.start === undefined ? undefined : await text()
    if (content === undefined) return undefined
    const start = place.start as number
    return /(?<![A-Z\d])A(?:KI|SI|ID)A[A-Z2-7]{16}/.test(content.slice(Math.max(0, start - 600), start + 600))
      ? undefined
      : "it is shown in a text, with no id of Amazon's beside it"
  }

/** In a comment from which documentation is made: ` * `, `///` or `//!` begins its line. */
export const inDocumentation: Evidence = async ({ holder, place }, text) => {
  const content = holder !== 'code' || place.start === undefined ? undefined : await text()
  if (content === undefined) return undefined
  const line = content.slice(content.lastIndexOf('\n', (place.start as number) - 1) + 1, place.start)
  return /^\s*(?:\*|\/\/[/!])\s/.test(line) ? 'it is shown in the documentation of code' : undefined
}

/**
 * In what a module of Ansible says of itself (https://docs.ansible.com/ansible/latest/dev_guide/developing_modules_documenting.html):
 * its variables are called so, and are read for manuals alone.
 */
export const inManual: Evidence = async ({ file, member, place }, text) => {
  const content = !file.endsWith('.py') || member || place.start === undefined ? undefined : await text()
  if (content === undefined) return undefined
  const opened = /^(EXAMPLES|DOCUMENTATION|RETURN)[ \t]*=[ \t]*[rR]?("{3}|'{3})/gm
  for (const { index, 0: head, 1: name, 2: quotes } of content.matchAll(opened)) {
    const end = content.indexOf(quotes as string, index + head.length)
    if (index < (place.start as number) && (end < 0 || (place.start as number) < end))
      return `it is shown in the ${name} of a module of Ansible`
  }
  return undefined
}

/** In a schema or a description of an interface, as an example of a value: `examples:` is the key around it. */
export const inSchema: Evidence = async ({ file, member, place }, text) => {
  const content = !/\.(?:ya?ml|json)$/i.test(file) || member || place.start === undefined ? undefined : await text()
  if (content === undefined) return undefined
  const before = content.slice(Math.max(0, (place.start as number) - 2000), place.start)
  return /(?:^|[\s{,])["']?examples?["']?[ \t]*:\s*(?:(?:\[|-[ \t])[^\]{}:]*)?["']?$/.test(before)
    ? 'it is shown as an example'
    : undefined
}
