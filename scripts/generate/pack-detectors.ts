import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Detector, PackedDetector } from '../../src/secrets/detector.ts'
import { written } from '../../src/secrets/pattern/abbreviations.ts'
import { patternCost } from '../../src/secrets/pattern/cost.ts'
import { anchorsOf } from '../../src/secrets/pattern/heads.ts'
import { parsePattern } from '../../src/secrets/pattern/parse.ts'
import { detectorProblems } from '../../src/secrets/pattern/problems.ts'
import { stretchOf } from '../../src/secrets/pattern/stretch.ts'
import { header, lines } from './text.ts'

/** The repository's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

const folder = 'src/secrets/detectors'

/** A detector with the group (the folder) that it is in. */
export interface GroupedDetector extends Detector {
  readonly group: string
}

/** Reads all detectors, sorted by id, and tells what is wrong with any. */
export async function readDetectors(
  root: string,
): Promise<{ detectors: readonly GroupedDetector[]; problems: readonly string[] }> {
  const { parse } = await import('yaml')
  const { Ajv } = await import('ajv')
  const schema = JSON.parse(await readFile(join(root, 'schemas/detector.json'), 'utf8'))
  const validate = new Ajv({ allErrors: true }).compile(schema)
  const detectors: GroupedDetector[] = []
  const problems: string[] = []
  for (const path of (await readdir(join(root, folder), { recursive: true })).sort()) {
    if (!path.endsWith('.yaml')) continue
    const file = `${folder}/${path.replaceAll('\\', '/')}`
    try {
      const asIs = parse(await readFile(join(root, file), 'utf8')) as Detector
      const detector = { ...asIs, pattern: written(String(asIs.pattern)) }
      const wrong = validate(asIs)
        ? [...detectorProblems(detector), ...misnamed(detector, path, detectors)]
        : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the file'} ${message}`)
      problems.push(...wrong.map((message) => `${file}: ${message}`))
      if (!wrong.length) detectors.push({ ...detector, group: dirname(path) })
    } catch (error) {
      problems.push(`${file}: ${(error as Error).message.split('\n')[0]}`)
    }
  }
  return { detectors: detectors.sort((a, b) => (a.id < b.id ? -1 : 1)), problems }
}

function misnamed({ id }: Detector, path: string, others: readonly Detector[]): string[] {
  const problems = basename(path, '.yaml') === id ? [] : [`the id is ${id}: name the file as the id`]
  if (others.some((other) => other.id === id)) problems.push(`the id ${id} is taken`)
  return problems
}

/** `src/secrets/builtin.generated.ts`: all detectors, one in each line. */
export function packDetectors(detectors: readonly GroupedDetector[]): string {
  return `${header(`${folder}/`)}import type { PackedDetector } from './detector.ts'

export const builtin: readonly PackedDetector[] = ${lines(detectors.map(packed))}
`
}

function packed({ examples, references, group, ...detector }: GroupedDetector): PackedDetector {
  const tree = parsePattern(detector.pattern)
  const anchors = anchorsOf(tree, detector.keywords)
  const stretch = stretchOf(tree)
  return {
    ...detector,
    revoke: detector.revoke.trim().replaceAll(/\s+/g, ' '),
    longest: patternCost(tree).longest,
    ...(anchors && { anchors }),
    ...(stretch && { stretch }),
  }
}
