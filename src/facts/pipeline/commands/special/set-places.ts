import { defaultSettings } from '../../../../config/settings.ts'
import { isHidden } from '../../../hidden.ts'
import { classify } from '../../environment.ts'

/** Lines that say where a script writes which image runs. */
const writes = /(^|[\s(&;])(cd|pushd|kustomize|g?sed|yq|perl|FILE\w*=|\w*(PATH|DIR)=)/i

/**
 * The environment that the files are for into which a script writes which image runs: `cd overlays/production`,
 * `yq -i … values-staging.yaml`.
 * @param text of the script
 * @param variables that are known in it
 * @returns the part of a path that names it; undefined where none does, or several differ
 */
export function environmentOfEdits(
  text: string,
  variables: ReadonlyMap<string, string | null> = new Map(),
): string | undefined {
  const found = text
    .split('\n')
    .filter((line) => writes.test(line))
    .flatMap((line) => line.split(/[\s"'();&|=]+/))
    .filter((word) => /^[\w.${}-]+(\/[\w.${}-]*)+$|\.ya?ml$/.test(word))
    .map((word) => word.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => variables.get(name) ?? whole))
  return environmentOfPaths(found)
}

/** The part of paths that names an environment, where those that name one agree. */
export function environmentOfPaths(paths: readonly string[]): string | undefined {
  const told = new Map<string, string>()
  for (const path of paths) {
    const part = path
      .replace(/\.(ya?ml|json)$/, '')
      .split('/')
      .findLast((one) => !isHidden(classify(one, defaultSettings)))
    const named = part === undefined ? undefined : classify(part, defaultSettings)
    if (part !== undefined && named !== undefined && !isHidden(named) && !told.has(named)) told.set(named, part)
  }
  const [only] = told.values()
  return told.size === 1 ? only : undefined
}
