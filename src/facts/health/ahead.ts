import type { Repository } from '../repository.ts'
import { pipelinePath } from '../touched/runnable.ts'
import { isSearchedFirst } from './code.ts'
import { maySpeakOfHealth, spoken } from './files.ts'

/**
 * Has git search the code for what speaks of health endpoints as soon as a pipeline speaks of one: the smoke test that asks
 * for it is known only when all pipelines are read, and git takes a tenth of a second for some thousand files.
 */
export async function searchAhead(repository: Repository): Promise<void> {
  if (!repository.search || !isSearchedFirst(repository)) return
  for (const { path } of repository.files) {
    if (!pipelinePath.test(path)) continue
    const text = await repository.text(path)
    if (!text || !maySpeakOfHealth.test(text.content)) continue
    repository.search(spoken).catch(() => {})
    // git has the words only when Node has come round
    return new Promise((resolve) => setImmediate(resolve))
  }
}
