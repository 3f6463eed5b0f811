import { basename, joinPath } from '../../documents/path.ts'
import { pathPattern } from '../../documents/pattern.ts'
import { inputsNaming, inputValue } from '../pipeline/known/use.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { SecretUse } from '../schema/configuration.ts'

/**
 * Secrets that a job writes into a file which it then packs into an archive or keeps as an artifact: whoever gets that has them.
 * What is taken away again before is none of them; each file once.
 */
export function* inPackages(workflows: readonly Workflow[]): Generator<Omit<SecretUse, 'id' | 'component'>> {
  for (const { jobs } of workflows) {
    for (const { steps } of jobs) {
      const written = new Map<string, string>()
      for (const act of steps.flatMap(({ acts }) => acts)) {
        const { settings, place } = act
        const [name] = settings?.secrets ?? []
        if (settings?.isRemoved && !act.condition) written.delete(settings.path)
        else if (settings && name !== undefined && !written.has(settings.path)) written.set(settings.path, name)
        else if (written.size > 0) {
          const packs = packedBy(act)
          for (const [path, secret] of written) {
            if (!packs?.(path)) continue
            yield { file: place.file, way: 'packed', name: secret, by: act.tool, place }
            written.delete(path)
          }
        }
      }
    }
  }
}

/** Tells of a file whether an act packs it; undefined where the act packs nothing. */
function packedBy(act: Act): ((path: string) => boolean) | undefined {
  const { tool, inputs, text } = act
  const [input] = inputs ? inputsNaming('keeps', tool) : []
  if (inputs && input !== undefined) {
    const named = inputValue(inputs, input).split('\n')
    const given = named.map((line) => line.trim()).filter(Boolean)
    const isIn = covers(
      given.filter((line) => !line.startsWith('!')),
      '',
    )
    const isOut = covers(
      given.flatMap((line) => (line.startsWith('!') ? line.slice(1) : [])),
      '',
    )
    // github.com/actions/upload-artifact, "include-hidden-files": left out unless asked for, since v4.4
    const leavesHidden =
      /^actions\/upload-artifact@(?:v[4-9]|[\da-f]{40})/i.test(text) && inputs['include-hidden-files'] !== 'true'
    return (path) => isIn(path) && !isOut(path) && !(leavesHidden && /(?:^|\/)\.[^/]/.test(path))
  }
  if (act.directory === undefined || act.remote) return undefined
  const words = archived(act)
  if (!words) return undefined
  const isIn = covers(words.taken, act.directory)
  return (path) => isIn(path) && !words.left.some((pattern) => matches(pattern, path))
}

/** What `zip` and `tar` take into an archive, and what they leave out. */
function archived({
  tool,
  words,
}: Act): { readonly taken: readonly string[]; readonly left: readonly string[] } | undefined {
  const left = words.flatMap((word, i) =>
    /^--exclude(?:-from)?=/.test(word) ? word.replace(/^[^=]*=/, '') : words[i - 1] === '--exclude' ? word : [],
  )
  if (/^zip\b/.test(tool)) {
    const at = words.findIndex((word) => /^(?:-x|--exclude)$/.test(word))
    const before = at < 0 ? words : words.slice(0, at)
    const [, ...taken] = before.filter((word) => !word.startsWith('-'))
    return { taken, left: at < 0 ? left : [...left, ...words.slice(at + 1)] }
  }
  if (
    !/^tar\b/.test(tool) ||
    !words.some(
      (word, i) => /^(?:--create|-[a-zA-Z]*c[a-zA-Z]*)$/.test(word) || (i === 0 && /^[a-z]*c[a-z]*f?$/.test(word)),
    )
  )
    return undefined
  const plain = words.filter(
    (word, i) => !word.startsWith('-') && !/^(?:--exclude|-C|--directory)$/.test(words[i - 1] ?? ''),
  )
  const named = words.some((word) => /^--file=/.test(word))
  return { taken: plain.slice(/^[a-z]*c[a-z]*f?$/.test(words[0] ?? '') ? 2 : named ? 0 : 1), left }
}

const matches = (pattern: string, path: string): boolean =>
  [pattern, `**/${pattern}`, `${pattern}/**`].some((glob) => pathPattern(glob.replace(/^\.\//, '')).test(path)) ||
  pattern === basename(path)

/** Whether a file is named by one of some paths, patterns and folders. */
function covers(named: readonly string[], directory: string): (path: string) => boolean {
  const paths = named.flatMap((word) => (/[$`{]/.test(word) ? [] : (joinPath(directory, word) ?? [])))
  return (path) =>
    paths.some((one) => one === '' || one === path || path.startsWith(`${one}/`) || pathPattern(one).test(path))
}
