import type { Assessment } from '../assessment/assessment.ts'
import type { Text } from '../documents/text.ts'
import { coveredTexts } from './covered.ts'
import type { Opened } from './open.ts'

/** The file that a finding on the whole repository is shown at, in formats that want a file. */
export function frontFileOf({ repository }: Opened): string | undefined {
  const names = repository.files.map(({ path }) => path).filter((path) => !path.includes('/'))
  return names.find((name) => /^readme(\.\w+)?$/i.test(name)) ?? names.find((name) => /^assay\.ya?ml$/.test(name))
}

/**
 * The texts of the files that failures and unreadable files stand in, at hand for reports; and of every file that has a
 * result at an offset. The front file's is read only where a failure has no file of its own.
 */
export async function textsOf(
  assessment: Assessment,
  frontFile: string | undefined,
  opened: Opened,
): Promise<(file: string) => Text | undefined> {
  const files = new Set<string>()
  for (const { verdict, place, trace } of assessment.results) {
    if (place.start !== undefined || verdict === 'fail') files.add(place.file)
    for (const stop of trace) files.add(stop.place.file)
    if (verdict === 'fail' && frontFile && (!place.file || place.setting !== undefined)) files.add(frontFile)
  }
  for (const { suppression } of assessment.results) if (suppression) files.add(suppression.place.file)
  for (const { attestation } of [...assessment.requirements, ...assessment.own])
    if (attestation) files.add(attestation.place.file)
  for (const { place } of assessment.remarks) files.add(place.file)
  for (const { place } of assessment.unreadable) if (place.start !== undefined) files.add(place.file)
  files.delete('')
  const texts = new Map<string, Text | undefined>()
  for (const file of files) texts.set(file, await textIn(file, opened))
  return coveredTexts(assessment, (file) => texts.get(file))
}

/** The decoded text of a file of the repository; undefined where it has none. */
export async function textIn(file: string, opened: Opened): Promise<Text | undefined> {
  const { repository, configuration, trusted } = opened
  const prefix = trusted ? `${trusted.revision}:` : undefined
  if (prefix && file.startsWith(prefix)) return trusted?.repository.text(file.slice(prefix.length))
  const layer = configuration.layers.find(({ text }) => text.file === file)
  if (layer) return layer.text
  return repository.has(file) ? repository.text(file) : undefined
}
