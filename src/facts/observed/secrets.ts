import { collector } from '../collector.ts'
import { collectSecrets } from '../secret/collect.ts'

/** Secrets in any file, by their form, or by the name beside them. */
export default collector({
  yields: ['secrets', 'unsearched'],
  reads: 'every file, byte by byte',
  touches: { path: /./ },
  isElsewhere: true,
  collect: collectSecrets,
})
