import { builtin } from './builtin.generated.ts'
import { Detection } from './detect.ts'
import type { PackedDetector } from './detector.ts'
import type { Hit } from './hit.ts'
import { printOf } from './print.ts'

/** What a scan looks for, if not for everything. */
export interface ScanOptions {
  /** in place of ours */
  readonly detectors?: readonly PackedDetector[]
}

/** The secrets in the text of one file, by where they stand. */
export function scanText(_file: string, content: string, options: ScanOptions = {}): readonly Hit[] {
  const lower = content.toLowerCase()
  const hits: Hit[] = []
  for (const detector of options.detectors ?? builtin) {
    if (!detector.keywords.some((keyword) => lower.includes(keyword))) continue
    const detection = new Detection(detector)
    for (let found = detection.next(content, 0); found; found = detection.next(content, found.end)) {
      hits.push({
        detector: detector.id,
        start: found.start,
        end: found.end,
        certainty: detector.severity === 'note' ? 'uncertain' : detector.check ? 'certain' : 'likely',
        key: '',
        print: printOf(found.value),
        length: found.value.length,
        why: `has the form of a ${detector.title}`,
        through: [],
      })
    }
  }
  return hits.sort((a, b) => a.start - b.start || b.end - a.end)
}
