/** The words of the name of a job, a file, an input or a service, in lower case and without digits: `deployToUat2` has three. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)
}
