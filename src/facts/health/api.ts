import { dirname } from '../../documents/path.ts'
import type { Repository } from '../repository.ts'
import type { Declared } from './declared.ts'
import { healthOf, segmentsOf } from './path.ts'

const describes = /^[ \t]*(?:\{\s*)?["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]/m
const pathKey = /^[ \t]*["']?(\/[\w\-./{}]{0,100})["']?\s*:/gm

/** The health endpoints that descriptions of an API name (spec.openapis.org: the keys of `paths`). */
export async function describedEndpoints(repository: Repository): Promise<readonly Declared[]> {
  const found: Declared[] = []
  for (const { path, area, size } of repository.ending('.yaml', '.yml', '.json')) {
    if (area !== 'main' || size > 2_000_000 || path.startsWith('.')) continue
    if (!repository.mayHold(path, 'openapi', 'swagger')) continue
    const content = (await repository.text(path))?.content
    if (!content || !describes.test(content)) continue
    for (const match of content.matchAll(pathKey)) {
      const segments = segmentsOf(match[1] as string)
      const health = healthOf(segments)
      if (!health) continue
      const start = match.index + match[0].indexOf(match[1] as string)
      const place = { file: path, start, end: start + (match[1] as string).length }
      found.push({
        by: 'API description',
        segments,
        rooted: false,
        sure: health === 'sure',
        service: dirname(path),
        place,
      })
    }
  }
  return found
}
