import type { Call } from '../call.ts'
import type { Context } from '../shell/state.ts'

/** Programs that hold files against sums. */
export const checksumPrograms: ReadonlySet<string> = new Set([
  'sha1sum',
  'sha224sum',
  'sha256sum',
  'sha384sum',
  'sha512sum',
  'shasum',
  'md5sum',
  'b2sum',
])

const digest = '[0-9a-fA-F]{32,128}'

/*
 * Sums that makers of tools put beside them, as their instructions have one download them
 * (https://kubernetes.io/docs/tasks/tools/install-kubectl-linux/, https://developer.hashicorp.com/well-architected-framework/operational-excellence/verify-hashicorp-binary).
 */
const sumsOfMakers =
  /https?:\/\/[\w.-]*\b(dl\.k8s\.io|k8s\.io|storage\.googleapis\.com\/kubernetes-release|releases\.hashicorp\.com|get\.helm\.sh|get\.opentofu\.org|nodejs\.org|go\.dev|dl\.google\.com|awscli\.amazonaws\.com|uploader\.codecov\.io|cli\.codecov\.io|dl\.min\.io|dlcdn\.apache\.org|archive\.apache\.org)\/[^\s"']*sha\d*/i

/* What is fetched by its address and put among the programs of the machine is a tool; what a service runs is none. */
const fetches = /\b(curl|wget|Invoke-WebRequest|iwr)\b[^\n]*https?:\/\/|\bgh release download\b/i
const installs =
  /\bchmod\s+(\S+[ \t]+){0,3}(\+x|\d*7\d\d)\b|(^|[\s"'=:])(\/usr(\/local)?\/s?bin|~\/\.local\/bin|\$\{?HOME\}?\/(\.local\/)?bin)\b|\b(dpkg|rpm)\s+-\w*[iU]|GITHUB_PATH|\bapt(-get)?\s+(-\S+[ \t]+){0,3}install\s+(-\S+[ \t]+){0,3}\.?\//
const serves = /\b(systemctl|service|supervisorctl|ssh|scp|rsync)\s/

/** Whether a script fetches a tool and puts it among the programs of the machine: what it verifies is that tool. */
export const installsTool = ({ text }: Context['source']): boolean =>
  fetches.test(text) && installs.test(text) && !serves.test(text)

/** Base images that everybody takes: to verify one is to verify what goes in, and not what comes out. */
const base = /^(?:gcr\.io\/distroless\/|cgr\.dev\/chainguard\/|(?:docker\.io\/)?(?:library\/)?[a-z][\w.-]*(?:[:@]|$))/

/** Whether a signature that is verified is one of a tool that the script installs, or of a base image. */
export function verifiesInput(call: Call, context: Context): boolean {
  const [program = '', verb = ''] = call.words
  const name = program.replace(/^.*\//, '')
  if (name === 'gpg' || name === 'gpg2') return call.words.includes('--verify') && installsTool(context.source)
  if (name !== 'cosign' && name !== 'notation' && name !== 'slsa-verifier') return false
  if (/blob|artifact/.test(verb)) return installsTool(context.source)
  const images = call.words.slice(2).filter((word, i) => !word.startsWith('-') && !takesNext(call.words[i + 1] ?? ''))
  return /^verify/.test(verb) && images.length > 0 && images.every((image) => base.test(image))
}

/** Whether a word is an option that the next word belongs to; those without a value say what is not checked or how it is told. */
const takesNext = (word: string): boolean =>
  /^--?\w[\w-]*$/.test(word) &&
  !/^--?(insecure-[\w-]+|allow-[\w-]+|check-claims|local-image|offline|recursive|r|verbose|v|d|debug|print-provenance)$/.test(
    word,
  )

/**
 * Whether the sum that a file is held against stands in the script itself, as a literal or a variable that is set to one
 * there (`echo "5ddf…  tool" | sha1sum -c -`), or comes from the maker of a tool: a tool that the script downloads, and
 * whose version is pinned so. What a pipeline builds has another sum each time, so this verifies no artifact.
 */
export function pinsDownload(call: Call, context: Context): boolean {
  const { text } = context.source
  const { start, end } = call.node.span
  const before = text.slice(Math.max(0, start - 2000), start).replace(/\\\r?\n/g, '  ')
  const line = before.slice(before.lastIndexOf('\n') + 1).replace(/^.*(&&|;|\|\|)/, '') + text.slice(start, end)
  if (new RegExp(`\\b${digest}\\b`).test(line) || sumsOfMakers.test(text) || installsTool(context.source)) return true
  return [...line.matchAll(/\$\{?(\w+)/g)].some(([, name]) => new RegExp(`\\b${name}=["']?${digest}\\b`).test(text))
}

/**
 * Whether a script has downloaded what it checks now: it may be a tool as well as what is deployed, and the sum or signature
 * beside it is the maker's then.
 */
export function checksDownload(call: Call, { source }: Context): boolean {
  const before = source.text.slice(0, call.node.span.start)
  return /\b(?:curl|wget)\b[^\n]{0,400}https?:\/\//.test(before.replace(/\\\r?\n/g, ' '))
}

/** Whether a command holds something against a sum or a signature. */
export const isCheck = ({ words: [name = '', ...args] }: Call): boolean =>
  name.endsWith('gpg') ? args.includes('--verify') : args.some((word) => /^(-\w*c\w*|--check)$/.test(word))
