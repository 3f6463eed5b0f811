/**
 * Where the marks of an unfinished merge begin in a text: git writes seven signs at the start of a line (git-merge(1),
 * "How conflicts are presented"). Undefined where there are none.
 */
export function conflictAt(content: string): number | undefined {
  return /^(<{7}|={7}|>{7}|\|{7})( |\r?$)/m.exec(content)?.index
}
