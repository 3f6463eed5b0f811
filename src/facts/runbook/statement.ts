/* Migrations are run by their tool, and a server or a test of SQL is no statement. */
const executesSql =
  /(?:^|[.:;,]\s*|\b(?:and|then|(?:need|have) to|please|must|should)\s+|^\s*(?:[-*+]|\d+[.)])\s+)((?:execute|run|apply|paste)\s+(?:the|this|these|that|your)\s+(?:(?:generated|resulting|following|above)\s+)?sql\b)(?!\s+(?:migrations?|server|proxy|tests?|linter?)\b)/im

/**
 * The words by which prose has a person type a statement of SQL without showing it.
 * @param text of a block, or of a whole document
 * @returns "Execute the SQL" as it is written, or undefined
 */
export const toldStatement = (text: string): string | undefined => executesSql.exec(text)?.[1]
