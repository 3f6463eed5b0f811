import type { Act } from '../../model.ts'

/** Whether an act builds a program of the repository from its source and runs it: `go run ./tools/release`. */
export const runsFromSource = ({ tool, words }: Pick<Act, 'tool' | 'words'>): boolean =>
  /^(dotnet|go|cargo) (-\S+ )*run( |$)/.test([tool, ...words].join(' '))
