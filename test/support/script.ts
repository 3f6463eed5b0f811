import type { Script } from '../../src/facts/pipeline/script.ts'

/** A step's script of bash as GitHub runs it, at the root of the repository. */
export const scriptOf = (text: string, change: Partial<Script> = {}): Script => ({
  text,
  placeOf: (start, end) => ({ file: 'ci.yml', start, end }),
  shell: 'bash',
  errexit: true,
  pipefail: false,
  directory: '',
  variables: {},
  via: [],
  name: '',
  ...change,
})
