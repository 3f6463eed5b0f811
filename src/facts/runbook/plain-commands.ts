import type { Block } from '../../documents/markdown.ts'

/* Programs that change what runs elsewhere and whose names begin no sentence. */
const programs =
  /^(kubectl|oc|helm|helmfile|argocd|flux|cf|heroku|aws|gcloud|az|terraform|tofu|terragrunt|pulumi|psql|mysql|mongosh|ssh|scp|rsync|ansible-playbook)\s+\S/

/* An option, a pipe, or somebody on a machine: what a sentence that begins with a program has not. */
const written = /\s-{1,2}[a-z]|\s\|\s*[a-z]|\s\S+@\S+/i
const ofSentence =
  /\s(is|are|was|will|would|can|the|which|that|this|and|or|an?|to|by|of|with|then|if|it|you|we)\s|\w[.!?,:;]$/i

/** A line that goes on with the command above: an option, a parameter, or what it is piped into. */
const goesOn = /^(-{1,2}[a-z]|[A-Z_]+=|\||&&)/

/**
 * Commands that a paragraph or an item of a list shows without marking them as code, each on lines of its own. A sentence
 * that begins with the name of a program (`helm upgrade is run by …`) is none.
 */
export function plainCommandsIn({ kind, code, text }: Block): readonly string[] {
  if ((kind !== 'paragraph' && kind !== 'item') || code.length > 0 || !text.includes('-')) return []
  const commands: string[] = []
  let open = false
  for (const line of text.slice(0, 4000).split('\n')) {
    const words = line
      .trim()
      .replace(/^\$\s+/, '')
      .replace(/\s*\\$/, '')
    if (programs.test(words)) commands.push(words)
    else if (open && goesOn.test(words)) commands.push(`${commands.pop()} ${words}`)
    open = programs.test(words) || (open && goesOn.test(words))
  }
  return commands.filter((command) => {
    const unquoted = command.replace(/"[^"]*"|'[^']*'/g, '""')
    return written.test(unquoted) && !ofSentence.test(unquoted)
  })
}
