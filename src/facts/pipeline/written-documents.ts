/*
 * What is written for people and for tools, from what is here: documents, the description of an API, the graph of
 * dependencies. It is neither an artifact nor a check. A name that goes on with `and` speaks of more than that.
 */

const kind = '(?:docs|documentation|javadocs?|api[-_ ]?docs?|openapi|swagger)'
const part = '(?:[-_ ](?:specs?|docs?))?'

/** Writing documents in a name: `publish-docs`, `sync_openapi_spec`. */
const documents = `(?:publish|upload|sync|update|generate)[-_ ]?${kind}(?!${part}[-_ ]?and)${part}`

/** The graph of dependencies in a name: `dependency_graph`, `dependency-submission`. */
const dependencies = 'dependency[-_ ]?(?:graph|submission)s?'

/** Where a name in lower case speaks of such a thing. */
export const writtenDocuments = new RegExp(`(?<![a-z])(?:${documents}|${dependencies})(?![a-z])`, 'g')
